// SPDX-License-Identifier: Apache-2.0
import { type ReactNode, useRef } from "react";
import { Button, type ButtonLook } from "../../ui/button";

export interface PickProps {
  children: ReactNode;
  icon?: ReactNode;
  look?: ButtonLook;
  accept?: string;
  /** Whole folders instead of files. */
  folder?: boolean;
  multiple?: boolean;
  onFiles: (files: File[]) => void;
}

/** A button that opens the system's file chooser. */
export function Pick({ children, icon, look = "plain", accept, folder = false, multiple = true, onFiles }: PickProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button look={look} icon={icon} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        tabIndex={-1}
        aria-hidden
        multiple={multiple}
        {...(accept === undefined || folder ? {} : { accept })}
        {...(folder ? { webkitdirectory: "" } : {})}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
    </>
  );
}
