// SPDX-License-Identifier: Apache-2.0
import { ToggleGroup } from "radix-ui";
import type { ReactNode } from "react";

export interface SegmentedProps<T extends string> {
  label: string;
  value: T;
  onChange: (value: T) => void;
  options: { value: T; label: ReactNode }[];
  disabled?: boolean;
}

/** One of a few choices, all visible. */
export function Segmented<T extends string>({ label, value, onChange, options, disabled = false }: SegmentedProps<T>) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      disabled={disabled}
      onValueChange={(next) => next !== "" && onChange(next as T)}
      className="inline-flex rounded-lg border border-line bg-ground p-0.5"
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          className="inline-flex h-11 min-w-14 items-center justify-center gap-2 rounded-md px-3.5 text-soft transition-colors hover:text-text data-[state=on]:bg-hover data-[state=on]:font-semibold data-[state=on]:text-text"
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
