// SPDX-License-Identifier: Apache-2.0
import { Ban, Check, Circle, LoaderCircle, Minus, X } from "lucide-react";
import { type ProgressStep, ProgressStep_State } from "../../gen/rushes/v1/progress_pb";
import { classNames } from "../../ui/class-names";
import { words } from "../../words";

const LOOKS: Record<number, { icon: typeof Check; tone: string; word: string; turns?: boolean }> = {
  [ProgressStep_State.PENDING]: { icon: Circle, tone: "text-faint", word: words.progress.state.waiting },
  [ProgressStep_State.RUNNING]: { icon: LoaderCircle, tone: "text-accent", word: words.progress.state.running, turns: true },
  [ProgressStep_State.SUCCEEDED]: { icon: Check, tone: "text-good", word: words.progress.state.done },
  [ProgressStep_State.SKIPPED]: { icon: Minus, tone: "text-soft", word: words.progress.state.skipped },
  [ProgressStep_State.FAILED]: { icon: X, tone: "text-bad", word: words.progress.state.failed },
};

/** What a step says beside its name: what came out, else how far it is. */
export function noteOf(step: ProgressStep): string {
  if (step.summary !== "") {
    return step.summary;
  }
  return step.totalCount > 0 && step.state === ProgressStep_State.RUNNING ? words.progress.of(step.doneCount, step.totalCount) : "";
}

const STOPPED = { icon: Ban, tone: "text-soft", word: words.progress.state.stopped, turns: false };

/** The steps of the work with what is known of each; once it is over, nothing is under way any more. */
export function Steps({ steps, over }: { steps: readonly ProgressStep[]; over: boolean }) {
  return (
    <ol aria-label={words.progress.steps} className="flex flex-col">
      {steps.map((step) => {
        const stopped = over && step.state === ProgressStep_State.RUNNING;
        const look = stopped ? STOPPED : (LOOKS[step.state] ?? LOOKS[ProgressStep_State.PENDING]!);
        const Icon = look.icon;
        const quiet = step.state === ProgressStep_State.PENDING;
        return (
          <li key={step.kind} className="flex gap-3.5 border-b border-line py-3.5 last:border-0">
            <span className={classNames("mt-px inline-flex size-6 shrink-0 items-center justify-center", look.tone)}>
              <Icon size={20} aria-label={look.word} className={look.turns ? "animate-spin" : undefined} strokeWidth={2.25} />
            </span>
            <span className="min-w-0 flex-1">
              <span className={classNames("block", quiet ? "text-faint" : "font-medium")}>{words.progress.step[step.kind]}</span>
              {noteOf(step) !== "" && <span className="block text-[13px] text-soft">{noteOf(step)}</span>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
