// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, cpSync, createReadStream, existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { inject } from "vitest";
import { CHROMIUM, DIST, film, java, JAVA_FLAGS, ROOT } from "./here";

export const SCREENS = join(import.meta.dirname, "target/screens");

/** A real server with its own PostgreSQL and worker, on footage made for it. */
export class World {
  readonly folder = mkdtempSync(join(tmpdir(), "rushes-e2e-"));
  private readonly log = join(this.folder, "server.log");
  private server: ChildProcess | null = null;
  private port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get token(): string {
    return readFileSync(join(this.folder, "data/access-token"), "utf8").trim();
  }

  get clips(): string[] {
    const folder = join(this.folder, "shoot/clips");
    return readdirSync(folder).toSorted().map((name) => join(folder, name));
  }

  get song(): string {
    return join(this.folder, "shoot/song.wav");
  }

  /** Uses the small shoot, made once for all files of tests, or makes that many short clips. */
  film(many?: number): void {
    const folder = join(this.folder, "shoot");
    if (many === undefined) {
      cpSync(inject("shoot"), folder, { recursive: true });
    } else {
      film(folder, many);
    }
  }

  /** Starts the server, on the port it had before if it had one. */
  async start(): Promise<void> {
    // PostgreSQL does not run as root; its user has to get in.
    chmodSync(this.folder, 0o711);
    const data = join(this.folder, "data");
    const ready = join(data, "server.json");
    rmSync(ready, { force: true });
    this.server = spawn(java(), [...JAVA_FLAGS, ...cache("server"), "-cp", join(DIST, "server/lib/*"), "dev.rushes.server.Main"], {
      env: {
        ...process.env,
        RUSHES_DATA_DIR: data,
        RUSHES_HOME: ROOT,
        RUSHES_PORT: String(this.port),
        RUSHES_FREE_SPACE_FLOOR_BYTES: "0",
      },
      stdio: ["ignore", openSync(this.log, "a"), openSync(this.log, "a")],
    });
    await until("the server is ready", () => existsSync(ready) && readFileSync(ready, "utf8").trimEnd().endsWith("}"), 120_000).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${readFileSync(this.log, "utf8").slice(-3000)}`);
    });
    this.port = (JSON.parse(readFileSync(ready, "utf8")) as { port: number }).port;
  }

  /** As a power cut would: nothing is told, nothing is closed. */
  async kill(): Promise<void> {
    const server = this.server;
    if (server?.pid !== undefined) {
      const gone = new Promise((done) => server.once("exit", done));
      server.kill("SIGKILL");
      await gone;
    }
  }

  async close(): Promise<void> {
    const server = this.server;
    if (server !== null && server.exitCode === null && server.signalCode === null) {
      const gone = new Promise((done) => server.once("exit", done));
      server.kill("SIGTERM");
      await gone;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Calls the REST face. */
  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(this.url + path, {
      method,
      headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) {
      throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    }
    return (answer.status === 204 ? {} : await answer.json()) as T;
  }

  /** Uploads the shoot and waits for its cut and its previews; returns the job. */
  async edit(name: string, seconds: number): Promise<string> {
    const project = await this.call<{ project_id: string }>("POST", "/api/v1/projects", { display_name: "Shoots" });
    const job = await this.call<{ job_id: string }>("POST", "/api/v1/jobs", {
      project_id: project.project_id,
      display_name: name,
      target_duration: `${seconds}s`,
    });
    for (const file of [this.song, ...this.clips]) {
      await this.upload(job.job_id, file, file === this.song ? "KIND_SONG" : "KIND_CLIP");
    }
    const { generation_id: id } = await this.call<{ generation_id: string }>("POST", `/api/v1/jobs/${job.job_id}/generations`, {});
    await this.poll(`/api/v1/generations/${id}`, (found: { state: string; error?: unknown }) => {
      if (found.state === "STATE_FAILED") {
        throw new Error(JSON.stringify(found.error));
      }
      return found.state === "STATE_SUCCEEDED";
    });
    await this.call("POST", `/api/v1/jobs/${job.job_id}/previews`, {});
    await this.poll(`/api/v1/jobs/${job.job_id}/previews`, (found: { previews?: { state: string }[] }) =>
      (found.previews ?? []).length > 0 && (found.previews ?? []).every((preview) => preview.state === "STATE_SUCCEEDED" || preview.state === "STATE_FAILED"),
    );
    return job.job_id;
  }

  async upload(jobId: string, file: string, kind: string): Promise<void> {
    await this.send(await this.announce(jobId, file, kind), file);
  }

  /** Says that a file will come. */
  async announce(jobId: string, file: string, kind: string): Promise<Announced> {
    return this.call<Announced>("POST", "/api/v1/media", {
      job_id: jobId,
      kind,
      file_name: basename(file),
      size_bytes: statSync(file).size,
      sha256: await sha256(file),
    });
  }

  async send(media: Announced, file: string): Promise<void> {
    if (media.state !== "STATE_ACTIVE") {
      const answer = await fetch(this.url + media.upload_path, {
        method: "PUT",
        headers: { authorization: `Bearer ${this.token}` },
        body: readFileSync(file),
      });
      if (!answer.ok) {
        throw new Error(`upload of ${file}: ${answer.status}`);
      }
    }
  }

  /** Length of every clip in seconds. */
  async lengths(jobId: string): Promise<Map<string, number>> {
    const found = await this.call<{ analyses: { media_id: string; clip_features?: { duration_seconds: number } }[] }>("GET", `/api/v1/jobs/${jobId}/analyses`);
    return new Map(found.analyses.map((analysis) => [analysis.media_id, analysis.clip_features?.duration_seconds ?? 0]));
  }

  async timeline(jobId: string): Promise<TimelineJson> {
    return this.call("GET", `/api/v1/jobs/${jobId}/timeline`);
  }

  private async poll<T>(path: string, done: (found: T) => boolean): Promise<void> {
    await until(path, async () => done(await this.call<T>("GET", path)), 240_000, 300);
  }
}

/** A line to the server that can be cut, for one screen while the others keep theirs. */
export class Line {
  private readonly sockets = new Set<Socket>();
  private readonly door = createServer((near) => {
    const far = connect(Number(new URL(this.to).port), "127.0.0.1");
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) {
      this.sockets.add(socket);
      socket.on("error", () => socket.destroy()).on("close", () => {
        this.sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
  });
  private port = 0;

  constructor(private readonly to: string) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Opens the line, at the port it had before. */
  async open(): Promise<void> {
    await new Promise<void>((done) => this.door.listen(this.port, "127.0.0.1", done));
    this.port = (this.door.address() as AddressInfo).port;
  }

  async cut(): Promise<void> {
    const closed = new Promise((done) => this.door.close(done));
    this.sockets.forEach((socket) => socket.destroy());
    await closed;
  }
}

interface Announced {
  media_id: string;
  state: string;
  upload_path: string;
}

/** What the tests read of a timeline. */
export interface TimelineJson {
  revision: string;
  frame_count: string;
  shots: { shot_id: string; media_id: string; source_range: { start_frame?: string }; record_range: { start_frame?: string; frame_count: string }; lock?: { reason: string } }[];
  transitions: { at_beat?: boolean; in_handle_frame_count?: string }[];
  song: { beat_offsets: number[] };
}

function cache(name: string): string[] {
  const file = join(DIST, `${name}.aot`);
  return existsSync(file) ? [`-XX:AOTCache=${file}`] : [];
}

async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk as Buffer);
  }
  return hash.digest("hex");
}

/** Waits for something to become true; fails with its name. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, limitMs = 30_000, everyMs = 50): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > end) {
      throw new Error(`not within ${limitMs} ms: ${what}`);
    }
    await new Promise((done) => setTimeout(done, everyMs));
  }
}

/** One Chromium for a file of tests; every page reports its errors to {@link Person.errors}. */
export async function launch(): Promise<Browser> {
  mkdirSync(SCREENS, { recursive: true });
  return chromium.launch({
    executablePath: CHROMIUM ?? "",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--autoplay-policy=no-user-gesture-required",
    ],
  });
}

/** Somebody at a browser. */
export interface Person {
  page: Page;
  context: BrowserContext;
  errors: string[];
  shoot: (name: string) => Promise<void>;
}

export async function person(browser: Browser, world: World, size = { width: 1440, height: 900 }, token: string | null = world.token, hasTouch = false): Promise<Person> {
  const context = await browser.newContext({ viewport: size, baseURL: world.url, acceptDownloads: true, hasTouch });
  if (token !== null) {
    // The page Chromium shows while the server is away has no storage.
    await context.addInitScript((text) => location.protocol === "http:" && localStorage.setItem("rushes.token", text), token);
  }
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(`${error.message}\n${error.stack ?? ""}`));
  page.on("console", (message) => {
    // A server that is away is what some tests are about.
    if (message.type() === "error" && !/Failed to load resource|net::ERR/.test(message.text())) {
      errors.push(message.text());
    }
  });
  return {
    page,
    context,
    errors,
    shoot: async (name) => {
      await page.screenshot({ path: join(SCREENS, `${name}-${size.width}.png`) });
    },
  };
}
