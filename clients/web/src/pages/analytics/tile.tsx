// SPDX-License-Identifier: Apache-2.0
import { words } from "../../words";

export interface TileProps {
  title: string;
  /** The number as people read it; null while nothing was measured. */
  value: string | null;
  none: string;
  note: string;
  /** What is aimed at, in words, and whether it is reached. */
  aim?: { text: string; met: boolean; at: number };
  /** The same number session by session, oldest first. */
  values: readonly number[];
  /** Bounds of the line's scale. */
  from: number;
  to: number;
}

/** One number with its course. */
export function Tile({ title, value, none, note, aim, values, from, to }: TileProps) {
  return (
    <section aria-label={title} className="flex flex-col rounded-card border border-line bg-panel p-4">
      <h2 className="text-soft">{title}</h2>
      {value === null ? (
        <p className="mt-1 flex h-9 items-center text-faint">{none}</p>
      ) : (
        <p className="mt-1 text-2xl leading-9 font-semibold tabular-nums">{value}</p>
      )}
      <p className="text-[13px] text-faint">{note}</p>
      <div className="mt-3 flex-1">
        <Course label={words.analytics.trend(title)} values={values} from={from} to={to} aim={aim?.at} />
      </div>
      {aim !== undefined && (
        <p className="mt-2 text-[13px] text-soft">
          {words.analytics.aim(aim.text)}
          {value !== null && (
            <span className={aim.met ? "text-good" : "text-fair"}> · {aim.met ? words.analytics.met : words.analytics.notMet}</span>
          )}
        </p>
      )}
    </section>
  );
}

const WIDTH = 160;
const HEIGHT = 40;

function Course({ label, values, from, to, aim }: { label: string; values: readonly number[]; from: number; to: number; aim: number | undefined }) {
  const end = Math.max(to, ...values);
  const x = (i: number): number => (values.length < 2 ? WIDTH / 2 : 4 + (i / (values.length - 1)) * (WIDTH - 8));
  const y = (value: number): number => HEIGHT - 4 - ((value - from) / Math.max(1e-9, end - from)) * (HEIGHT - 8);
  const line = values.map((value, i) => `${x(i)},${y(value)}`).join(" ");
  const last = values.at(-1);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="w-full" role="img" aria-label={label}>
      {aim !== undefined && <line x1={0} x2={WIDTH} y1={y(aim)} y2={y(aim)} strokeDasharray="3 4" className="stroke-strong" />}
      {values.length > 1 && <polyline points={line} fill="none" strokeWidth={2} strokeLinejoin="round" className="stroke-accent" />}
      {last !== undefined && <circle cx={x(values.length - 1)} cy={y(last)} r={3.5} className="fill-accent" />}
    </svg>
  );
}
