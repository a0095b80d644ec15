// SPDX-License-Identifier: Apache-2.0
import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { JobSchema } from "../src/gen/rushes/v1/job_pb";
import { type Media, Media_Kind, Media_State, MediaSchema } from "../src/gen/rushes/v1/media_pb";
import { Draft, type Ground } from "../src/upload/draft";
import { readinessOf } from "../src/upload/items";
import { sortFiles } from "../src/upload/kinds";

const JOB = create(JobSchema, { jobId: "j" });

function ground(changes: Partial<Ground> = {}): Ground & { announced: string[]; removed: string[]; most: number } {
  let sending = 0;
  const made = {
    announced: [] as string[],
    removed: [] as string[],
    most: 0,
    createJob: () => Promise.resolve(JOB),
    announce: (_: string, item: { name: string; sha: string | null }) => {
      made.announced.push(item.name);
      return Promise.resolve(create(MediaSchema, { mediaId: `m-${item.sha}`, state: Media_State.PENDING }));
    },
    send: async (item: { size: number }, onOffset: (bytes: number) => void) => {
      made.most = Math.max(made.most, ++sending);
      await Promise.resolve();
      onOffset(item.size);
      sending--;
    },
    offset: () => Promise.resolve(2),
    remove: (mediaId: string) => {
      made.removed.push(mediaId);
      return Promise.resolve();
    },
    hash: async (file: File) => file.text(),
    poster: () => Promise.resolve({ url: null, duration: null }),
    words: String,
    ...changes,
  };
  return made;
}

const file = (name: string, content = name): File => new File([content], name, { type: "video/mp4" });

function known(name: string, content: string, state: Media_State): Media {
  return create(MediaSchema, {
    mediaId: `m-${content}`,
    kind: Media_Kind.CLIP,
    fileName: name,
    sizeBytes: BigInt(content.length),
    sha256: content,
    state,
  });
}

async function settled(draft: Draft): Promise<string[]> {
  await expect.poll(() => draft.busy()).toBe(false);
  return draft.store.getState().items.map((item) => `${item.name} ${item.phase}`);
}

