// SPDX-License-Identifier: Apache-2.0
import { CircleAlert, LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import { words } from "../words";
import { Button } from "./button";
import { classNames } from "./class-names";

/** A turning ring with a word that says what is waited for. */
export function Waiting({ children }: { children: ReactNode }) {
  return (
    <p role="status" className="flex items-center justify-center gap-3 p-10 text-soft">
      <LoaderCircle size={20} className="animate-spin" />
      {children}
    </p>
  );
}

/** Nothing is here yet, and what to do about it. */
export function Empty({ icon, title, children }: { icon: ReactNode; title: string; children?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-3 rounded-card border border-dashed border-line p-12 text-center">
      <div className="text-faint">{icon}</div>
      <h2 className="text-base font-semibold">{title}</h2>
      <div className="max-w-md text-soft">{children}</div>
    </div>
  );
}

/** What went wrong in the server's words, and a way on. */
export function Trouble({ reason, onRetry }: { reason: string; onRetry?: () => void }) {
  return (
    <div role="alert" className="flex flex-wrap items-center gap-4 rounded-card border border-bad/40 bg-bad/10 p-4">
      <CircleAlert size={20} className="shrink-0 text-bad" />
      <p className="min-w-0 flex-1">{reason}</p>
      {onRetry && <Button onClick={onRetry}>{words.tryAgain}</Button>}
    </div>
  );
}

/** How far something is, 0..1. */
export function Bar({ share, label, look = "accent" }: { share: number; label: string; look?: "accent" | "ai" | "good" }) {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      className="h-2 overflow-hidden rounded-full bg-raised"
    >
      <div
        className={classNames(
          "h-full rounded-full transition-[width] duration-300",
          look === "accent" ? "bg-accent" : look === "ai" ? "bg-ai" : "bg-good",
        )}
        style={{ width: `${percent}%` }}
      />
    </div>
  );
}

/** A short state with a colour and, always, a word. */
export function Pill({ tone, children }: { tone: "good" | "fair" | "bad" | "soft" | "ai" | "lock"; children: ReactNode }) {
  const tones = {
    good: "bg-good/15 text-good",
    fair: "bg-fair/15 text-fair",
    bad: "bg-bad/15 text-bad",
    soft: "bg-raised text-soft",
    ai: "bg-ai/15 text-ai",
    lock: "bg-lock/15 text-lock",
  };
  return (
    <span className={classNames("inline-flex shrink-0 items-center gap-1.5 rounded-md px-2 whitespace-nowrap py-0.5 text-[13px] font-medium", tones[tone])}>
      {children}
    </span>
  );
}
