// SPDX-License-Identifier: Apache-2.0
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { missing } from "./here";
import { launch, type Person, person, until, World } from "./world";

const why = missing();
/** A busy machine analyses slowly; nothing here is about speed. */
const PATIENCE_MS = 120_000;

describe.skipIf(why !== "")(`from files to a cut, against a real server ${why}`, () => {
  const world = new World();
  let browser: Browser;
  const people: Person[] = [];

  beforeAll(async () => {
    world.film();
    await world.start();
    browser = await launch();
  });

  afterEach(async () => {
    const seen = people.splice(0);
    const errors = seen.flatMap((one) => one.errors);
    await Promise.all(seen.map((one) => one.context.close()));
    expect(errors).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    await world.close();
  });

  async function sit(size?: { width: number; height: number }): Promise<Person> {
    const one = await person(browser, world, size);
    one.context.setDefaultTimeout(PATIENCE_MS);
    people.push(one);
    return one;
  }

  test("a shoot is sent, broken off, finished and cut to the chosen part of the song", async () => {
    const { page, shoot, context } = await sit();
    page.on("dialog", (dialog) => void dialog.accept());
    await page.goto("/new");
    await page.getByText("Drop the clips of a shoot here").waitFor();
    expect(await axe(page)).toEqual([]);

    // Slow enough that a reload finds the upload on its way; a copy and a file that is no video come along.
    const network = await context.newCDPSession(page);
    const speed = (bytes: number): Promise<unknown> =>
      network.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: bytes });
    await network.send("Network.enable");
    await speed(200_000);
    const [copy, notes] = extras(world);
    await choose(page, 0, [...world.clips, copy, notes]);
    await page.waitForURL(/\/new\/./);
    await page.getByText("came twice and is used once").waitFor();
    await page.getByText("is no video Rushes reads").waitFor();
    await page.getByText(/^sending, /).first().waitFor();
    await shoot("new-sending");
    await page.reload();
    await page.getByText(/the upload goes on where it stood/).waitFor();
    await speed(-1);
    await choose(page, 0, world.clips);
    await until("every clip is on the server", async () => (await page.getByText("on the server", { exact: true }).count()) === world.clips.length, PATIENCE_MS);

    await choose(page, 2, [world.song]);
    const part = page.getByRole("slider", { name: "Part of the song" });
    await part.waitFor();
    await page.getByText(/BPM$/).waitFor();
    await page.getByRole("radio", { name: "15 s" }).click();
    await part.focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("Shift+ArrowRight");
    const chosen = Number(await part.getAttribute("aria-valuenow"));
    expect(chosen).toBeGreaterThan(0);
    expect(await axe(page)).toEqual([]);
    await part.scrollIntoViewIfNeeded();
    await shoot("new-song");

    await page.getByRole("button", { name: "Make the edit" }).click();
    // On a quick machine the cut is there before anybody could look at its making.
    await page.waitForURL(/\/p\/./);
    await shoot("progress");
    await page.waitForURL(/\/p\/[^/]+$/);
    const jobId = basename(new URL(page.url()).pathname);
    const timeline = await world.call<{ revision: string; song: { excerpt_start_offset: number } }>("GET", `/api/v1/jobs/${jobId}/timeline`);
    expect(timeline.song.excerpt_start_offset).toBeCloseTo(chosen, 3);
    const { media } = await world.call<{ media: unknown[] }>("GET", `/api/v1/jobs/${jobId}/media`);
    expect(media).toHaveLength(world.clips.length + 1);
    const job = await world.call<{ target_duration: string }>("GET", `/api/v1/jobs/${jobId}`);
    expect(job.target_duration).toBe("15s");
  }, 500_000);

  test("a tempo heard wrong is repaired before the first cut is made", async () => {
    const project = await world.call<{ project_id: string }>("POST", "/api/v1/projects", { display_name: "Repairs" });
    const { job_id: jobId } = await world.call<{ job_id: string }>("POST", "/api/v1/jobs", { project_id: project.project_id, display_name: "Half as fast", target_duration: "15s" });
    for (const clip of world.clips) {
      await world.upload(jobId, clip, "KIND_CLIP");
    }
    await world.upload(jobId, world.song, "KIND_SONG");
    const { page, shoot } = await sit({ width: 1280, height: 800 });
    await page.goto(`/new/${jobId}`);
    const tempo = page.getByText(/^[\d.]+ BPM$/);
    await tempo.waitFor();
    await page.getByRole("slider", { name: "Part of the song" }).waitFor();
    const bpm = async (): Promise<number> => Number.parseFloat((await tempo.textContent()) ?? "");
    const heard = await bpm();
    const repair = page.getByRole("group", { name: "Repair the beats" });
    for (const button of await repair.getByRole("button").all()) {
      const box = await button.boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
    }
    await repair.scrollIntoViewIfNeeded();
    await shoot("beats-heard");

    await repair.getByRole("button", { name: "×2" }).click();
    await page.getByText("Repaired by you").waitFor();
    expect(await bpm()).toBeCloseTo(2 * heard, 0);
    expect(await axe(page)).toEqual([]);
    await shoot("beats-doubled");
    await page.setViewportSize({ width: 1440, height: 900 });
    await shoot("beats-doubled-wide");
    await repair.getByRole("button", { name: "½" }).click();
    await until("the tempo is halved again", async () => Math.abs((await bpm()) - heard) < 1, PATIENCE_MS);
    await repair.getByRole("button", { name: "As heard" }).click();
    await page.getByText("Repaired by you").waitFor({ state: "detached" });
    await repair.getByRole("button", { name: "×2" }).click();
    await page.reload();
    await page.getByText("Repaired by you").waitFor();
    expect(await bpm()).toBeCloseTo(2 * heard, 0);

    await page.getByRole("button", { name: "Make the edit" }).click();
    await page.waitForURL(/\/p\/[^/]+$/);
    const { beat_offsets: beats } = (await world.timeline(jobId)).song;
    const gap = ((beats.at(-1) ?? 0) - (beats[0] ?? 0)) / (beats.length - 1);
    expect(60 / gap).toBeCloseTo(2 * heard, 0);
  }, 500_000);

  test("a file added by mistake is taken out, one the cut uses stays", async () => {
    const { page, shoot } = await sit({ width: 1280, height: 800 });
    const { jobs } = await world.call<{ jobs: { job_id: string; timeline_revision?: string }[] }>("GET", "/api/v1/jobs");
    const cutJob = jobs.find((job) => Number(job.timeline_revision ?? 0) > 0)?.job_id ?? "";
    await page.goto("/new");
    await choose(page, 0, world.clips.slice(0, 2));
    await page.waitForURL(/\/new\/./);
    await until("both clips are on the server", async () => (await page.getByText("on the server", { exact: true }).count()) === 2, PATIENCE_MS);
    const jobId = basename(new URL(page.url()).pathname);
    const files = async (): Promise<string[]> => ((await world.call<{ media?: { file_name: string }[] }>("GET", `/api/v1/jobs/${jobId}/media`)).media ?? []).map((file) => file.file_name);
    const name = basename(world.clips[0] ?? "");
    await page.getByRole("listitem", { name: `${name}: on the server` }).hover();
    await page.getByRole("button", { name: `Take ${name} out` }).click();
    await page.getByRole("group", { name: "Take it out of this edit?" }).waitFor();
    await shoot("take-out");
    expect(await axe(page)).toEqual([]);
    await page.getByRole("button", { name: "Take it out", exact: true }).click();
    await page.getByText(`${name} is out of this edit`).waitFor();
    expect(await page.getByRole("listitem", { name: new RegExp(`^${name}`) }).count()).toBe(0);
    expect(await files()).toEqual([basename(world.clips[1] ?? "")]);

    // Announced, and its sender is gone for good.
    await world.call("POST", "/api/v1/media", { job_id: jobId, kind: "KIND_CLIP", file_name: "lost.mp4", size_bytes: 5, sha256: "ab".repeat(32) });
    await page.reload();
    await page.getByText(/1 file from earlier is not complete/).waitFor();
    await shoot("take-out-missing");
    await page.getByRole("button", { name: "Take it out", exact: true }).click();
    await page.getByText(/from earlier/).waitFor({ state: "detached" });
    expect(await files()).toEqual([basename(world.clips[1] ?? "")]);

    await page.goto(`/new/${cutJob}`);
    const timeline = await world.timeline(cutJob);
    const { media } = await world.call<{ media: { media_id: string; file_name: string }[] }>("GET", `/api/v1/jobs/${cutJob}/media`);
    const used = media.find((file) => file.media_id === timeline.shots[0]?.media_id)?.file_name ?? "";
    await page.getByRole("listitem", { name: new RegExp(`^${used}`) }).hover();
    await page.getByRole("button", { name: `Take ${used} out` }).click();
    await page.getByRole("button", { name: "Take it out", exact: true }).click();
    await page.getByText(/is in the cut \(shots? 1/).waitFor();
    await shoot("take-out-refused");
    await page.getByRole("listitem", { name: new RegExp(`^${used}`) }).waitFor();
  }, 500_000);

  test("the cut assembles itself while the last clip is still on its way", async () => {
    const project = await world.call<{ project_id: string }>("POST", "/api/v1/projects", { display_name: "Drafts" });
    const { job_id: jobId } = await world.call<{ job_id: string }>("POST", "/api/v1/jobs", { project_id: project.project_id, display_name: "Autumn coats", target_duration: "15s" });
    // A file the server cannot know from another edit: a clip with an empty box behind its end.
    const last = join(world.folder, "late.mp4");
    writeFileSync(last, Buffer.concat([readFileSync(world.clips[0] ?? ""), Buffer.from([0, 0, 0, 8]), Buffer.from("free")]));
    await world.upload(jobId, world.song, "KIND_SONG");
    for (const clip of world.clips) {
      await world.upload(jobId, clip, "KIND_CLIP");
    }
    const late = await world.announce(jobId, last, "KIND_CLIP");
    const { generation_id: id } = await world.call<{ generation_id: string }>("POST", `/api/v1/jobs/${jobId}/generations`, {});
    const { page, shoot } = await sit({ width: 1280, height: 800 });
    await page.goto(`/p/${jobId}/progress/${id}`);
    const draft = page.getByRole("region", { name: "The cut so far" });
    await draft.getByText(/out of [3-9] clips\. 1 clip to look at/).waitFor();
    const shots = draft.getByRole("button", { name: /^Shot \d+, / });
    expect(await shots.count()).toBeGreaterThan(3);
    await shots.nth(2).click();
    expect(await shots.nth(2).getAttribute("aria-pressed")).toBe("true");
    await until("the draft has pictures", () => draft.locator("li").evaluateAll((all) => all.every((shot) => shot.querySelector("img") !== null || (shot.querySelector("video")?.readyState ?? 0) >= 2)), PATIENCE_MS);
    await shoot("progress-draft");
    expect(await axe(page)).toEqual([]);
    await expect(world.call("GET", `/api/v1/jobs/${jobId}/timeline`)).rejects.toThrow("has no timeline yet");
    await page.getByRole("button", { name: "Edit this now" }).click();
    await page.waitForURL(new RegExp(`/p/${jobId}$`));
    await page.locator("[data-shot]").first().waitFor();
    await page.getByText("1 clip still being looked at").waitFor();
    await page.locator("[data-shot] button").nth(1).click();
    await page.keyboard.press("x");
    await page.getByText("Saved, revision 2").waitFor();
    const locked = (await world.timeline(jobId)).shots[1];
    await shoot("early");
    await world.send(late, last);
    await page.getByText("1 more clip looked at since the cut was made.").waitFor();
    expect(await axe(page)).toEqual([]);
    await shoot("early-all");
    await page.getByRole("button", { name: "Cut again with all" }).click();
    await page.getByRole("button", { name: /^Take/ }).click();
    await page.getByText("Saved, revision 3").waitFor();
    const kept = (await world.timeline(jobId)).shots.filter((shot) => shot.lock?.reason === "user_locked");
    expect(kept.map((shot) => [shot.shot_id, shot.record_range]), "what a person locked before stays").toEqual([[locked?.shot_id, locked?.record_range]]);
  });

  test("a cut that cannot be made says why and leads back", async () => {
    const { page, shoot } = await sit({ width: 1280, height: 800 });
    await page.goto("/new");
    const broken = join(world.folder, "broken.mp4");
    writeFileSync(broken, Buffer.alloc(50_000, 7));
    await choose(page, 0, [broken]);
    await page.waitForURL(/\/new\/./);
    await choose(page, 2, [world.song]);
    await page.getByRole("listitem", { name: "broken.mp4: cannot be used" }).waitFor();
    await page.getByRole("button", { name: "Make the edit" }).click();
    await page.getByText("The edit could not be made").waitFor();
    await page.getByRole("alert").filter({ hasText: "broken.mp4" }).waitFor();
    expect(await axe(page)).toEqual([]);
    await shoot("progress-failed");
    await page.getByRole("link", { name: "Change clips, song or length" }).click();
    await page.getByRole("button", { name: "Make the edit" }).waitFor();
  });

  test("the style and the numbers show what there is", async () => {
    const { page, shoot } = await sit({ width: 1280, height: 800 });
    await page.goto("/style");
    await page.getByText("No style learned yet").waitFor();
    const profile = JSON.parse(STYLE) as { trained_on_videos: number; shot_patterns: { avg_shot_length: number } };
    await world.call("POST", "/api/v1/style-profiles", profile);
    profile.trained_on_videos = 9;
    profile.shot_patterns.avg_shot_length = 2.4;
    await world.call("POST", "/api/v1/style-profiles", profile);
    await page.reload();
    await page.getByText("shots 0.9 s longer").waitFor();
    await page.getByRole("button", { name: "Shot types as a table" }).click();
    await page.getByRole("table", { name: "Shot types" }).waitFor();
    expect(await axe(page)).toEqual([]);
    await shoot("style");
    await page.goto("/analytics");
    await page.getByText("1 edit session").waitFor();
    expect(await axe(page)).toEqual([]);
    await shoot("analytics");
    await page.goto("/");
    await page.getByRole("link", { name: /^Open / }).first().waitFor();
    expect(await axe(page)).toEqual([]);
    await shoot("home");
  });
});

