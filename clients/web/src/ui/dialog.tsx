// SPDX-License-Identifier: Apache-2.0
import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { words } from "../words";
import { classNames } from "./class-names";

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description: string;
  wide?: boolean;
  children: ReactNode;
}

/** A window over the page: Esc and the cross close it, the focus stays inside and goes back afterwards. */
export function Dialog({ open, onOpenChange, title, description, wide = false, children }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/70" />
        <Radix.Content
          className={classNames(
            "fixed top-1/2 left-1/2 z-40 flex max-h-[92vh] -translate-x-1/2 -translate-y-1/2 flex-col overflow-hidden",
            "rounded-2xl border border-line bg-panel shadow-2xl shadow-black",
            wide ? "w-[min(960px,94vw)]" : "w-[min(560px,94vw)]",
          )}
        >
          <header className="flex items-start gap-4 border-b border-line py-4 pr-4 pl-6">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
              <Radix.Description className="text-soft">{description}</Radix.Description>
            </div>
            <Radix.Close
              aria-label={words.close}
              className="inline-flex size-11 items-center justify-center rounded-lg text-soft hover:bg-hover hover:text-text"
            >
              <X size={20} />
            </Radix.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto p-6">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
