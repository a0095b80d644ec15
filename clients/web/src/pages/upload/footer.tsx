// SPDX-License-Identifier: Apache-2.0
import { Sparkles } from "lucide-react";
import { Button } from "../../ui/button";
import { Bar } from "../../ui/feedback";
import type { DraftState } from "../../upload/draft";
import { readinessOf, totalsOf } from "../../upload/items";
import { words } from "../../words";

/** How far the files are, what is missing, and the button that starts the edit. Always in sight. */
export function Footer({ state, making, onMake }: { state: DraftState; making: boolean; onMake: () => void }) {
  const totals = totalsOf(state.items);
  const ready = readinessOf(state.items);
  const files = state.items.length - totals.failed;
  const left = totals.bytes - totals.sent;
  return (
    <footer className="sticky bottom-0 z-10 border-t border-line bg-panel/95 backdrop-blur">
      <div className="mx-auto flex max-w-5xl items-center gap-6 px-8 py-3">
        <div className="min-w-0 flex-1">
          {files > 0 ? (
            <>
              <div className="mb-1.5 flex items-baseline gap-3">
                <span className="font-semibold">{words.upload.sum(totals.clips, totals.bytes)}</span>
                <span className="truncate text-soft" role="status">
                  {left === 0 ? words.upload.allSent : `${words.upload.sent(totals.done, files)} · ${words.upload.left(left)}`}
                </span>
              </div>
              <Bar share={totals.bytes === 0 ? 0 : totals.sent / totals.bytes} label={words.upload.sent(totals.done, files)} />
            </>
          ) : null}
        </div>
        <p className="max-w-72 text-right text-[13px] text-soft">
          {ready.why === null ? (left > 0 ? words.upload.goOnMeanwhile : "") : ready.why === "few" ? words.upload.why.few(totals.clips) : words.upload.why[ready.why]}
        </p>
        <Button look="main" className="h-12 px-6" icon={<Sparkles size={18} />} disabled={!ready.go || making} onClick={onMake}>
          {!making ? words.upload.make : totals.reading > 0 ? words.upload.makingReads(totals.reading) : words.upload.making}
        </Button>
      </div>
    </footer>
  );
}
