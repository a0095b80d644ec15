// SPDX-License-Identifier: Apache-2.0
import AxeBuilder from "@axe-core/playwright";
import type { Browser, CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { missing } from "./here";
import { launch, person, type TimelineJson, until, World } from "./world";

const why = missing();
const SHOTS = 60;
const ROUNDS = 3;
/** A screen that drops no picture has 16.7; one dropped in twenty makes 33.3. */
const P95_MS = 20;
/** What the page may compute for one picture: 60 % of the time there is. Counted in processor time of this machine at its fastest. */
const COMPUTED_MS = 10;

/*
 * What a page can do depends on what else runs on the machine. So each round measures, too, a page without a product that computes for each
 * picture as much as the editor may and moves as many boxes: the editor may be slower than 20 ms, or compute for longer, only where that
 * page does as well.
 */
describe.skipIf(why !== "")(`an editor with ${SHOTS} shots ${why}`, () => {
  const world = new World();
  let browser: Browser;
  let jobId: string;

  beforeAll(async () => {
    world.film(48);
    await world.start();
    browser = await launch();
    jobId = await world.edit("Sixty shots", 60);
    await fill(world, jobId);
  });

  afterAll(async () => {
    await browser?.close();
    await world.close();
  });

  test("plays and drags a shot across the strip at the pace of the screen", async () => {
    const { page, context, errors, shoot } = await person(browser, world);
    await page.goto(`/p/${jobId}`);
    await until("every shot has its pictures", () =>
      page.locator("[data-shot]").evaluateAll((boxes, wanted) => boxes.length === wanted && boxes.every((box) => box.querySelector("[style*='blob:']") !== null), SHOTS), 60_000);
    await until("the first picture is there", () => page.evaluate(() => [...document.querySelectorAll("video")].some((video) => video.readyState >= 2)));
    await shoot("sixty");
    const meter = await Meter.of(page);
    const rounds: Record<"yardstick" | "playing" | "dragging", Pace[]> = { yardstick: [], playing: [], dragging: [] };
    const isGood = (paces: Pace[]): boolean => Math.min(...paces.map((pace) => pace.p95)) <= P95_MS && Math.min(...paces.map((pace) => pace.computed)) <= COMPUTED_MS;
    // Rounds are repeated only while something disturbs.
    for (let round = 0; round < ROUNDS && !(isGood(rounds.playing) && isGood(rounds.dragging)); round++) {
      rounds.yardstick.push(await yardstick(browser));
      rounds.playing.push(await meter.during(() => play(page)));
      rounds.dragging.push(await meter.during(() => drag(page)));
    }
    await shoot("sixty-after");
    Object.entries(rounds).forEach(([what, paces]) => console.log(`${what}: ${paces.map(said).join("; ")}`));
    expect(errors).toEqual([]);
    const middle = (of: (pace: Pace) => number): number => rounds.yardstick.map(of).toSorted((a, b) => a - b)[rounds.yardstick.length >> 1] ?? 0;
    const allowed = Math.max(P95_MS, middle((pace) => pace.p95));
    const computable = Math.max(COMPUTED_MS, middle((pace) => pace.computed));
    for (const paces of [rounds.playing, rounds.dragging]) {
      // What else runs here disturbs a round; what is slow in the page is slow in each.
      expect(Math.min(...paces.map((pace) => pace.p95))).toBeLessThanOrEqual(allowed);
      expect(Math.min(...paces.map((pace) => pace.computed))).toBeLessThanOrEqual(computable);
    }
    await context.close();
  });

  test("a finger scrolls, zooms, selects, moves, trims and undoes", async () => {
    const { page, fingers, close, shoot } = await touching();
    const before = await world.timeline(jobId);
    const strip = await centre(page, "[data-scroll]");

    await fingers.down([strip.x - 50, strip.y], [strip.x + 50, strip.y]);
    await fingers.glide([strip.x - 50, strip.y, strip.x - 250, strip.y], [strip.x + 50, strip.y, strip.x + 250, strip.y]);
    await fingers.up();
    const zoomed = await view(page);
    expect(zoomed.width / zoomed.window).toBeGreaterThan(4);
    // The frame between the fingers stays between them.
    expect((zoomed.left + strip.x) / zoomed.width).toBeCloseTo(0.5, 1);

    await fingers.down([strip.x + 200, strip.y]);
    await fingers.glide([strip.x + 200, strip.y, strip.x - 200, strip.y]);
    await fingers.up();
    await until("a swipe has scrolled", async () => (await view(page)).left > zoomed.left + 200);
    expect(await selected(page)).toEqual([]);

    await still(page);
    const index = trimmable(before, (await shotAt(page, strip.x)) ?? 0);
    await fingers.down(await middle(page, index));
    await fingers.up();
    await page.getByRole("heading", { name: `Shot ${index + 1}` }).waitFor();
    const small = await page.locator("[data-handle]").evaluateAll((handles) => handles.map((handle) => handle.getBoundingClientRect()).filter((box) => box.width < 44 || box.height < 44).length);
    expect(small).toBe(0);

    await fingers.down(await middle(page, index));
    await page.locator("[data-lifted]").waitFor();
    await shoot("touch-lifted");
    const from = await middle(page, index);
    const goal = await middle(page, index + 2);
    await fingers.glide([...from, goal[0] + 20, goal[1]]);
    await shoot("touch-drag");
    await fingers.up();
    await page.getByText(`Saved, revision ${Number(before.revision) + 1}`).waitFor();
    const moved = await world.timeline(jobId);
    const landed = ids(moved).indexOf(before.shots[index]?.shot_id ?? "");
    expect(landed).toBeGreaterThan(index + 1);
    expect(moved.shots[landed]?.lock?.reason).toBe("user_reordered");

    await fingers.down([strip.x - 60, strip.y], [strip.x + 60, strip.y + 10]);
    await fingers.up();
    await page.getByText(`Saved, revision ${Number(before.revision) + 2}`).waitFor();
    expect(ids(await world.timeline(jobId))).toEqual(ids(before));

    await fingers.down(await middle(page, index));
    await fingers.up();
    await page.getByRole("heading", { name: `Shot ${index + 1}` }).waitFor();
    const edge = await centre(page, "[data-handle=end]");
    await fingers.down([edge.x, edge.y]);
    await fingers.glide([edge.x, edge.y, edge.x - 30, edge.y]);
    await page.getByText("Out", { exact: true }).waitFor();
    await fingers.up();
    await page.getByText(`Saved, revision ${Number(before.revision) + 3}`).waitFor();
    const trimmed = await world.timeline(jobId);
    expect(Number(trimmed.shots[index]?.record_range.frame_count)).toBeLessThan(Number(before.shots[index]?.record_range.frame_count));
    await fingers.down([strip.x - 60, strip.y], [strip.x + 60, strip.y]);
    await fingers.up();
    await page.getByText(`Saved, revision ${Number(before.revision) + 4}`).waitFor();
    await close();
  });

  test("a finger that rests on a shot gets its menu, and a mouse and keys get the same", async () => {
    const { page, fingers, close, shoot } = await touching();
    const before = await world.timeline(jobId);
    await fingers.down(await middle(page, 4));
    await page.locator("[data-lifted]").waitFor();
    await fingers.up();
    await page.getByRole("menu").waitFor();
    await page.getByRole("menuitem", { name: "Play from here" }).waitFor();
    await shoot("touch-menu");
    const items = await page.getByRole("menuitem").evaluateAll((all) => all.map((item) => item.getBoundingClientRect().height));
    expect(Math.min(...items)).toBeGreaterThanOrEqual(44);
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`)).toEqual([]);
    await page.getByRole("menuitem", { name: "Move later" }).tap();
    await page.getByText(`Saved, revision ${Number(before.revision) + 1}`).waitFor();
    expect((await world.timeline(jobId)).shots[5]?.shot_id).toBe(before.shots[4]?.shot_id);

    await page.getByRole("button", { name: "Undo" }).tap();
    await page.getByText(`Saved, revision ${Number(before.revision) + 2}`).waitFor();
    await page.locator("[data-shot] button").nth(4).click({ button: "right" });
    await page.getByRole("menu").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("menu").waitFor({ state: "detached" });
    expect((await selected(page)).length).toBe(1);
    await page.keyboard.press("Shift+F10");
    await page.getByRole("menu").waitFor();
    for (const item of ["Play from here", "Lock"]) {
      await page.keyboard.press("ArrowDown");
      await page.locator("[role=menuitem]:focus", { hasText: item }).waitFor();
    }
    await page.keyboard.press("Enter");
    await page.getByText(`Saved, revision ${Number(before.revision) + 3}`).waitFor();
    expect((await world.timeline(jobId)).shots[4]?.lock?.reason).toBe("user_locked");
    await page.keyboard.press("Control+z");
    await page.getByText(`Saved, revision ${Number(before.revision) + 4}`).waitFor();

    const fit = await view(page);
    await page.getByRole("button", { name: "Zoom in" }).tap();
    await until("the button zooms", async () => (await view(page)).width > fit.width * 1.3);
    await page.keyboard.press("z");
    await until("Z shows all", async () => (await view(page)).width === fit.width);
    await close();
  });

  test("what stands out is marked, said in words and gone through with a key", async () => {
    const { page, context, errors, shoot } = await person(browser, world);
    await page.goto(`/p/${jobId}`);
    await page.locator("[data-shot] [style*='blob:']").first().waitFor();
    const list = page.getByRole("button", { name: /^Shots? \d+(:| to| begins| stands)/ });
    await page.getByRole("heading", { name: "Worth a look" }).waitFor();
    const off = (await world.timeline(jobId)).transitions.filter((transition) => transition.at_beat !== true).length;
    await page.getByRole("button", { name: /^Show all/ }).click();
    expect(await list.filter({ hasText: /begins/ }).count()).toBe(off);
    await shoot("marks");
    const said = await list.allTextContents();
    await page.keyboard.press("a");
    await page.getByRole("heading", { name: /^Shot \d+$/ }).waitFor();
    const inspector = page.getByRole("region", { name: "Inspector" });
    expect(said).toContain(await inspector.getByRole("listitem").first().textContent());
    await shoot("marks-shot");
    const at = await selected(page);
    await page.keyboard.press("a");
    await until("the next mark is another shot", async () => (await selected(page))[0] !== at[0]);
    await page.keyboard.press("Shift+A");
    await until("and back", async () => (await selected(page))[0] === at[0]);
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`)).toEqual([]);
    await context.close();
    expect(errors).toEqual([]);
  });

  /** Somebody at a tablet. */
  async function touching(): Promise<{ page: Page; fingers: Fingers; shoot: (name: string) => Promise<void>; close: () => Promise<void> }> {
    const { page, context, errors, shoot } = await person(browser, world, { width: 1280, height: 800 }, world.token, true);
    await page.goto(`/p/${jobId}`);
    await page.locator("[data-shot] [style*='blob:']").first().waitFor();
    const close = async (): Promise<void> => {
      await context.close();
      expect(errors).toEqual([]);
    };
    return { page, fingers: new Fingers(await context.newCDPSession(page)), shoot, close };
  }
});

