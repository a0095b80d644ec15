// SPDX-License-Identifier: Apache-2.0
import AxeBuilder from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { missing } from "./here";
import { launch, type Person, person, type TimelineJson, until, World } from "./world";

const why = missing();
const FPS = 30;
const PAD = 16;

interface CommentJson {
  comment_id: string;
  text: string;
  author: string;
  anchor: { media_id: string; source_range: { start_frame?: string } };
  places?: { shot_id: string; record_range: { start_frame?: string } }[];
}

describe.skipIf(why !== "")(`comments on two screens ${why}`, () => {
  const world = new World();
  let browser: Browser;
  let jobId: string;
  let guestToken: string;
  const people: Person[] = [];

  beforeAll(async () => {
    world.film();
    await world.start();
    browser = await launch();
    jobId = await world.edit("Spring dresses", 15);
    guestToken = (await world.call<{ text: string }>("POST", `/api/v1/jobs/${jobId}/guest-links`, {})).text;
  });

  afterEach(async () => {
    const seen = people.splice(0);
    const errors = seen.flatMap((one) => one.errors);
    await Promise.all(seen.map((one) => one.context.close()));
    for (const comment of await comments()) {
      await world.call("DELETE", `/api/v1/comments/${comment.comment_id}`).catch(() => undefined);
    }
    expect(errors).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    await world.close();
  });

  async function sit(size?: { width: number; height: number }, token?: string): Promise<Person> {
    const one = await person(browser, world, size, token);
    people.push(one);
    await one.page.goto(`/p/${jobId}`);
    await one.page.getByText("Live").waitFor();
    await one.page.locator("[data-shot]").first().waitFor();
    return one;
  }

  const comments = async (): Promise<CommentJson[]> => (await world.call<{ comments?: CommentJson[] }>("GET", `/api/v1/jobs/${jobId}/comments`)).comments ?? [];

  /** Says something of the middle of a shot, as a script would. */
  async function say(timeline: TimelineJson, shot: number, text: string): Promise<CommentJson> {
    const found = timeline.shots[shot];
    const start = Number(found?.source_range.start_frame ?? 0) + Math.floor(Number(found?.record_range.frame_count) / 2);
    return world.call("POST", "/api/v1/comments", { job_id: jobId, anchor: { media_id: found?.media_id, source_range: { start_frame: start } }, text });
  }

  test("what is written on one screen is pinned on the other within a second, at the frame that stopped", async () => {
    const one = await sit();
    const two = await sit({ width: 1280, height: 800 }, guestToken);
    await one.page.keyboard.press("Space");
    await until("it plays", () => at(one.page).then((seconds) => seconds > 1));
    await one.page.keyboard.press("m");
    await one.page.keyboard.type("L");
    await one.page.getByRole("button", { name: "Play", exact: true }).waitFor();
    const stopped = await at(one.page);
    await one.page.keyboard.type("ovely light");
    await one.shoot("comment-writing");
    expect(await at(one.page)).toBe(stopped);
    const pinned = two.page.locator("[data-pin]").waitFor().then(() => performance.now());
    const begin = performance.now();
    await one.page.keyboard.press("Enter");
    const wait = (await pinned) - begin;
    console.log(`comment to second screen: ${wait.toFixed(0)} ms`);
    expect(wait).toBeLessThan(1000);
    await one.page.getByRole("button", { name: "Pause", exact: true }).waitFor();
    await one.page.keyboard.press("Escape");
    const [said] = await comments();
    const frame = Number(said?.places?.[0]?.record_range.start_frame);
    expect(Math.abs(frame / FPS - stopped)).toBeLessThan(0.11);
    await pinStands(two.page, said, await world.timeline(jobId));
    await two.page.locator("[data-pin]").click();
    await two.page.getByText("Lovely light").waitFor();
    expect(Math.abs((await at(two.page)) - frame / FPS)).toBeLessThan(0.11);
  });

  test("a pin goes where its shot goes, and comes back with it", async () => {
    const one = await sit();
    const two = await sit({ width: 1280, height: 800 });
    const before = await world.timeline(jobId);
    const said = await say(before, 1, "Keep this");
    const shotId = before.shots[1]?.shot_id ?? "";
    await pinStands(two.page, (await comments())[0], before);

    await one.page.locator(`[data-shot="${shotId}"] button`).click();
    await one.page.keyboard.press("Alt+ArrowRight");
    const moved = await changed(one.page, before);
    expect(moved.shots[2]?.shot_id).toBe(shotId);
    await pinStands(two.page, (await comments())[0], moved);

    // Its start moves: the frame that is talked about stays where it is.
    await one.page.locator(`[data-shot="${moved.shots[2]?.shot_id}"] button`).click();
    await dragStart(one.page, shotId, 9);
    const trimmed = await changed(one.page, moved);
    expect(trimmed.shots[2]?.source_range).not.toEqual(moved.shots[2]?.source_range);
    await pinStands(two.page, (await comments())[0], trimmed);

    await one.page.keyboard.press("Delete");
    const without = await changed(one.page, trimmed);
    await two.page.locator("[data-pin]").waitFor({ state: "detached" });
    expect((await comments())[0]?.places ?? []).toEqual([]);
    await two.page.getByRole("radio", { name: "Comments (1)" }).click();
    await two.page.getByRole("heading", { name: "Not in this cut" }).waitFor();
    await two.shoot("comment-absent");
    await one.page.keyboard.press("Control+z");
    await pinStands(two.page, said, await changed(one.page, without));
  });

  test("a guest replies, the owner resolves, and the export says what is open", async () => {
    const owner = await sit();
    const guest = await sit({ width: 1280, height: 800 }, guestToken);
    const cut = await world.timeline(jobId);
    await say(cut, 0, "The first second is too dark.");
    await say(cut, 3, "Logo here?");
    await guest.page.locator("[data-pin]").first().click();
    const card = guest.page.locator("[data-comment]", { hasText: "too dark" });
    await card.getByRole("button", { name: "Reply" }).click();
    await guest.page.keyboard.type("I like it dark.");
    await guest.page.keyboard.press("Enter");
    await owner.page.getByRole("radio", { name: "Comments (2)" }).click();
    await owner.page.getByText("I like it dark.").waitFor();
    expect((await comments()).find((one) => one.text === "I like it dark.")?.author).toBe("guest of user");
    expect(await guest.page.getByRole("button", { name: /Delete the comment by user/ }).count(), "what others said is not a guest's to delete").toBe(0);

    await owner.page.locator("[data-comment]", { hasText: "too dark" }).first().getByRole("button", { name: "Resolve" }).click();
    await until("one pin is left", async () => (await guest.page.locator("[data-pin]").count()) === 1);
    await owner.page.getByRole("button", { name: "Export", exact: true }).click();
    await owner.page.getByText("1 open comment").waitFor();
    expect(await owner.page.getByRole("button", { name: "Start the export" }).isEnabled(), "it does not keep anybody from exporting").toBe(true);
    await owner.shoot("comment-export");
    await owner.page.getByRole("button", { name: "Show" }).click();
    await owner.page.getByText("Logo here?").waitFor();
    await owner.page.getByRole("radio", { name: "All", exact: true }).click();
    await owner.page.getByText("Resolved by user").waitFor();
    await owner.page.getByRole("button", { name: "Reopen" }).click();
    await until("both pins are back", async () => (await guest.page.locator("[data-pin]").count()) === 2);
    const gone = owner.page.locator("[data-comment]", { hasText: "too dark" }).first();
    await gone.getByRole("button", { name: /Delete the comment by user/ }).click();
    await gone.getByRole("button", { name: "Delete it with 1 reply?" }).click();
    await until("it is gone everywhere", async () => (await guest.page.locator("[data-pin]").count()) === 1);
  });

  test("a guest sees the picture and what is said, and nothing to refuse, also on a phone", async () => {
    const { page, shoot } = await sit({ width: 390, height: 844 }, guestToken);
    for (const name of ["Export", "Undo", "Make tighter", "Rename"]) {
      expect(await page.getByRole("button", { name, exact: true }).count(), name).toBe(0);
    }
    const picture = await page.locator("[data-stage]").boundingBox();
    expect(picture?.width).toBeGreaterThan(200);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), "nothing lies beside the screen").toBe(390);
    await page.locator("[data-shot]").nth(2).click();
    await page.getByText(/^3 \/ /).waitFor();
    await page.locator("[data-shot] button").nth(1).focus();
    await page.keyboard.press("Enter");
    await page.getByText(/^2 \/ /).waitFor();
    const shots = await page.locator("[data-shot]").count();
    await page.keyboard.press("Delete");
    expect(await page.locator("[data-shot]").count()).toBe(shots);
    await page.keyboard.press("m");
    await page.keyboard.type("Lovely coat");
    await shoot("guest-phone");
    await page.keyboard.press("Enter");
    await page.locator("[data-pin]").waitFor();
    expect((await comments())[0]?.text).toBe("Lovely coat");
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    for (const [width, height] of [[844, 340], [375, 553]] as const) {
      await page.setViewportSize({ width, height });
      await shoot(`guest-phone-${width}`);
      expect((await page.locator("[data-stage]").boundingBox())?.height, `${width} by ${height}`).toBeGreaterThan(200);
    }
    await page.setViewportSize({ width: 1366, height: 650 });
    await shoot("guest-laptop");
    expect((await page.locator("[data-stage]").boundingBox())?.height).toBeGreaterThan(200);
  });

  test("who is signed in and opens a guest link is told as whom they look, and may be the guest in this tab alone", async () => {
    const owner = await person(browser, world);
    people.push(owner);
    const { page } = owner;
    await page.goto(`/p/${jobId}#token=${guestToken}`);
    await page.getByText("you see this page as user").waitFor();
    expect(page.url()).not.toContain(guestToken);
    await owner.shoot("guest-link");
    await page.getByRole("button", { name: "Open as guest" }).click();
    await page.getByText("In this tab you are guest of user.").waitFor();
    await page.locator("[data-shot]").first().waitFor();
    const other = await owner.context.newPage();
    await other.goto(`/p/${jobId}`);
    await other.locator("[data-shot]").first().waitFor();
    expect(await other.getByText("In this tab you are").count()).toBe(0);
    await page.reload();
    await page.getByRole("button", { name: "Be yourself again" }).click();
    await page.locator("[data-shot]").first().waitFor();
    expect(await page.getByText("In this tab you are").count()).toBe(0);
    await page.goto(`/p/${jobId}#token=rsh_no.such`);
    await page.getByRole("button", { name: "Open as guest" }).click();
    await page.getByText("The link does not open").waitFor();
    await page.getByRole("button", { name: "Stay user" }).click();
    expect(await page.getByText("The link does not open").count()).toBe(0);
    await page.locator("[data-shot]").first().waitFor();
  });

  test.each([
    { width: 1440, height: 900 },
    { width: 1280, height: 800 },
  ])("is free of accessibility violations and looks finished at $width", async (size) => {
    const cut = await world.timeline(jobId);
    const first = await say(cut, 0, "The first second is too dark. Can it begin with the red coat instead?");
    await world.call("POST", "/api/v1/comments", { job_id: jobId, parent_comment_id: first.comment_id, text: "Yes, I have a better take of it." });
    await say(cut, 2, "Logo here?");
    await say(cut, 5, "Love this one");
    const { page, shoot } = await sit(size);
    await page.locator("[data-pin]").nth(1).click();
    await page.getByText("Logo here?").waitFor();
    await until("the filmstrips are there", () => page.locator("[data-shot] span").evaluateAll((spans) => spans.some((span) => (span as HTMLElement).style.backgroundImage !== "")));
    await shoot("comments");
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`)).toEqual([]);
    const small = await page.locator("button:visible").evaluateAll((targets) =>
      targets.map((target) => ({ name: target.getAttribute("aria-label") ?? target.textContent, box: target.getBoundingClientRect() })).filter(({ box }) => box.height < 44 && box.height > 0).map(({ name, box }) => `${name} ${box.height}`),
    );
    expect(small).toEqual([]);
    const boxes = await page.locator("[data-pin]").evaluateAll((pins) => pins.map((pin) => pin.getBoundingClientRect()).map(({ left, width }) => ({ left, width })));
    boxes.forEach(({ left, width }, i) => {
      expect(width).toBeGreaterThanOrEqual(44);
      expect(left, "pins do not touch").toBeGreaterThanOrEqual((boxes[i - 1]?.left ?? -99) + 43.9);
    });
  });

  /** Waits until the cut has changed and the page says so; a step may be several revisions. */
  async function changed(page: Page, before: TimelineJson): Promise<TimelineJson> {
    await until("the cut has changed", async () => Number((await world.timeline(jobId)).revision) > Number(before.revision));
    const after = await world.timeline(jobId);
    await page.getByText(`Saved, revision ${after.revision}`).waitFor();
    return after;
  }
});

/** Seconds the playhead stands at, to a tenth. */
async function at(page: Page): Promise<number> {
  const text = (await page.locator("[data-time] span").first().textContent()) ?? "";
  const [minutes, seconds] = text.split(":").map(Number);
  return (minutes ?? 0) * 60 + (seconds ?? 0);
}

/** Waits until the pin of a comment is drawn over the frame of its clip, as the timeline has it. */
async function pinStands(page: Page, said: CommentJson | undefined, timeline: TimelineJson): Promise<void> {
  const source = Number(said?.anchor.source_range.start_frame);
  const shot = timeline.shots.find((one) => {
    const from = Number(one.source_range.start_frame ?? 0);
    return one.media_id === said?.anchor.media_id && source >= from && source < from + Number(one.record_range.frame_count);
  });
  const frame = Number(shot?.record_range.start_frame ?? 0) + source - Number(shot?.source_range.start_frame ?? 0);
  await until(`the pin stands at frame ${frame}`, async () => {
    const left = await page.locator(`[data-pin="${said?.comment_id}"]`).evaluateAll((pins) => pins.map((pin) => Number.parseFloat((pin.parentElement as HTMLElement).style.left)));
    const box = await page.locator(`[data-shot="${shot?.shot_id}"]`).evaluateAll((boxes) => boxes.map((one) => ({ left: new DOMMatrix((one as HTMLElement).style.transform).m41, width: Number.parseFloat((one as HTMLElement).style.width) })));
    const perFrame = (box[0]?.width ?? 0) / Number(shot?.record_range.frame_count);
    return left.length === 1 && Math.abs((left[0] ?? -99) - (PAD + frame * perFrame)) < 1;
  });
}

/** Drags the start of a selected shot by some pixels to the right, past any snap. */
async function dragStart(page: Page, shotId: string, pixels: number): Promise<void> {
  const box = await page.locator(`[data-shot="${shotId}"]`).boundingBox();
  if (box === null) {
    throw new Error(`shot ${shotId} is not drawn`);
  }
  await page.keyboard.down("Alt");
  await page.mouse.move(box.x + 3, box.y + 50);
  await page.mouse.down();
  await page.mouse.move(box.x + 3 + pixels, box.y + 50, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up("Alt");
}
