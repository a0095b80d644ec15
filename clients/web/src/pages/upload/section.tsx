// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from "react";

/** One step of the page, with its number. */
export function Section({ number, title, aside, children }: { number: number; title: ReactNode; aside?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={typeof title === "string" ? title : undefined} className="mb-10">
      <header className="mb-4 flex min-h-11 flex-wrap items-center gap-3">
        <span aria-hidden className="inline-flex size-7 items-center justify-center rounded-full bg-raised text-[13px] font-semibold text-soft">
          {number}
        </span>
        <h2 className="text-lg font-semibold">{title}</h2>
        <div className="flex flex-1 flex-wrap items-center justify-end gap-2">{aside}</div>
      </header>
      {children}
    </section>
  );
}
