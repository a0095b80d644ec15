// SPDX-License-Identifier: Apache-2.0
import { RadioGroup } from "radix-ui";
import type { ReactNode } from "react";

export interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  onChange: (value: T) => void;
  options: { value: T; title: string; text: string; icon: ReactNode; disabled: boolean }[];
}

/** One of a few choices as cards that say what they mean. */
export function Choice<T extends string>({ label, value, onChange, options }: ChoiceProps<T>) {
  return (
    <RadioGroup.Root
      aria-label={label}
      value={value}
      onValueChange={(next) => onChange(next as T)}
      className="grid grid-cols-[repeat(auto-fit,minmax(220px,1fr))] gap-3"
    >
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          disabled={option.disabled}
          className="group flex items-start gap-3 rounded-card border border-line bg-panel p-4 text-left transition-colors hover:border-strong disabled:pointer-events-none disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent/10"
        >
          <span className="mt-0.5 text-soft group-data-[state=checked]:text-accent">{option.icon}</span>
          <span className="min-w-0 flex-1">
            <span className="block font-semibold">{option.title}</span>
            <span className="mt-0.5 block text-[13px] text-soft">{option.text}</span>
          </span>
          <span
            aria-hidden
            className="mt-1 inline-flex size-4 shrink-0 items-center justify-center rounded-full border-2 border-strong group-data-[state=checked]:border-accent"
          >
            <RadioGroup.Indicator className="size-2 rounded-full bg-accent" />
          </span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
