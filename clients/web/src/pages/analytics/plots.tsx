// SPDX-License-Identifier: Apache-2.0
import { type CalibrationPoint, calibrationOf, type Named, type SplitRow, splitsOf } from "../../analytics/numbers";
import { ChartCard } from "../../ui/charts/card";
import { words } from "../../words";

const say = words.analytics;

/** Confidence against what was kept, a dot a session. */
export function Calibration({ sessions }: { sessions: readonly Named[] }) {
  const points = calibrationOf(sessions);
  return (
    <ChartCard
      title={say.calibration}
      says={say.calibrationSay}
      csv
      table={{
        head: say.calibrationHead,
        rows: points.map((point) => [point.edit, point.sessionId, point.confidence, point.kept]),
      }}
    >
      {points.length === 0 ? <p className="text-soft">{say.noData}</p> : <Scatter points={points} />}
    </ChartCard>
  );
}

const SIZE = { width: 460, height: 300, left: 70, bottom: 44, top: 10, right: 24 };

function Scatter({ points }: { points: CalibrationPoint[] }) {
  const x = (share: number): number => SIZE.left + share * (SIZE.width - SIZE.left - SIZE.right);
  const y = (share: number): number => SIZE.height - SIZE.bottom - share * (SIZE.height - SIZE.bottom - SIZE.top);
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  return (
    <svg viewBox={`0 0 ${SIZE.width} ${SIZE.height}`} className="mx-auto w-full max-w-xl" role="img" aria-label={say.calibration}>
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={x(tick)} x2={x(tick)} y1={y(0)} y2={y(1)} className="stroke-line" />
          <line x1={x(0)} x2={x(1)} y1={y(tick)} y2={y(tick)} className="stroke-line" />
          <text x={x(tick)} y={y(0) + 17} textAnchor="middle" className="fill-faint text-[12px]">
            {say.percent(tick * 100)}
          </text>
          <text x={x(0) - 8} y={y(tick) + 4} textAnchor="end" className="fill-faint text-[12px]">
            {say.percent(tick * 100)}
          </text>
        </g>
      ))}
      <line x1={x(0)} x2={x(1)} y1={y(0)} y2={y(1)} strokeDasharray="5 5" strokeWidth={1.5} className="stroke-strong" />
      <text x={x(0.5)} y={SIZE.height - 6} textAnchor="middle" className="fill-soft text-[12.5px]">
        {say.confidence}
      </text>
      <text transform={`translate(12 ${y(0.5)}) rotate(-90)`} textAnchor="middle" className="fill-soft text-[12.5px]">
        {say.keptAxis}
      </text>
      {points.map((point) => (
        <circle key={point.sessionId} cx={x(point.confidence)} cy={y(point.kept / 100)} r={6} className="fill-accent/70 stroke-accent" strokeWidth={1.5}>
          <title>{say.point(point.edit, point.confidence, point.kept)}</title>
        </circle>
      ))}
    </svg>
  );
}

/** The confidence of kept and of deleted shots, a row a session. */
export function Split({ sessions }: { sessions: readonly Named[] }) {
  const rows = splitsOf(sessions).slice(-10).reverse();
  return (
    <ChartCard
      title={say.split}
      says={say.splitSay}
      csv
      table={{ head: say.splitHead, rows: rows.map((row) => [row.edit, row.sessionId, row.kept, row.deleted]) }}
    >
      {rows.length === 0 ? <p className="text-soft">{say.splitNone}</p> : <Dumbbells rows={rows} />}
    </ChartCard>
  );
}

const ROW = 30;
const NAME = 150;

function Dumbbells({ rows }: { rows: SplitRow[] }) {
  const height = rows.length * ROW + 54;
  const x = (share: number): number => NAME + share * (460 - NAME - 26);
  return (
    <svg viewBox={`0 0 460 ${height}`} className="mx-auto w-full max-w-xl" role="img" aria-label={say.split}>
      {[0, 0.5, 1].map((tick) => (
        <g key={tick}>
          <line x1={x(tick)} x2={x(tick)} y1={26} y2={height - 22} className="stroke-line" />
          <text x={x(tick)} y={height - 6} textAnchor="middle" className="fill-faint text-[12px]">
            {say.percent(tick * 100)}
          </text>
        </g>
      ))}
      <circle cx={NAME + 6} cy={10} r={5} className="fill-good" />
      <text x={NAME + 16} y={14} className="fill-soft text-[12.5px]">
        {say.keptDot}
      </text>
      <rect x={NAME + 61} y={5} width={10} height={10} className="fill-bad" />
      <text x={NAME + 77} y={14} className="fill-soft text-[12.5px]">
        {say.deletedDot}
      </text>
      {rows.map((row, index) => {
        const y = 26 + (index + 0.5) * ROW;
        return (
          <g key={row.sessionId}>
            <text x={NAME - 12} y={y + 4} textAnchor="end" className="fill-soft text-[12.5px]">
              {row.edit.length > 20 ? `${row.edit.slice(0, 19)}…` : row.edit}
            </text>
            <line x1={x(row.kept)} x2={x(row.deleted)} y1={y} y2={y} strokeWidth={3} className="stroke-strong" />
            <rect x={x(row.deleted) - 5.5} y={y - 5.5} width={11} height={11} className="fill-bad" />
            <circle cx={x(row.kept)} cy={y} r={6} className="fill-good" />
          </g>
        );
      })}
    </svg>
  );
}
