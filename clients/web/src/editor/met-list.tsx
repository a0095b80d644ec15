// SPDX-License-Identifier: Apache-2.0
import { Button } from "../ui/button";
import { words } from "../words";
import { type Desk, placed } from "./desk";
import type { Cut } from "./model";
import { repeatable } from "./outbox";
import { type Met, useEditor } from "./store";

/** The changes that were not made because somebody else was at the same place, each with its two ways on. */
export function MetList({ cut, desk }: { cut: Cut; desk: Desk }) {
  const met = useEditor((state) => state.met);
  if (met.length === 0) {
    return null;
  }
  return (
    <section aria-label={words.met.label} role="alert" className="max-h-40 overflow-y-auto border-b border-line bg-fair/10 px-4">
      {met.length > 1 && (
        <div className="flex items-center gap-3 py-1">
          <h2 className="min-w-0 flex-1 font-semibold">{words.met.title(met.length)}</h2>
          <Button look="quiet" onClick={() => met.forEach(({ id }) => desk.decide(id, "theirs"))}>
            {words.met.keepAll}
          </Button>
        </div>
      )}
      {met.map((one) => (
        <div key={one.id} className="flex items-center gap-3 py-1">
          <p className="min-w-0 flex-1">{saidOf(one, cut)}</p>
          <Button onClick={() => desk.decide(one.id, "theirs")}>{words.met.keep}</Button>
          {repeatable(one).length > 0 && <Button onClick={() => desk.decide(one.id, "mine")}>{words.met.again}</Button>}
        </div>
      ))}
    </section>
  );
}

/** Whose edit it met and what of ours was not made, with the places shots have now. */
function saidOf(met: Met, cut: Cut): string {
  const { me } = useEditor.getState();
  const name = (id: string): string => placed(id, cut);
  const theirs = met.with.map(({ author, shot, aspect, said }) =>
    aspect === "" ? sentence(placed(said, cut)) : words.met.theirs(author === me ? words.met.me : author, aspect, name(shot), cut.shots.some(({ id }) => id === shot)),
  );
  const kinds = [...new Set(met.changes.map(({ kind }) => kind))];
  const mine = kinds.map((kind) => {
    const changes = met.changes.filter((change) => change.kind === kind);
    const [only] = changes;
    const frames = changes.length === 1 && only !== undefined && "by" in only ? only.by : null;
    return words.met.mine(kind, changes.map((change) => ("shot" in change ? name(change.shot) : change.kind === "join" ? name(change.from) : "")), frames);
  });
  return [...new Set(theirs), ...mine].join(" ");
}

function sentence(said: string): string {
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}.`;
}