/** Fingers on the glass, by the touches that Chromium gets from a screen. */
class Fingers {
  private at: [number, number][] = [];

  constructor(private readonly wire: CDPSession) {}

  async down(...points: [number, number][]): Promise<void> {
    this.at = points;
    await this.send("touchStart");
  }

  /** Each finger from x, y to x, y in twelve steps, a picture each. */
  async glide(...ways: number[][]): Promise<void> {
    for (let step = 1; step <= 12; step++) {
      this.at = ways.map(([fromX = 0, fromY = 0, toX = 0, toY = 0]) => [fromX + ((toX - fromX) * step) / 12, fromY + ((toY - fromY) * step) / 12]);
      await this.send("touchMove");
    }
  }

  async up(): Promise<void> {
    this.at = [];
    await this.send("touchEnd");
  }

  private async send(type: "touchStart" | "touchMove" | "touchEnd"): Promise<void> {
    await this.wire.send("Input.dispatchTouchEvent", { type, touchPoints: this.at.map(([x, y], id) => ({ x, y, id })) });
  }
}

const ids = (timeline: TimelineJson): string[] => timeline.shots.map((shot) => shot.shot_id);

async function centre(page: Page, what: string): Promise<{ x: number; y: number }> {
  const box = await page.locator(what).boundingBox();
  if (box === null) {
    throw new Error(`${what} is not drawn`);
  }
  return { x: box.x + box.width / 2, y: box.y + box.height * 0.75 };
}

