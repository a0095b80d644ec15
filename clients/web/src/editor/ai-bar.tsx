// SPDX-License-Identifier: Apache-2.0
import { Check, LoaderCircle, RefreshCw, Snail, Sparkles, X, Zap, Scissors } from "lucide-react";
import type { ReactNode } from "react";
import { Instruction } from "../gen/rushes/v1/proposal_pb";
import { clock } from "../lib/format";
import { Button } from "../ui/button";
import { words } from "../words";
import { accept, ask, reach, reject } from "./asker";
import type { Cut } from "./model";
import { partsOf } from "./offer";
import { type Ask, useEditor } from "./store";

const ASKS: [Instruction, string, ReactNode][] = [
  [Instruction.MAKE_TIGHTER, words.ai.tighter, <Scissors key="t" size={17} />],
  [Instruction.ADD_ENERGY, words.ai.energy, <Zap key="e" size={17} />],
  [Instruction.SLOW_DOWN, words.ai.slower, <Snail key="s" size={17} />],
  [Instruction.REGENERATE_SECTION, words.ai.again, <RefreshCw key="r" size={17} />],
];

/** What the machine can do, what it would touch, and its proposal with what that does. */
export function AiBar({ cut }: { cut: Cut }) {
  const held = useEditor((state) => state.ask);
  return (
    <section aria-label="AI" className="flex min-h-15 flex-wrap items-center gap-2 border-t border-line bg-panel px-4 py-2">
      <Sparkles size={18} className="text-ai" aria-hidden />
      {held.state === "offered" ? <Offer held={held} cut={cut} /> : <Asks cut={cut} thinking={held.state === "thinking"} />}
    </section>
  );
}

function Asks({ cut, thinking }: { cut: Cut; thinking: boolean }) {
  const range = useEditor((state) => state.range);
  const selected = useEditor((state) => state.selected);
  const wanted = reach(cut, range, selected);
  const may = wanted.shots.length - wanted.locked;
  const index = wanted.shotId === null ? -1 : cut.shots.findIndex((shot) => shot.id === wanted.shotId);
  const where =
    index >= 0
      ? words.inspector.shot(index + 1)
      : wanted.range === null
        ? words.ai.whole
        : words.ai.part(clock(wanted.range.from / cut.fps, true), clock(wanted.range.to / cut.fps, true));
  return (
    <>
      {ASKS.map(([instruction, label, icon]) => (
        <Button key={instruction} icon={icon} disabled={thinking || may === 0} onClick={() => void ask(instruction)}>
          {label}
        </Button>
      ))}
      <p role="status" className="ml-auto flex items-center gap-2 text-[13px] text-soft">
        {thinking ? (
          <>
            <LoaderCircle size={16} className="animate-spin" /> {words.ai.thinking}
            <Button look="quiet" onClick={() => void reject()}>
              {words.cancel}
            </Button>
          </>
        ) : may === 0 ? (
          words.ai.nothing
        ) : (
          <span>
            <span className="font-semibold text-ai">{where}</span> · {words.ai.effect(may, wanted.shots.length, wanted.locked)}
          </span>
        )}
      </p>
    </>
  );
}

function Offer({ held, cut }: { held: Extract<Ask, { state: "offered" }>; cut: Cut }) {
  const parts = partsOf(cut, held.proposal).filter((part) => !part.same);
  const taken = parts.filter((part) => !held.refused.has(part.from)).length;
  return (
    <>
      <div role="status" className="min-w-0 flex-1">
        <p className="truncate font-semibold">{held.proposal.receipt?.sentences[0] ?? ""}</p>
        <p className="truncate text-[13px] text-soft">
          {held.settled ? [...(held.proposal.receipt?.sentences.slice(1) ?? []), words.ai.hold].join(" · ") : words.ai.better}
        </p>
      </div>
      <Button icon={<X size={17} />} onClick={() => void reject()}>
        {words.ai.reject}
      </Button>
      <Button icon={<RefreshCw size={17} />} disabled={!held.settled} onClick={() => void ask(held.instruction)}>
        {words.ai.again}
      </Button>
      <Button look="main" icon={<Check size={17} />} disabled={taken === 0} onClick={() => void accept()}>
        {taken === parts.length ? words.ai.accept : words.ai.acceptPart(taken, parts.length)}
      </Button>
    </>
  );
}
