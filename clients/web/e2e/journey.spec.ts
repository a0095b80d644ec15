// SPDX-License-Identifier: Apache-2.0
import AxeBuilder from "@axe-core/playwright";
import { randomBytes } from "node:crypto";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { missing } from "./here";
import { launch, type Person, person, until, World } from "./world";

const why = missing();

describe.skipIf(why !== "")(`a newcomer with the demo's footage ${why}`, () => {
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

  async function sit(size: { width: number; height: number }, token: string | null = world.token): Promise<Person> {
    const one = await person(browser, world, size, token);
    people.push(one);
    return one;
  }

  test("goes from the start page to an exported, adjusted video in less than three minutes at the mouse", async () => {
    const { page, shoot } = await sit({ width: 1440, height: 900 }, null);
    const begin = performance.now();
    let waited = 0;
    const machine = async (work: Promise<unknown>): Promise<void> => {
      const from = performance.now();
      await work;
      waited += performance.now() - from;
    };

    await page.goto("/");
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await shoot("journey-1-sign-in");
    await accessible(page);
    const pairing = await world.call<{ code: string }>("POST", "/api/v1/account/pairings", {});
    await page.getByLabel("Pairing code").fill(pairing.code.toLowerCase());
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("No edits yet").waitFor();
    await shoot("journey-2-home");

    await page.getByRole("link", { name: "New edit" }).click();
    await page.getByText("Choose files").waitFor();
    await shoot("journey-3-new");
    await page.locator("input[type=file]:not([webkitdirectory])").first().setInputFiles([...world.clips, world.song]);
    await page.getByText("15 s", { exact: true }).click();
    await machine(page.getByText("All files are on the server").waitFor({ timeout: 120_000 }));
    await shoot("journey-4-footage");
    await accessible(page);
    await page.getByRole("button", { name: "Make the edit" }).click();

    // On a quick machine the cut is there before anybody could look at its making.
    await page.waitForURL(/\/p\/./);
    await shoot("journey-5-processing");
    await machine(page.getByText("Live", { exact: true }).waitFor({ timeout: 240_000 }));
    await page.locator("[data-shot]").first().waitFor();
    await machine(until("the first picture is there", () => page.evaluate(() => [...document.querySelectorAll("video")].some((video) => video.readyState >= 2)), 60_000));
    // Judged while the page before was shown: what cannot be used is not offered.
    await until("rejected clips are not offered", async () => (await page.getByText("spoilt_dark.mp4").count()) === 0);
    await shoot("journey-6-editor");

    await page.keyboard.press("Space");
    await until("it plays", () => page.evaluate(() => performance.getEntriesByName("rushes.cut").length > 0), 20_000);
    await page.keyboard.press("Space");
    await page.locator("[data-shot] button").nth(1).click();
    await page.keyboard.press("Alt+ArrowRight");
    await page.getByText("Saved, revision 2").waitFor();
    await page.getByRole("button", { name: "Lock", exact: true }).or(page.getByRole("button", { name: "Unlock", exact: true })).first().waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Make tighter" }).click();
    await machine(page.getByRole("button", { name: "Take it" }).waitFor({ timeout: 60_000 }));
    await shoot("journey-7-proposal");
    await page.getByRole("button", { name: "Take it" }).click();
    await page.getByText("Saved, revision 3").waitFor();

    await page.getByRole("button", { name: "Export", exact: true }).click();
    await page.getByRole("button", { name: "Start the export" }).click();
    await machine(page.getByText("Your video is ready").waitFor({ timeout: 180_000 }));
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download" }).click();
    expect(statSync(await (await download).path()).size).toBeGreaterThan(100_000);
    await page.getByRole("button", { name: "Yes", exact: true }).click();
    await page.getByRole("button", { name: "5 of 5" }).click();
    await page.getByText("Thank you").waitFor();
    await shoot("journey-8-exported");

    const all = performance.now() - begin;
    console.log(`the whole way: ${(all / 1000).toFixed(0)} s, of which ${((all - waited) / 1000).toFixed(0)} s at the mouse`);
    expect(all - waited).toBeLessThan(180_000);
  });

  test("the first load is small and quick", async () => {
    const { page } = await sit({ width: 1280, height: 800 });
    const begin = performance.now();
    await page.goto("/");
    await page.getByRole("link", { name: "New edit" }).waitFor();
    const ready = performance.now() - begin;
    const bytes = await page.evaluate(() =>
      [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
        .map((entry) => entry as PerformanceResourceTiming)
        // The page's own weight: neither answers nor pictures of somebody's footage, which come in time or not.
        .filter((entry) => !/\/(rushes\.v1\.|content\/)/.test(entry.name))
        .reduce((sum, entry) => sum + entry.transferSize, 0),
    );
    console.log(`first load: ${(bytes / 1024).toFixed(0)} KiB, usable after ${ready.toFixed(0)} ms`);
    expect(bytes).toBeLessThan(250 * 1024);
    expect(bytes).toBeGreaterThan(50 * 1024);
    expect(ready).toBeLessThan(5000);
  });

  test("an upload cut off by a reload goes on where it stood", async () => {
    const file = join(world.folder, "long take.mp4");
    writeFileSync(file, randomBytes(40 << 20));
    const { page, shoot } = await sit({ width: 1280, height: 800 });
    let pieces = 0;
    const offsets: number[] = [];
    // The first piece arrives, then the line is dead until the page is loaded again.
    await page.route("**/uploads/**", async (route) => {
      if (route.request().method() === "PATCH") {
        offsets.push(Number(route.request().headers()["upload-offset"]));
        if (++pieces === 2) {
          return;
        }
      }
      await route.continue();
    });
    await page.goto("/new");
    await page.locator("input[type=file]:not([webkitdirectory])").first().setInputFiles(file);
    await until("the second piece is under way", () => offsets.length === 2, 60_000);
    await page.reload();
    await page.getByText(/not complete/).waitFor();
    await shoot("upload-again");
    await page.locator("input[type=file]:not([webkitdirectory])").first().setInputFiles(file);
    await page.getByText("All files are on the server").waitFor({ timeout: 120_000 });
    expect(offsets[2]).toBe(offsets[1]);
    expect(offsets[2]).toBeGreaterThan(0);
  });
});

async function accessible(page: Page): Promise<void> {
  const found = (await new AxeBuilder({ page }).analyze()).violations;
  expect(found.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html.slice(0, 140)).join(" | ")}`)).toEqual([]);
}
