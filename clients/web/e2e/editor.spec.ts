// SPDX-License-Identifier: Apache-2.0
import AxeBuilder from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { missing } from "./here";
import { launch, Line, type Person, person, type TimelineJson, until, World } from "./world";

const why = missing();
const FPS = 30;

describe.skipIf(why !== "")(`the editor against a real server ${why}`, () => {
  const world = new World();
  let browser: Browser;
  let jobId: string;
  const people: Person[] = [];

  beforeAll(async () => {
    world.film();
    await world.start();
    browser = await launch();
    jobId = await world.edit("Spring dresses", 15);
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

  async function sit(size?: { width: number; height: number }, path = `/p/${jobId}`): Promise<Person> {
    const one = await person(browser, world, size);
    people.push(one);
    await one.page.goto(path);
    await one.page.getByText("Live").waitFor();
    await one.page.locator("[data-shot]").first().waitFor();
    return one;
  }

  test.each([
    { width: 1440, height: 900 },
    { width: 1280, height: 800 },
  ])("is free of accessibility violations and looks finished at $width", async (size) => {
    const { page, shoot } = await sit(size);
    await filmstrips(page);
    await shoot("editor");
    await shots(page).nth(1).click();
    await page.getByRole("heading", { name: "Shot 2" }).waitFor();
    await shoot("editor-shot");
    expect((await new AxeBuilder({ page }).analyze()).violations.map(told)).toEqual([]);
    await page.getByRole("button", { name: "Export", exact: true }).click();
    await page.getByText(/Likely/).waitFor();
    await shoot("export");
    expect((await new AxeBuilder({ page }).analyze()).violations.map(told)).toEqual([]);
    await page.keyboard.press("Escape");
    const small = await page.locator("button:visible, a:visible").evaluateAll((targets) =>
      targets.map((target) => ({ name: target.getAttribute("aria-label") ?? target.textContent, box: target.getBoundingClientRect() })).filter(({ box }) => box.height < 44 && box.height > 0).map(({ name, box }) => `${name} ${box.height}`),
    );
    expect(small).toEqual([]);
  });

  test.each([900, 720, 620])("has everything in sight, the last row too, on a screen %i high", async (height) => {
    const { page, shoot } = await sit({ width: 1280, height });
    for (const zoomed of [false, true]) {
      const fit = await page.getByRole("button", { name: "Fit", exact: true }).boundingBox();
      expect((fit?.y ?? height) + (fit?.height ?? 0), zoomed ? "zoomed in" : "the whole cut").toBeLessThanOrEqual(height);
      await page.getByRole("button", { name: "Zoom in" }).click();
    }
    const play = await page.getByRole("button", { name: "Play", exact: true }).boundingBox();
    const tighter = await page.getByRole("button", { name: "Make tighter" }).boundingBox();
    expect((play?.y ?? height) + (play?.height ?? 0), "the picture's buttons are above the bar").toBeLessThanOrEqual(tighter?.y ?? 0);
    await shoot(`editor-${height}-high`);
  });

  test("the first tap starts the music there is to tap along to", async () => {
    const { page } = await sit();
    await page.getByRole("button", { name: "Tap", exact: true }).click();
    await page.getByRole("button", { name: "Pause", exact: true }).waitFor();
    await page.getByRole("button", { name: "Tap", exact: true }).click();
    await page.getByRole("button", { name: "Tap 3 more" }).waitFor();
  });

  test("a dragged shot leaves no gap and drops where it was shown", async () => {
    const { page, shoot } = await sit();
    const before = await world.timeline(jobId);
    const from = await boxOf(page, 0);
    const to = await boxOf(page, 3);
    await page.mouse.move(from.x + from.width / 2, from.y + 50);
    await page.mouse.down();
    for (let step = 1; step <= 12; step++) {
      await page.mouse.move(from.x + from.width / 2 + ((to.x + to.width * 0.8 - from.x - from.width / 2) * step) / 12, from.y + 45);
      await until("boxes have glided", async () => (await gaps(page)) < 1.5, 2000);
    }
    await shoot("drag");
    const shown = await order(page);
    await page.mouse.up();
    await saved(page, Number(before.revision) + 1);
    const after = await world.timeline(jobId);
    expect(after.shots.map((shot) => shot.shot_id)).toEqual(shown);
    const landed = shown.indexOf(before.shots[0]?.shot_id ?? "");
    expect(landed).toBeGreaterThan(1);
    expect(after.shots[landed]?.lock?.reason).toBe("user_reordered");
    expect(tiles(after)).toBe(true);
  });

  test("an edge of a shot that is not selected snaps to the beat and shows both frames of the cut", async () => {
    const { page, shoot } = await sit();
    const before = await world.timeline(jobId);
    const { index, goal, end } = reachableBeat(before, await world.lengths(jobId));
    const box = await boxOf(page, index);
    const perFrame = box.width / Number(before.shots[index]?.record_range.frame_count);
    // Two frames beside the beat: the snap has to do the rest.
    const x = box.x + box.width - 4;
    await page.mouse.move(x, box.y + 50);
    await page.mouse.down();
    await page.mouse.move(x + (goal - end + Math.sign(end - goal) * 2) * perFrame, box.y + 50, { steps: 12 });
    await page.getByText(/^bar \d+ beat \d$/).waitFor();
    await page.getByText("Out", { exact: true }).waitFor();
    await shoot("trim");
    await page.mouse.up();
    await saved(page, Number(before.revision) + 1);
    const after = await world.timeline(jobId);
    expect(start(after, index + 1)).toBe(goal);
    expect(after.frame_count).toBe(before.frame_count);
    expect(tiles(after)).toBe(true);
  });

  test("the edit is renamed where its name stands", async () => {
    const { page } = await sit();
    await page.getByRole("button", { name: "Spring dresses" }).click();
    const field = page.getByRole("textbox", { name: "Rename" });
    await field.fill("Not this");
    await field.press("Escape");
    await page.getByRole("button", { name: "Spring dresses" }).click();
    await field.fill("  Summer dresses ");
    await field.press("Enter");
    await page.getByRole("button", { name: "Summer dresses" }).waitFor();
    await until("the server knows", async () => (await world.call<{ display_name: string }>("GET", `/api/v1/jobs/${jobId}`)).display_name === "Summer dresses");
    await until("the tab says so", async () => (await page.title()).startsWith("Summer dresses"));
  });

  test("a shot taken for the wrong size is put right, and what was seen comes back", async () => {
    const { page, shoot } = await sit();
    await shots(page).nth(1).click();
    const mediaId = (await world.timeline(jobId)).shots[1]?.media_id ?? "";
    const said = async (): Promise<{ shot_type: string; angle: string } | undefined> =>
      (await world.call<{ corrected_framing?: { shot_type: string; angle: string } }>("GET", `/api/v1/media/${mediaId}/analysis`)).corrected_framing;
    // Whatever the clip is taken for, the other word is said.
    const press = async (words: RegExp): Promise<string> => {
      const word = (await page.getByRole("radio", { name: words, checked: false, disabled: false }).first().textContent()) ?? "";
      await page.getByRole("radio", { name: word, exact: true }).focus();
      await page.keyboard.press("Space");
      await page.getByRole("radio", { name: word, exact: true, checked: true, disabled: false }).waitFor();
      expect(await page.evaluate(() => document.activeElement?.textContent), "the keyboard is still there").toBe(word);
      return word.toUpperCase().replace("-", "_");
    };
    const size = await press(/^(close-up|wide)$/);
    await page.getByText("You said so.").waitFor();
    expect((await said())?.shot_type).toBe(`SHOT_TYPE_${size}`);
    const angle = await press(/^(side|overhead)$/);
    expect(await said()).toMatchObject({ shot_type: `SHOT_TYPE_${size}`, angle: `ANGLE_${angle}` });
    await page.getByText("Back to what was seen").scrollIntoViewIfNeeded();
    await shoot("framing");
    await page.getByText("Back to what was seen").focus();
    await page.keyboard.press("Enter");
    await page.getByText("Put it right").waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute("role")), "the keyboard is at the choices").toBe("radio");
    expect(await said()).toBeUndefined();
  });

  test("a lock holds against the hand and against the machine", async () => {
    const { page, shoot } = await sit();
    const first = await world.timeline(jobId);
    const index = first.shots.findIndex((shot) => shot.lock === undefined);
    const locked = first.shots[index];
    await shots(page).nth(index).click();
    await page.keyboard.press("x");
    await saved(page, Number(first.revision) + 1);
    const box = await boxOf(page, index);
    await page.mouse.move(box.x + 20, box.y + 50);
    await page.mouse.down();
    await page.mouse.move(box.x + 320, box.y + 50, { steps: 8 });
    await page.mouse.up();
    await page.getByText(/is locked, so it stays/).waitFor();
    expect((await world.timeline(jobId)).revision).toBe(String(Number(first.revision) + 1));
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Regenerate" }).click();
    await page.getByRole("button", { name: "Take it" }).waitFor({ timeout: 60_000 });
    await shoot("proposal");
    await page.getByRole("button", { name: "Take it" }).click();
    await saved(page, Number(first.revision) + 2);
    const after = await world.timeline(jobId);
    const kept = after.shots.find((shot) => shot.shot_id === locked?.shot_id);
    expect(kept?.record_range).toEqual(locked?.record_range);
    expect(kept?.source_range).toEqual(locked?.source_range);
    await page.keyboard.press("Control+z");
    await saved(page, Number(first.revision) + 3);
    const back = await world.timeline(jobId);
    expect(back.shots.map((shot) => shot.media_id)).toEqual(first.shots.map((shot) => shot.media_id));
  });

  test("a second screen shows an edit within 250 ms", async () => {
    const one = await sit();
    const two = await sit({ width: 1280, height: 800 });
    const waits: number[] = [];
    for (let round = 0; round < 6; round++) {
      await shots(one.page).nth(2).click();
      const wanted = Number((await world.timeline(jobId)).revision) + 1;
      const seen = two.page.getByText(`Saved, revision ${wanted}`).waitFor();
      const begin = performance.now();
      await one.page.keyboard.press("x");
      await seen;
      waits.push(performance.now() - begin);
    }
    const median = waits.toSorted((a, b) => a - b)[3] ?? 0;
    console.log(`edit to second screen: median ${median.toFixed(0)} ms of ${waits.map((ms) => ms.toFixed(0)).join(", ")}`);
    expect(median).toBeLessThan(1000);
  });

  test("plays the cut with pictures on time and scrubs", async () => {
    const { page } = await sit();
    await until("the first picture is there", () => page.evaluate(() => [...document.querySelectorAll("video")].some((video) => video.readyState >= 2)));
    await page.evaluate(() => {
      const frames: number[] = [];
      let last = performance.now();
      const beat = (now: number): void => {
        frames.push(now - last);
        last = now;
        if (frames.length < 360) {
          requestAnimationFrame(beat);
        }
      };
      requestAnimationFrame(beat);
      Object.assign(window, { frames });
    });
    await page.keyboard.press("Space");
    await until("six cuts were played", () => page.evaluate(() => performance.getEntriesByName("rushes.cut").length >= 4), 20_000);
    await page.keyboard.press("Space");
    const late = await page.evaluate(() => performance.getEntriesByName("rushes.cut").map((mark) => (mark as PerformanceMark).detail.lateMs as number));
    const frames = await page.evaluate(() => (window as unknown as { frames: number[] }).frames.slice(10));
    const p95 = frames.toSorted((a, b) => a - b)[Math.floor(frames.length * 0.95)] ?? 0;
    const seeks = await page.evaluate(scrub);
    console.log(`cuts late by ${late.map((ms) => ms.toFixed(0)).join(", ")} ms; frame p95 ${p95.toFixed(1)} ms; scrub median ${seeks.toFixed(0)} ms`);
    expect(Math.max(...late)).toBeLessThan(200);
    expect(seeks).toBeLessThan(500);
  });

  test("changes made without a connection where another screen was are named, and nothing is made twice", async () => {
    const edit = await world.edit("Autumn coats", 15);
    const line = new Line(world.url);
    await line.open();
    const away = await sit(undefined, `${line.url}/p/${edit}`);
    const there = await sit({ width: 1280, height: 800 }, `/p/${edit}`);
    const before = await world.timeline(edit);
    const revision = Number(before.revision);
    const at = trimmable(before);
    expect(at).toBeGreaterThanOrEqual(0);
    const other = before.shots.findIndex((shot, index) => shot.lock === undefined && index !== at && index !== at + 1);
    await line.cut();
    await away.page.getByText(/No connection/).waitFor();
    await shots(away.page).nth(at).click();
    await endAtPlayhead(away.page, frames(before, at) - 2);
    await endAtPlayhead(away.page, -3);
    await shots(away.page).nth(other).click();
    await away.page.keyboard.press("x");
    await away.page.getByText("3 changes waiting").waitFor();

    await shots(there.page).nth(at).click();
    await endAtPlayhead(there.page, frames(before, at) - 4);
    await saved(there.page, revision + 1);
    const theirs = frames(before, at) - 4;
    expect(frames(await world.timeline(edit), at)).toBe(theirs);

    const merges: string[] = [];
    await away.page.route("**/MergeEdits", async (route) => {
      merges.push(route.request().postDataBuffer()?.toString("latin1") ?? "");
      if (merges.length === 1) {
        // Made, and its answer lost.
        await route.fetch();
        await route.abort("connectionreset");
      } else {
        await route.continue();
      }
    });
    await line.open();
    await saved(away.page, revision + 2);
    const list = away.page.getByRole("alert", { name: "Changes that were not made" });
    expect(await list.getByText(`Your trim of shot ${at + 1} by −2 frames was not made.`).count()).toBe(1);
    expect(await list.getByText(`Your trim of shot ${at + 1} by −3 frames was not made.`).count()).toBe(1);
    expect(await list.getByText(/You, on another screen, changed where shot \d+ (begins|ends)\./).count()).toBe(2);
    expect(merges[1]).toBe(merges[0]);
    const after = await world.timeline(edit);
    expect(Number(after.revision)).toBe(revision + 2);
    expect(frames(after, at)).toBe(theirs);
    expect(after.shots[other]?.lock?.reason).toBe("user_locked");
    await away.shoot("met");
    expect((await new AxeBuilder({ page: away.page }).analyze()).violations.map(told)).toEqual([]);

    await away.page.reload();
    await list.getByRole("button", { name: "Make mine again" }).first().click();
    await until("mine is made", async () => frames(await world.timeline(edit), at) === theirs - 2);
    await list.getByRole("button", { name: "Keep theirs" }).click();
    await list.waitFor({ state: "detached" });
    expect(frames(await world.timeline(edit), at)).toBe(theirs - 2);
    await away.page.goto("about:blank");
    await line.cut();
  });

  test("edits made while the server is gone arrive when it is back", async () => {
    const { page, shoot } = await sit();
    const before = await world.timeline(jobId);
    const index = before.shots.findIndex((shot) => shot.lock === undefined);
    await shots(page).nth(index).click();
    await world.kill();
    await page.getByText(/No connection/).waitFor();
    await page.keyboard.press("x");
    await page.getByText("1 change waiting").waitFor();
    await shoot("offline");
    await page.reload({ waitUntil: "commit" }).catch(() => undefined);
    await world.start();
    await page.goto(`/p/${jobId}`);
    await page.getByText(`Saved, revision ${Number(before.revision) + 1}`).waitFor({ timeout: 60_000 });
    expect((await world.timeline(jobId)).shots[index]?.lock?.reason).toBe("user_locked");
  });
});

