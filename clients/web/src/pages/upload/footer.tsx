// SPDX-License-Identifier: Apache-2.0
import { Sparkles } from "lucide-react";
import { Button } from "../../ui/button";
import { Bar } from "../../ui/feedback";
import type { DraftState } from "../../upload/draft";
import { type Found, type Readiness, readinessOf, totalsOf } from "../../upload/items";
import { words } from "../../words";

interface FooterProps {
  state: DraftState;
  found: Found;
  /** Length of the video in seconds. */
  wanted: number;
  making: boolean;
  onMake: () => void;
}

function whyOf(ready: Readiness, left: number): string {
  switch (ready.why) {
    case null:
      return left > 0 ? words.upload.goOnMeanwhile : "";
    case "few":
      return words.upload.why.few(ready.clips);
    case "short":
      return words.upload.why.short(ready.seconds);
    case "songShort":
      return words.upload.why.songShort(ready.seconds);
    default:
      return words.upload.why[ready.why];
  }
}

/** How far the files are, what is missing, and the button that starts the edit. Always in sight. */
export function Footer({ state, found, wanted, making, onMake }: FooterProps) {
  const totals = totalsOf(state.items);
  const ready = readinessOf(state.items, found, wanted);
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
          {whyOf(ready, left)}
        </p>
        <Button look="main" className="h-12 px-6" icon={<Sparkles size={18} />} disabled={!ready.go || making} onClick={onMake}>
          {!making ? words.upload.make : totals.reading > 0 ? words.upload.makingReads(totals.reading) : words.upload.making}
        </Button>
      </div>
    </footer>
  );
}
