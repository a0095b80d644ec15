// SPDX-License-Identifier: Apache-2.0
import type { ConnectError } from "@connectrpc/connect";
import { beforeEach, expect, test, vi } from "vitest";
import type { Change } from "../src/editor/changes";
import { cutOf } from "../src/editor/model";
import { Outbox, repeatable } from "../src/editor/outbox";
import { resetEditor, setCut, useEditor } from "../src/editor/store";
import { type Fate, TimelineServer } from "./timeline-server";

const slip = (shot: string, by: number): Change => ({ kind: "slip", shot, by });

let server: TimelineServer;
let kept: Map<string, string>;
let refused: ConnectError[];
let waits: number;
let box: Outbox;

/** A page with this job open, as it is after a reload. */
function page(wait: () => Promise<void> = async () => undefined): Outbox {
  const opened = new Outbox("job", {
    server: server.client,
    storage: { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) },
    onRefused: (error) => refused.push(error),
    onIdle: () => undefined,
    wait: () => {
      waits++;
      return wait();
    },
  });
  opened.open();
  return opened;
}

beforeEach(() => {
  server = new TimelineServer(["a", "b", "c"]);
  kept = new Map();
  refused = [];
  waits = 0;
  resetEditor();
  setCut({ saved: cutOf(server.timeline()) });
  useEditor.setState({ me: "me" });
  box = page();
});

const until = (holds: () => boolean) => vi.waitUntil(holds, { interval: 1 });
const settled = () => until(() => useEditor.getState().pending.length === 0);

const met = () => useEditor.getState().met;

test.each<[string, Fate[]]>([
  ["of the first try", ["lost"]],
  ["of the first two tries", ["lost", "lost"]],
  ["after a try that never arrived", ["unmade", "lost"]],
])("a change whose answer is lost %s is made once", async (_, fates) => {
  server.fates = [...fates];
  box.make([slip("a", 3)]);
  await settled();
  expect(server.slip("a")).toBe(3);
  expect(new Set(server.calls).size).toBe(1);
  expect(waits).toBe(fates.length);
});

test("a merge whose answer is lost is asked again as the same merge, also after a reload, and made once", async () => {
  server.slipped("ben", "a", 1);
  server.fates = ["answered", "lost"];
  box.make([slip("a", 3), slip("b", 5)]);
  // The page is gone before it could try again.
  box.close();
  await until(() => waits === 1);
  expect(useEditor.getState().pending).toHaveLength(1);
  server.slipped("ben", "c", 1);
  box = page();
  await box.flush();
  expect(server.calls).toHaveLength(3);
  expect(server.calls[2]).toBe(server.calls[1]);
  expect(server.slip("b")).toBe(5);
  expect(server.slip("a")).toBe(1);
  expect(met().map(({ changes }) => changes)).toEqual([[slip("a", 3)]]);
  expect(refused).toEqual([]);
});

test("without a connection one try waits, however many changes are made", async () => {
  server.fates = ["unmade", "unmade", "unmade"];
  let goOn = (): void => undefined;
  box = page(() => new Promise((done) => (goOn = done)));
  for (const by of [1, 2, 3]) {
    box.make([slip("a", by)]);
    await until(() => server.calls.length === by && !box.isSending);
  }
  expect(waits).toBe(1);
  goOn();
  await settled();
  expect(server.slip("a")).toBe(6);
});

test("a second change is judged by what its maker had seen, not by what the answer to the first brought", async () => {
  server.slipped("ben", "b", 4);
  server.fates = ["unmade"];
  box.make([slip("a", 1)]);
  box.make([slip("b", 2)]);
  await settled();
  expect(server.slip("a")).toBe(1);
  expect(server.slip("b")).toBe(4);
  expect(met()).toMatchObject([{ changes: [slip("b", 2)], with: [{ author: "ben", shot: "b", aspect: "in" }] }]);
});

test("both of two changes on a shot that somebody changed are named and neither is made", async () => {
  server.slipped("ben", "b", 4);
  server.fates = ["unmade"];
  box.make([slip("b", 2)]);
  box.make([slip("b", 3)]);
  await settled();
  expect(server.slip("b")).toBe(4);
  expect(met().map(({ changes }) => changes)).toEqual([[slip("b", 2)], [slip("b", 3)]]);
});

test("own changes on one shot never meet each other, whatever somebody does between them", async () => {
  server.before = () => server.slipped("ben", "c", 1);
  for (let i = 0; i < 5; i++) {
    box.make([slip("a", 1)]);
  }
  await settled();
  expect(server.slip("a")).toBe(5);
  expect(server.slip("c")).toBe(5);
  expect(met()).toEqual([]);
});

test("a second change of a shot opens the lock that the first will leave", async () => {
  box.make([slip("a", 1)]);
  box.make([slip("a", 2), slip("b", 2)]);
  expect(useEditor.getState().pending[1]).toMatchObject({ changes: [{ kind: "unlock", shot: "a" }, slip("a", 2), slip("b", 2)], asked: [1, 2] });
  await settled();
  expect(server.slip("a")).toBe(3);
});

test("what somebody does between two own changes is met", async () => {
  let calls = 0;
  server.before = () => ++calls === 2 && server.slipped("ben", "a", 7);
  box.make([slip("a", 1)]);
  box.make([slip("a", 1)]);
  await settled();
  expect(server.slip("a")).toBe(8);
  expect(met()).toMatchObject([{ changes: [slip("a", 1)], with: [{ author: "ben" }] }]);
});

test("theirs stays, or mine is made again on the cut as it is now", async () => {
  server.slipped("ben", "a", 4);
  server.slipped("ben", "b", 4);
  box.make([slip("a", 1)]);
  box.make([slip("b", 1)]);
  await settled();
  const [first, second] = met();
  box = page();
  expect(met()).toHaveLength(2);
  box.decide(first?.id ?? "", "theirs");
  box.decide(second?.id ?? "", "mine");
  await settled();
  expect(server.slip("a")).toBe(4);
  expect(server.slip("b")).toBe(5);
  expect(met()).toEqual([]);
  expect([...kept]).toEqual([]);
});

test("what is not there any more cannot be made again", () => {
  const changes: Change[] = [slip("a", 1), slip("gone", 1), { kind: "move", shot: "b", after: "gone" }, { kind: "restore", shot: "gone", after: "a" }];
  expect(repeatable({ id: "1", changes, with: [] })).toEqual([changes[0], changes[3]]);
});

test("a change that an older page kept is sent", async () => {
  kept.set("rushes.pending.job", JSON.stringify([{ id: crypto.randomUUID(), changes: [slip("a", 2)], revision: 1 }]));
  await page().flush();
  expect(server.slip("a")).toBe(2);
});