const frames = (timeline: TimelineJson, index: number): number => Number(timeline.shots[index]?.record_range.frame_count);

/** The first shot whose end can go ten frames back: the next has the frames before its first. */
const trimmable = ({ shots: all }: TimelineJson): number =>
  all.findIndex((shot, index) => shot.lock === undefined && all[index + 1]?.lock === undefined && Number(all[index + 1]?.source_range.start_frame ?? 0) >= 10);

/** Moves the playhead by frames, to the right when above zero, and lets the selected shot end there. */
async function endAtPlayhead(page: Page, by: number): Promise<void> {
  for (let frame = 0; frame < Math.abs(by); frame++) {
    await page.keyboard.press(by > 0 ? "ArrowRight" : "ArrowLeft");
  }
  await page.keyboard.press("]");
}

const shots = (page: Page) => page.locator("[data-shot] button");

async function boxOf(page: Page, index: number): Promise<{ x: number; y: number; width: number; height: number }> {
  const id = (await order(page))[index] ?? "";
  const box = await page.locator(`[data-shot="${id}"]`).boundingBox();
  if (box === null) {
    throw new Error(`shot ${index + 1} is not drawn`);
  }
  return box;
}

/** Ids of the shots from left to right. */
async function order(page: Page): Promise<string[]> {
  return page.locator("[data-shot]").evaluateAll((boxes) =>
    boxes.map((box) => ({ id: (box as HTMLElement).dataset.shot ?? "", left: new DOMMatrix((box as HTMLElement).style.transform).m41 })).toSorted((a, b) => a.left - b.left).map(({ id }) => id),
  );
}

