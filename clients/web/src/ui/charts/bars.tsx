// SPDX-License-Identifier: Apache-2.0

export interface BarsProps {
  label: string;
  rows: { name: string; value: number; text: string }[];
  /** What a full bar stands for; the largest value when unset. */
  full?: number;
  colour?: "accent" | "ai" | "lock" | "good";
}

const FILLS = { accent: "fill-accent", ai: "fill-ai", lock: "fill-lock", good: "fill-good" };

/** Bars from left to right, each with its name and value. */
export function Bars({ label, rows, full, colour = "accent" }: BarsProps) {
  const whole = full ?? Math.max(1e-9, ...rows.map((row) => row.value));
  return (
    <ul aria-label={label} className="flex flex-col gap-2.5">
      {rows.map((row) => (
        <li key={row.name} className="grid grid-cols-[7.5rem_1fr_4.5rem] items-center gap-3">
          <span className="truncate text-soft first-letter:uppercase">{row.name}</span>
          <svg viewBox="0 0 100 8" preserveAspectRatio="none" className="h-2.5 w-full" aria-hidden>
            <rect width="100" height="8" rx="2" className="fill-raised" />
            <rect width={Math.max(0.6, Math.min(100, (row.value / whole) * 100))} height="8" rx="2" className={FILLS[colour]} />
          </svg>
          <span className="text-right tabular-nums">{row.text}</span>
        </li>
      ))}
    </ul>
  );
}
