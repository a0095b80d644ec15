// SPDX-License-Identifier: Apache-2.0
import { Code, ConnectError } from "@connectrpc/connect";
import { expect, test } from "vitest";
import { watch } from "../src/lib/watch";

interface Message {
  revision: bigint;
}

/** A server that says these messages in turn; an error ends a connection. */
function server(...connections: (bigint | ConnectError)[][]) {
  const asked: bigint[] = [];
  return {
    asked,
    open: async function* (revision: bigint): AsyncGenerator<Message> {
      asked.push(revision);
      for (const said of connections[asked.length - 1] ?? []) {
        if (said instanceof ConnectError) {
          throw said;
        }
        yield { revision: said };
      }
    },
  };
}

const away = new ConnectError("away", Code.Unavailable);

test("resumes from the last revision and waits longer after each failure", async () => {
  const { asked, open } = server([1n, 2n, away], [away], [away], [5n]);
  const waits: number[] = [];
  const seen: bigint[] = [];
  await watch<Message>(
    {
      open,
      onStep: (step) => seen.push(step.revision),
      wait: async (ms) => {
        waits.push(ms);
      },
    },
    new AbortController().signal,
  );
  expect(asked).toEqual([0n, 2n, 2n, 2n]);
  expect(seen).toEqual([1n, 2n, 5n]);
  expect(waits[0]).toBeLessThanOrEqual(313);
  expect(waits[2]).toBeGreaterThanOrEqual(750);
});

test("gives up on what trying again does not mend", async () => {
  const { asked, open } = server([new ConnectError("gone", Code.NotFound)]);
  const failures: string[] = [];
  await watch<Message>({ open, onStep: () => undefined, onFailure: (error) => failures.push(error.rawMessage) }, new AbortController().signal);
  expect(asked).toHaveLength(1);
  expect(failures).toEqual(["gone"]);
});

test("follows a server that was restored from a backup back to what it has", async () => {
  const { asked, open } = server([7n, away], [3n, 3n, 4n, away], []);
  const seen: [bigint, boolean][] = [];
  await watch<Message>(
    { open, onStep: (step, back) => seen.push([step.revision, back]), wait: async () => undefined },
    new AbortController().signal,
  );
  expect(asked).toEqual([0n, 7n, 4n]);
  expect(seen).toEqual([
    [7n, false],
    [3n, true],
    [3n, false],
    [4n, false],
  ]);
});