async function middle(page: Page, index: number): Promise<[number, number]> {
  const box = await page.locator("[data-shot]").nth(index).boundingBox();
  if (box === null) {
    throw new Error(`shot ${index + 1} is not drawn`);
  }
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/** Which shot is drawn at a place of the window. */
async function shotAt(page: Page, x: number): Promise<number | null> {
  const boxes = await page.locator("[data-shot]").evaluateAll((all) => all.map((box) => box.getBoundingClientRect()).map(({ left, right }) => ({ left, right })));
  const found = boxes.findIndex((box) => box.left <= x && x < box.right);
  return found < 0 ? null : found;
}

/** A shot near a place whose end can move to the left: the clip behind it has frames before those that are shown. Which have is up to the footage. */
function trimmable(cut: TimelineJson, near: number): number {
  const found = [near, near - 1, near + 1, near - 2, near - 3].find((index) => Number(cut.shots[index + 1]?.source_range.start_frame ?? 0) - Number(cut.transitions[index]?.in_handle_frame_count ?? 0) > 2);
  if (found === undefined) {
    throw new Error(`no clip around shot ${near + 1} has frames before those that are shown`);
  }
  return found;
}

async function view(page: Page): Promise<{ left: number; width: number; window: number }> {
  return page.locator("[data-scroll]").evaluate((box) => ({ left: box.scrollLeft, width: box.scrollWidth, window: box.clientWidth }));
}

/** Waits until a swipe has run out. */
async function still(page: Page): Promise<void> {
  let before = -1;
  await until("the strip stands still", async () => {
    const now = (await view(page)).left;
    const same = now === before;
    before = now;
    return same;
  }, 5000, 200);
}

async function selected(page: Page): Promise<string[]> {
  return page.locator("[data-shot] [aria-pressed=true]").evaluateAll((all) => all.map((button) => button.getAttribute("aria-label") ?? ""));
}

/** Inserts pieces behind the last shot until the cut has as many shots as are wanted. */
async function fill(world: World, jobId: string): Promise<void> {
  const lengths = await world.lengths(jobId);
  const usable = [...lengths].filter(([, seconds]) => seconds > 1).map(([mediaId]) => mediaId);
  for (let cut = await world.timeline(jobId); cut.shots.length < SHOTS; cut = await world.timeline(jobId)) {
    const edits = Array.from({ length: Math.min(20, SHOTS - cut.shots.length) }, (_, i) => ({
      insert: { piece: { media_id: usable[(cut.shots.length + i) % usable.length], source_start_frame: 3, frame_count: 15 }, place: { after: { clip_index: cut.shots.length - 1 } } },
    }));
    await world.call("POST", `/api/v1/jobs/${jobId}/timeline:applyEdits`, { revision: cut.revision, edits });
  }
  expect((await world.timeline(jobId)).shots.length).toBe(SHOTS);
}

/** How evenly pictures came, in milliseconds from one to the next, and what the page computed for each. */
interface Pace {
  pictures: number;
  p50: number;
  p95: number;
  computed: number;
}

const said = (pace: Pace): string =>
  `p50 ${pace.p50.toFixed(1)} p95 ${pace.p95.toFixed(1)} ms over ${pace.pictures} pictures, ${pace.computed.toFixed(2)} ms computed for each`;

/** Measures a page between two pictures of the screen. */
class Meter {
  private constructor(
    private readonly page: Page,
    private readonly wire: CDPSession,
  ) {}

  static async of(page: Page): Promise<Meter> {
    const wire = await page.context().newCDPSession(page);
    await wire.send("Performance.enable", { timeDomain: "threadTicks" });
    return new Meter(page, wire);
  }

  async during(work: () => Promise<void>): Promise<Pace> {
    await this.page.evaluate(() => {
      const times: number[] = [];
      const look = (now: number): void => {
        times.push(now);
        Object.assign(window, { paceBeat: requestAnimationFrame(look) });
      };
      Object.assign(window, { paceTimes: times, paceBeat: requestAnimationFrame(look) });
    });
    const before = await this.computed();
    await work();
    const after = await this.computed();
    const times = await this.page.evaluate(() => {
      const held = window as unknown as { paceTimes: number[]; paceBeat: number };
      cancelAnimationFrame(held.paceBeat);
      return held.paceTimes;
    });
    const frames = times.slice(1).map((time, i) => time - (times[i] ?? 0)).toSorted((a, b) => a - b);
    const at = (share: number): number => frames[Math.floor(frames.length * share)] ?? Number.NaN;
    return { pictures: frames.length, p50: at(0.5), p95: at(0.95), computed: ((after - before) * 1000) / frames.length };
  }

  /** Processor time of the page's thread so far, in seconds. */
  private async computed(): Promise<number> {
    const { metrics } = await this.wire.send("Performance.getMetrics");
    return metrics.find((metric) => metric.name === "TaskDuration")?.value ?? Number.NaN;
  }
}

/** What this machine can do at this moment: as many boxes as there are shots move, and each picture costs what the editor may compute. */
async function yardstick(browser: Browser): Promise<Pace> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.setContent("<body style='margin:0;background:#111'></body>");
  const meter = await Meter.of(page);
  const pace = await meter.during(() =>
    page.evaluate(
      ({ many, ms }) =>
        new Promise<void>((done) => {
          const boxes = Array.from({ length: many }, (_, i) => {
            const box = document.createElement("div");
            box.style.cssText = `position:absolute;top:700px;left:0;width:22px;height:96px;will-change:transform;background:linear-gradient(hsl(${i * 6} 80% 50%),#000)`;
            return document.body.appendChild(box);
          });
          const compute = (times: number): number => {
            let sum = 0;
            for (let i = 0; i < times; i++) {
              sum += Math.sqrt(i);
            }
            return sum;
          };
          // The fastest of some tries is what it costs when nothing else runs.
          const tries = Array.from({ length: 15 }, () => {
            const from = performance.now();
            compute(2e6);
            return performance.now() - from;
          });
          const times = (2e6 * ms) / Math.min(...tries.slice(3));
          let left = 180;
          const step = (): void => {
            compute(times);
            boxes.forEach((box, i) => box.style.setProperty("transform", `translateX(${i * 23 + (left % 20)}px)`));
            left--;
            if (left > 0) {
              requestAnimationFrame(step);
            } else {
              done();
            }
          };
          requestAnimationFrame(step);
        }),
      { many: SHOTS, ms: COMPUTED_MS },
    ),
  );
  await page.close();
  return pace;
}

/** Plays five cuts from the start. */
async function play(page: Page): Promise<void> {
  await page.evaluate(() => performance.clearMarks("rushes.cut"));
  await page.keyboard.press("Home");
  await page.keyboard.press("Space");
  await until("five cuts were played", () => page.evaluate(() => performance.getEntriesByName("rushes.cut").length >= 5), 30_000, 500);
  await page.keyboard.press("Space");
}

/** Takes the second shot over all others to the end of the strip and back, a step for each picture, and leaves it where it was. */
async function drag(page: Page): Promise<void> {
  const box = await page.locator("[data-shot]").nth(1).boundingBox();
  if (box === null) {
    throw new Error("the second shot is not drawn");
  }
  const from = box.x + box.width / 2;
  const way = 1400 - from;
  await page.mouse.move(from, box.y + 40);
  await page.mouse.down();
  for (let step = 0; step <= 180; step++) {
    await page.mouse.move(from + way * Math.sin((Math.PI * step) / 180), box.y + 40);
  }
  await page.keyboard.press("Escape");
  await page.mouse.up();
}
