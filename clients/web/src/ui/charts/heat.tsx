// SPDX-License-Identifier: Apache-2.0
import { words } from "../../words";

export interface HeatProps {
  label: string;
  names: string[];
  share: (from: string, to: string) => number;
}

const CELL = 64;
const SIDE = 84;
const TOP = 44;

/** How often one thing follows another: rows are what was, columns what comes. Numbers stand in the cells. */
export function Heat({ label, names, share }: HeatProps) {
  const most = Math.max(1e-9, ...names.flatMap((from) => names.map((to) => share(from, to))));
  const width = SIDE + names.length * CELL;
  const height = TOP + names.length * CELL;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} className="mx-auto w-full max-w-md" role="img" aria-label={label}>
      <text x={SIDE + (names.length * CELL) / 2} y={13} textAnchor="middle" className="fill-faint text-[12px]">
        {words.style.toAcross}
      </text>
      <text transform={`translate(11 ${TOP + (names.length * CELL) / 2}) rotate(-90)`} textAnchor="middle" className="fill-faint text-[12px]">
        {words.style.fromDown}
      </text>
      {names.map((name, index) => (
        <g key={name}>
          <text x={SIDE + (index + 0.5) * CELL} y={TOP - 10} textAnchor="middle" className="fill-soft text-[12.5px]">
            {words.style.thing(name)}
          </text>
          <text x={SIDE - 10} y={TOP + (index + 0.5) * CELL + 4} textAnchor="end" className="fill-soft text-[12.5px]">
            {words.style.thing(name)}
          </text>
        </g>
      ))}
      {names.map((from, row) =>
        names.map((to, column) => {
          const value = share(from, to);
          const heat = Math.sqrt(value / most);
          return (
            <g key={`${from} ${to}`} transform={`translate(${SIDE + column * CELL} ${TOP + row * CELL})`}>
              <title>{words.style.heat(from, to, value)}</title>
              <rect x="2" y="2" width={CELL - 4} height={CELL - 4} rx="7" className="fill-raised" />
              <rect x="2" y="2" width={CELL - 4} height={CELL - 4} rx="7" className="fill-accent" opacity={heat} />
              <text
                x={CELL / 2}
                y={CELL / 2 + 4}
                textAnchor="middle"
                className={heat > 0.62 ? "fill-accent-ink text-[13px] font-semibold" : "fill-text text-[13px]"}
              >
                {value < 0.005 ? "·" : `${Math.round(value * 100)} %`}
              </text>
            </g>
          );
        }),
      )}
    </svg>
  );
}
