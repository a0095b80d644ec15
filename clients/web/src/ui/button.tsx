// SPDX-License-Identifier: Apache-2.0
import type { ButtonHTMLAttributes, ReactNode } from "react";
import { classNames } from "./class-names";
import { Tip } from "./tip";

export type ButtonLook = "plain" | "main" | "quiet" | "ai" | "danger";

const LOOKS: Record<ButtonLook, string> = {
  plain: "border border-line bg-raised text-text hover:bg-hover hover:border-strong",
  main: "bg-accent text-accent-ink font-semibold hover:brightness-110",
  quiet: "text-soft hover:text-text hover:bg-hover",
  ai: "border border-ai/40 bg-ai/10 text-text hover:bg-ai/20",
  danger: "border border-bad/40 bg-bad/10 text-bad hover:bg-bad/20",
};

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: ButtonLook;
  icon?: ReactNode;
}

/** A button with a word on it; at least 44 px high, so that a thumb hits it. */
export function Button({ look = "plain", icon, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classNames(
        "inline-flex h-11 shrink-0 items-center justify-center gap-2 rounded-lg px-4 whitespace-nowrap transition-colors",
        "disabled:opacity-45 disabled:pointer-events-none aria-pressed:border-accent aria-pressed:bg-accent/20",
        LOOKS[look],
        className,
      )}
    >
      {icon}
      {children}
    </button>
  );
}

export interface IconButtonProps extends ButtonProps {
  /** What it does; shown on hover and read aloud. */
  label: string;
  /** The key that does the same, for example "Space". */
  shortcut?: string;
}

/** A square button with a picture; its name is shown on hover and focus. */
export function IconButton({ label, shortcut, look = "plain", className, children, ...rest }: IconButtonProps) {
  return (
    <Tip text={label} {...(shortcut === undefined ? {} : { shortcut })}>
      <button
        type="button"
        aria-label={label}
        {...rest}
        className={classNames(
          "inline-flex size-11 shrink-0 items-center justify-center rounded-lg transition-colors",
          "disabled:opacity-40 disabled:pointer-events-none aria-pressed:border-accent aria-pressed:bg-accent/20 aria-pressed:text-accent",
          LOOKS[look],
          className,
        )}
      >
        {children}
      </button>
    </Tip>
  );
}
