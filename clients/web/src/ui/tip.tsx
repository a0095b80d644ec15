// SPDX-License-Identifier: Apache-2.0
import { Tooltip } from "radix-ui";
import type { ReactNode } from "react";

/** Says what something is on hover and focus. Nothing is said there only: touch has no hover. */
export function Tip({ text, shortcut, children }: { text: string; shortcut?: string; children: ReactNode }) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content
          sideOffset={6}
          className="z-50 max-w-72 rounded-md border border-line bg-raised px-2.5 py-1.5 text-[13px] text-text shadow-xl shadow-black/50"
        >
          {text}
          {shortcut !== undefined && <Key>{shortcut}</Key>}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

/** A key of the keyboard. */
export function Key({ children }: { children: ReactNode }) {
  return (
    <kbd className="ml-2 rounded border border-strong bg-ground px-1.5 py-0.5 font-sans text-[12px] text-soft">{children}</kbd>
  );
}
