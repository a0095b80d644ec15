// SPDX-License-Identifier: Apache-2.0
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { Button, IconButton } from "../../ui/button";
import { classNames } from "../../ui/class-names";
import type { Draft } from "../../upload/draft";
import type { Item } from "../../upload/items";
import { words } from "../../words";

interface Removal {
  busy: boolean;
  remove: () => void;
}

/** Takes a file out, with a word about it; says why where it has to stay. */
export function useRemoval(item: Item, draft: Draft, onEnd: () => void): Removal {
  const [busy, setBusy] = useState(false);
  const remove = (): void => {
    setBusy(true);
    draft
      .remove(item.key)
      .then(() => toast(words.upload.removed(item.name)))
      .catch((error: unknown) => toast.error(error instanceof Error ? error.message : String(error)))
      .finally(() => {
        setBusy(false);
        onEnd();
      });
  };
  return { busy, remove };
}

/** A bin that asks once more; the question covers what is around it. */
export function RemoveFile({ item, draft, className, narrow = false }: { item: Item; draft: Draft; className?: string; narrow?: boolean }) {
  const [asking, setAsking] = useState(false);
  const { busy, remove } = useRemoval(item, draft, () => setAsking(false));
  if (!asking) {
    return (
      <IconButton label={words.upload.remove(item.name)} look="quiet" className={className} onClick={() => setAsking(true)}>
        <Trash2 size={17} />
      </IconButton>
    );
  }
  return (
    <div
      role="group"
      aria-label={words.upload.removeSure}
      onKeyDown={(event) => event.key === "Escape" && setAsking(false)}
      className={classNames("z-10 flex gap-2 bg-ground", narrow ? "absolute inset-0 flex-col items-stretch justify-center p-2 text-center" : "items-center rounded-lg pl-3")}
    >
      <p className="text-[13px]">{words.upload.removeSure}</p>
      <Button look="danger" autoFocus disabled={busy} className="px-2" onClick={remove}>
        {words.upload.removeYes}
      </Button>
      <Button className="px-2" onClick={() => setAsking(false)}>
        {words.upload.removeNo}
      </Button>
    </div>
  );
}
