// SPDX-License-Identifier: Apache-2.0
import { words } from "../../words";

const WIDTH = 430;
const HEIGHT = 132;
const LEFT = 16;
const RIGHT = 24;

/** The spread of shot lengths: the line from the shortest to the longest tenth, the box of the middle half, median and mean. */
export function Lengths({ quantiles, mean }: { quantiles: readonly number[]; mean: number }) {
  const most = niceEnd(Math.max(...quantiles, mean));
  const x = (seconds: number): number => LEFT + (seconds / most) * (WIDTH - LEFT - RIGHT);
  const [q10 = 0, q25 = 0, q50 = 0, q75 = 0, q90 = 0] = quantiles;
  const ticks = Array.from({ length: 6 }, (_, i) => (i * most) / 5);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="w-full" role="img" aria-label={words.style.lengths}>
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={x(tick)} x2={x(tick)} y1={24} y2={HEIGHT - 24} className="stroke-line" />
          <text x={x(tick)} y={HEIGHT - 6} textAnchor="middle" className="fill-faint text-[12px]">
            {tick.toFixed(Number.isInteger(most / 5) ? 0 : 1)} s
          </text>
        </g>
      ))}
      <line x1={x(q10)} x2={x(q90)} y1={66} y2={66} strokeWidth={4} strokeLinecap="round" className="stroke-accent/60" />
      <rect x={x(q25)} y={44} width={Math.max(3, x(q75) - x(q25))} height={44} rx={8} className="fill-accent/35 stroke-accent" strokeWidth={1.5} />
      <line x1={x(q50)} x2={x(q50)} y1={44} y2={88} strokeWidth={3} className="stroke-text" />
      <path d={`M ${x(mean)} 58 l 8 8 l -8 8 l -8 -8 z`} className="fill-ai stroke-ground" strokeWidth={1.5} />
      <text x={x(q50)} y={36} textAnchor="middle" className="fill-text text-[12.5px]">
        {words.style.quantileShort[2]} {q50.toFixed(1)} s
      </text>
      <text x={Math.max(x(mean), x(q50) + 8)} y={16} textAnchor="start" className="fill-ai text-[12.5px]">
        ◆ {words.style.mean} {mean.toFixed(1)} s
      </text>
    </svg>
  );
}

function niceEnd(value: number): number {
  return [0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 7.5, 10, 15, 20, 30, 60].find((end) => end >= value * 1.05) ?? Math.ceil(value * 1.1);
}