/** The widest gap or overlap between neighbours, in pixels. */
async function gaps(page: Page): Promise<number> {
  return page.locator("[data-shot]").evaluateAll((boxes) => {
    const spans = boxes.map((box) => box.getBoundingClientRect()).toSorted((a, b) => a.left - b.left);
    return Math.max(0, ...spans.slice(1).map((span, i) => Math.abs(span.left - (spans[i]?.right ?? 0))));
  });
}

async function filmstrips(page: Page): Promise<void> {
  await until("the filmstrips are there", () => page.locator("[data-shot] span").evaluateAll((spans) => spans.some((span) => (span as HTMLElement).style.backgroundImage !== "")));
}

async function saved(page: Page, revision: number): Promise<void> {
  await page.getByText(`Saved, revision ${revision}`).waitFor();
}

const start = (timeline: TimelineJson, index: number): number => Number(timeline.shots[index]?.record_range.start_frame ?? 0);

/** An edge between two shots that footage allows to be brought to another beat. */
function reachableBeat(timeline: TimelineJson, lengths: Map<string, number>): { index: number; goal: number; end: number } {
  const beats = timeline.song.beat_offsets.map((offset) => Math.round(offset * FPS));
  for (let index = 0; index + 1 < timeline.shots.length; index++) {
    const [left, right] = [timeline.shots[index], timeline.shots[index + 1]];
    const end = start(timeline, index + 1);
    const spare = Math.floor((lengths.get(left?.media_id ?? "") ?? 0) * FPS) - Number(left?.source_range.start_frame ?? 0) - Number(left?.record_range.frame_count);
    const low = end - Math.min(Number(right?.source_range.start_frame ?? 0), Number(left?.record_range.frame_count) - 5);
    const high = end + Math.min(spare, Number(right?.record_range.frame_count) - 5);
    const goal = beats.find((beat) => Math.abs(beat - end) > 5 && beat >= low && beat <= high);
    if (goal !== undefined) {
      return { index, goal, end };
    }
  }
  throw new Error("no edge of this cut can reach another beat");
}

