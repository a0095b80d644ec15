// SPDX-License-Identifier: Apache-2.0
import { ToggleGroup } from "radix-ui";
import type { ReactNode } from "react";

export interface SegmentedProps<T extends string> {
  label: string;
  value: T;
  onChange: (value: T) => void;
  options: { value: T; label: ReactNode }[];
  /** Takes no choice for now; the keyboard's focus stays where it is, which it would not on what is disabled. */
  closed?: boolean;
}

/** One of a few choices, all visible. */
export function Segmented<T extends string>({ label, value, onChange, options, closed = false }: SegmentedProps<T>) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => next !== "" && !closed && onChange(next as T)}
      className="inline-flex rounded-lg border border-line bg-ground p-0.5"
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          aria-disabled={closed || undefined}
          className="inline-flex h-11 min-w-14 items-center justify-center gap-2 rounded-md px-3.5 text-soft transition-colors hover:text-text data-[state=on]:bg-hover data-[state=on]:font-semibold data-[state=on]:text-text"
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
