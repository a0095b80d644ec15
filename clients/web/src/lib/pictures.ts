// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from "react";

/** A stored picture: what it is and, for some minutes, where. */
export interface Stored {
  sha256: string;
  contentPath: string;
}

/** Pictures kept that no page shows; a thumbnail is about 20 kB. */
const KEPT = 500;

interface Held {
  address: Promise<string>;
  /** Once it is there. */
  url: string | null;
  /** Elements that show it. */
  users: number;
}

/** By digest, the one used longest ago first. */
const held = new Map<string, Held>();

/** A stored picture on this page, fetched once: signed links live ten minutes, pages longer. */
function take(stored: Stored): Held {
  const picture = held.get(stored.sha256) ?? fetched(stored);
  picture.users++;
  held.delete(stored.sha256);
  held.set(stored.sha256, picture);
  return picture;
}

function fetched(stored: Stored): Held {
  const address = fetch(stored.contentPath).then(async (response) => {
    if (!response.ok) {
      throw new Error(`HTTP ${response.status}`);
    }
    picture.url = URL.createObjectURL(await response.blob());
    return picture.url;
  });
  const picture: Held = { address, url: null, users: 0 };
  address.catch(() => held.delete(stored.sha256));
  return picture;
}

/** Gives a picture back; the oldest that nobody shows go. */
function giveBack(picture: Held): void {
  picture.users--;
  const unused = [...held].filter(([, other]) => other.users === 0 && other.url !== null);
  for (const [sha256, { url }] of unused.slice(0, Math.max(0, unused.length - KEPT))) {
    URL.revokeObjectURL(url ?? "");
    held.delete(sha256);
  }
}

/** A stored picture for an img element; null until it is there. */
export function usePicture(stored: Stored | undefined): string | null {
  const sha = stored?.sha256;
  const [url, setUrl] = useState<string | null>(sha === undefined ? null : (held.get(sha)?.url ?? null));
  useEffect(() => {
    if (stored === undefined) {
      setUrl(null);
      return;
    }
    let current = true;
    const picture = take(stored);
    picture.address.then(
      (address) => current && setUrl(address),
      () => undefined,
    );
    return () => {
      current = false;
      giveBack(picture);
    };
    // The path changes with every answer; the picture does not.
  }, [sha]);
  return url;
}