async function choose(page: Page, input: number, files: string[]): Promise<void> {
  await page.locator("input[type=file]").nth(input).setInputFiles(files);
}

function extras(world: World): [string, string] {
  const folder = join(world.folder, "extras");
  mkdirSync(folder, { recursive: true });
  const copy = join(folder, "zz-copy.mp4");
  copyFileSync(world.clips[0] ?? "", copy);
  const notes = join(folder, "notes.txt");
  writeFileSync(notes, "shot list");
  return [copy, notes];
}

async function axe(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
}

const STYLE = `{
  "creator_id": "local", "schema_version": "1.0", "trained_on_videos": 3,
  "shot_patterns": {"avg_shot_length": 1.5, "shot_length_std": 0.6, "shot_length_distribution": [0.5, 0.9, 1.3, 2, 2.8],
    "shot_types": {"close_up": 0.4, "medium": 0.3, "wide": 0.2, "zoom": 0.1}},
  "sequencing_patterns": {"angle_transitions": {"front_to_side": 0.6, "side_to_front": 0.4}, "same_angle_repeat_rate": 0.2, "max_same_angle_streak": 2},
  "pacing_patterns": {"cuts_per_beat": 0.5, "beat_skip_rate": 0.3, "hold_duration_close_up": 1, "hold_duration_medium": 1.5, "hold_duration_wide": 2},
  "energy_matching": {
    "high_energy_sections": {"preferred_shot_type": "close_up", "cut_frequency": "every_beat", "motion_preference": 0.7},
    "low_energy_sections": {"preferred_shot_type": "wide", "cut_frequency": "every_4_beats", "motion_preference": 0.2}},
  "transition_preferences": {"hard_cut": 0.9, "quick_dissolve": 0.07, "whip_pan": 0.03},
  "quality_thresholds": {"min_visual_quality": 0.5, "max_motion_blur": 0.7, "min_exposure": 0.1, "max_exposure": 0.9}
}`;
