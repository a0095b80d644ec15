// SPDX-License-Identifier: Apache-2.0
import { words } from "../../words";

const BEATS = 16;

/** Which of sixteen beats get a cut at this rate, spread evenly. */
export function beatsWithCut(perBeat: number): boolean[] {
  return Array.from({ length: BEATS }, (_, i) => Math.floor(i * perBeat + 1e-9) > Math.floor((i - 1) * perBeat + 1e-9));
}

/** Four bars of beats; the filled ones get a cut. */
export function BeatRow({ perBeat }: { perBeat: number }) {
  const cuts = beatsWithCut(Math.min(1, perBeat));
  return (
    <svg viewBox={`0 0 ${BEATS * 30} 40`} className="w-full max-w-xl" role="img" aria-label={words.style.beatsSay(perBeat)}>
      {cuts.map((cut, i) => (
        <g key={i}>
          <title>{words.style.beat(cut, i + 1)}</title>
          {i % 4 === 0 && <line x1={i * 30 + 2} x2={i * 30 + 2} y1={2} y2={38} className="stroke-strong" />}
          <circle cx={i * 30 + 16} cy={20} r={cut ? 9 : 6} strokeWidth={2} className={cut ? "fill-accent stroke-accent" : "fill-none stroke-strong"} />
        </g>
      ))}
    </svg>
  );
}
