// SPDX-License-Identifier: Apache-2.0

/** Fetches from signed links, which live ten minutes, and keeps the bytes: a page open for hours plays on. */
export class BlobCache {
  private readonly held = new Map<string, { url: Promise<string>; bytes: number }>();
  private total = 0;

  /** Keeps at most {@code budget} bytes; the least recently used go first. {@code link} reads a fresh signed path. */
  constructor(
    private readonly budget: number,
    private readonly link: (key: string) => Promise<string>,
  ) {}

  /** An object URL of the bytes, good until {@link close}. */
  url(key: string): Promise<string> {
    const known = this.held.get(key);
    if (known !== undefined) {
      this.held.delete(key);
      this.held.set(key, known);
      return known.url;
    }
    const entry = { url: this.load(key), bytes: 0 };
    this.held.set(key, entry);
    entry.url.catch(() => this.held.get(key) === entry && this.held.delete(key));
    return entry.url;
  }

  has(key: string): boolean {
    return this.held.has(key);
  }

  close(): void {
    for (const entry of this.held.values()) {
      void entry.url.then((url) => URL.revokeObjectURL(url)).catch(() => undefined);
    }
    this.held.clear();
    this.total = 0;
  }

  private async load(key: string): Promise<string> {
    const answer = await fetch(await this.link(key));
    if (!answer.ok) {
      throw new Error(`${answer.status} ${answer.statusText}`);
    }
    const blob = await answer.blob();
    this.account(key, blob.size);
    return URL.createObjectURL(blob);
  }

  private account(key: string, bytes: number): void {
    const entry = this.held.get(key);
    if (entry !== undefined) {
      entry.bytes = bytes;
      this.total += bytes;
    }
    for (const [oldest, candidate] of this.held) {
      if (this.total <= this.budget) {
        return;
      }
      if (candidate.bytes > 0 && oldest !== key) {
        this.held.delete(oldest);
        this.total -= candidate.bytes;
        void candidate.url.then((url) => URL.revokeObjectURL(url));
      }
    }
  }
}