describe("Draft", () => {
  it("sends everything, three at a time, and makes one edit", async () => {
    let jobs = 0;
    const made = ground({ createJob: () => Promise.resolve((jobs++, JOB)) });
    const draft = new Draft(made, null, []);
    draft.add([1, 2, 3, 4, 5, 6].map((number) => file(`${number}.mp4`)), "clip");
    draft.add([file("song.mp3")], "song");
    expect(await settled(draft)).toEqual([...[1, 2, 3, 4, 5, 6].map((number) => `${number}.mp4 done`), "song.mp3 done"]);
    expect(jobs).toBe(1);
    expect(made.most).toBeLessThanOrEqual(3);
  });

  it("uses equal bytes once and says under which names they came", async () => {
    const made = ground();
    const draft = new Draft(made, JOB, []);
    draft.add([file("a.mp4", "same"), file("b.mp4", "same"), file("c.mp4", "other")], "clip");
    expect(await settled(draft)).toEqual(["a.mp4 done", "c.mp4 done"]);
    expect(draft.store.getState().items[0]?.copies).toEqual(["b.mp4"]);
    expect(made.announced).toEqual(["a.mp4", "c.mp4"]);
  });

  it("goes on with a file from earlier that is chosen again, also under another name", async () => {
    const made = ground();
    const draft = new Draft(made, JOB, [
      known("a.mp4", "one", Media_State.PENDING),
      known("b.mp4", "two", Media_State.PENDING),
      known("c.mp4", "three", Media_State.ACTIVE),
    ]);
    expect(draft.store.getState().items.map((item) => item.phase)).toEqual(["missing", "missing", "done"]);
    await expect.poll(() => draft.store.getState().items.map((item) => item.sent)).toEqual([2, 2, 5]);
    draft.add([file("a.mp4", "one"), file("renamed.mp4", "two"), file("c.mp4", "three")], "clip");
    expect(await settled(draft)).toEqual(["a.mp4 done", "b.mp4 done", "c.mp4 done"]);
    expect(made.announced).toEqual([]);
  });

  it("takes a file of the same name and length with other bytes for a new one", async () => {
    const made = ground();
    const draft = new Draft(made, JOB, [known("a.mp4", "one", Media_State.PENDING)]);
    draft.add([file("a.mp4", "two")], "clip");
    expect(await settled(draft)).toEqual(["a.mp4 done"]);
    expect(made.announced).toEqual(["a.mp4"]);
  });

  it("stands still while paused and goes on afterwards", async () => {
    const draft = new Draft(ground(), JOB, []);
    draft.pauseAll(true);
    draft.add([file("a.mp4")], "clip");
    expect(await settled(draft)).toEqual(["a.mp4 paused"]);
    draft.pauseAll(false);
    expect(await settled(draft)).toEqual(["a.mp4 done"]);
  });

  it("keeps a failed file with its reason and tries it again", async () => {
    let fail = true;
    const draft = new Draft(ground({ send: () => (fail ? Promise.reject(new Error("full")) : Promise.resolve()) }), JOB, []);
    draft.add([file("a.mp4")], "clip");
    expect(await settled(draft)).toEqual(["a.mp4 failed"]);
    expect(draft.store.getState().items[0]?.reason).toContain("full");
    fail = false;
    draft.retryAll();
    expect(await settled(draft)).toEqual(["a.mp4 done"]);
  });

  it("takes a file out wherever it stands, and the server hears of it once it was told of the file", async () => {
    let announced = (): void => undefined;
    const made = ground({
      announce: (_, item) =>
        item.name === "slow.mp4"
          ? new Promise((resolve) => (announced = () => resolve(create(MediaSchema, { mediaId: "m-slow", state: Media_State.PENDING }))))
          : Promise.resolve(create(MediaSchema, { mediaId: `m-${item.sha}`, state: Media_State.PENDING })),
    });
    const draft = new Draft(made, JOB, [known("old.mp4", "old", Media_State.ACTIVE), known("never.mp4", "never", Media_State.PENDING)]);
    const key = (name: string): string => draft.store.getState().items.find((item) => item.name === name)?.key ?? "";
    draft.add([file("a.mp4"), file("slow.mp4")], "clip");
    await expect.poll(() => draft.store.getState().items.find((item) => item.name === "a.mp4")?.phase).toBe("done");
    await draft.remove(key("a.mp4"));
    await draft.remove(key("slow.mp4"));
    await draft.remove(key("old.mp4"));
    await draft.removeMissing();
    expect(draft.store.getState().items).toEqual([]);
    expect(made.removed).toEqual(["m-a.mp4", "m-old", "m-never"]);
    announced();
    await expect.poll(() => made.removed).toEqual(["m-a.mp4", "m-old", "m-never", "m-slow"]);
    expect(draft.store.getState().items).toEqual([]);
    draft.add([file("a.mp4")], "clip");
    expect(await settled(draft)).toEqual(["a.mp4 done"]);
  });

  it("keeps a file that the cut needs, and says why", async () => {
    const draft = new Draft(ground({ remove: () => Promise.reject(new Error("is in the cut (shot 3)")) }), JOB, [known("a.mp4", "one", Media_State.ACTIVE)]);
    await expect(draft.remove("m-one")).rejects.toThrow("is in the cut (shot 3)");
    expect(await settled(draft)).toEqual(["a.mp4 done"]);
  });

  it("is ready with one clip and a song, and says that five are better", async () => {
    const draft = new Draft(ground(), JOB, []);
    const ready = (): unknown => readinessOf(draft.store.getState().items, { rejections: new Map(), seconds: new Map() }, 30);
    expect(ready()).toEqual({ go: false, why: "nothing" });
    draft.add([file("1.mp4")], "clip");
    expect(ready()).toEqual({ go: false, why: "noSong" });
    draft.add([file("song.mp3")], "song");
    expect(ready()).toEqual({ go: true, why: "few", clips: 1 });
    draft.add([2, 3, 4, 5].map((number) => file(`${number}.mp4`)), "clip");
    expect(ready()).toEqual({ go: true, why: null });
    await settled(draft);
  });

  it("is not ready when the clips are shorter than the video, those left out that cannot be used, or the song is a moment", async () => {
    const draft = new Draft(ground(), JOB, [known("a.mp4", "one", Media_State.ACTIVE), known("b.mp4", "two", Media_State.ACTIVE)]);
    draft.add([file("song.mp3")], "song");
    await settled(draft);
    const seconds = new Map([["m-one", 4], ["m-two", 5]]);
    const ready = (rejected: string[], wanted: number): unknown =>
      readinessOf(draft.store.getState().items, { rejections: new Map(rejected.map((id) => [id, "black"])), seconds }, wanted);
    expect(ready([], 9)).toEqual({ go: true, why: "few", clips: 2 });
    expect(ready([], 10)).toEqual({ go: false, why: "short", seconds: 9 });
    expect(ready(["m-two"], 5)).toEqual({ go: false, why: "short", seconds: 4 });
    expect(ready(["m-one", "m-two"], 5), "the server says why nothing can be used").toEqual({ go: true, why: "few", clips: 0 });
    seconds.set("m-song.mp3", 2);
    expect(ready([], 9), "the server cuts to no song this short").toEqual({ go: false, why: "songShort", seconds: 2 });
    seconds.set("m-song.mp3", 3);
    expect(ready([], 9)).toEqual({ go: true, why: "few", clips: 2 });
    seconds.delete("m-one");
    expect(ready([], 10), "a length that is not known yet").toEqual({ go: true, why: "few", clips: 2 });
  });
});

describe("sortFiles", () => {
  it("parts videos from songs, names what is left out, and passes over hidden files", () => {
    const some = [file("b10.MOV"), file("b2.mov"), new File(["x"], "s.flac"), new File(["x"], "n.txt"), new File([], "e.mp4"), file(".DS_Store")];
    const sorted = sortFiles(some);
    expect(sorted.clips.map((one) => one.name)).toEqual(["b2.mov", "b10.MOV"]);
    expect(sorted.songs.map((one) => one.name)).toEqual(["s.flac"]);
    expect(sorted.leftOut).toEqual([
      { name: "n.txt", why: "noVideo" },
      { name: "e.mp4", why: "empty" },
    ]);
  });
});