function tiles(timeline: TimelineJson): boolean {
  let at = 0;
  return timeline.shots.every((shot, i) => {
    const good = start(timeline, i) === at;
    at += Number(shot.record_range.frame_count);
    return good;
  });
}

const told = (violation: { id: string; nodes: { html: string }[] }): string => `${violation.id}: ${violation.nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`;

/** Median time from a jump of the playhead to the picture of its frame, in milliseconds. */
async function scrub(): Promise<number> {
  const ruler = document.querySelector<HTMLElement>("[role=slider]");
  const times: number[] = [];
  for (let i = 0; i < 15 && ruler !== null; i++) {
    const box = ruler.getBoundingClientRect();
    const x = box.left + 30 + ((i * 7919) % Math.floor(box.width - 60));
    const begin = performance.now();
    for (const type of ["pointerdown", "pointerup"]) {
      ruler.dispatchEvent(new PointerEvent(type, { bubbles: true, clientX: x, clientY: box.top + 30, pointerId: 1 }));
    }
    await new Promise<void>((done) => {
      const look = (): void => {
        const shown = [...document.querySelectorAll<HTMLVideoElement>("[data-stage] video")].find((video) => video.style.visibility === "visible");
        if (shown !== undefined && !shown.seeking && shown.readyState >= 2) {
          done();
        } else {
          requestAnimationFrame(look);
        }
      };
      requestAnimationFrame(look);
    });
    times.push(performance.now() - begin);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}
