// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from "react";
import { classNames } from "../../ui/class-names";

const RADIUS = 15;
const AROUND = 2 * Math.PI * RADIUS;

/** A ring that fills up, with a picture in its middle. Its state is said by the tile's name. */
export function Ring({ share, tone, children }: { share: number; tone: "accent" | "ai" | "soft" | "good" | "bad"; children?: ReactNode }) {
  const tones = { accent: "text-accent", ai: "text-ai", soft: "text-soft", good: "text-good", bad: "text-bad" };
  return (
    <span className={classNames("relative inline-flex size-9 items-center justify-center", tones[tone])}>
      <svg viewBox="0 0 36 36" className="absolute inset-0 -rotate-90" aria-hidden>
        <circle cx="18" cy="18" r={RADIUS} fill="#0a0b10cc" stroke="#ffffff30" strokeWidth="3" />
        <circle
          cx="18"
          cy="18"
          r={RADIUS}
          fill="none"
          stroke="currentColor"
          strokeWidth="3"
          strokeLinecap="round"
          strokeDasharray={`${Math.max(0, Math.min(1, share)) * AROUND} ${AROUND}`}
          className="transition-[stroke-dasharray] duration-300"
        />
      </svg>
      <span className="relative inline-flex">{children}</span>
    </span>
  );
}
