// SPDX-License-Identifier: Apache-2.0
import { Dialog } from "../ui/dialog";
import { words } from "../words";

/** The keyboard map. */
export function Shortcuts({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={words.shortcuts.title} description={words.shortcuts.how} wide>
      <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
        {words.shortcuts.groups.map(([title, keys]) => (
          <section key={title}>
            <h3 className="mb-2 font-semibold">{title}</h3>
            <dl className="flex flex-col gap-1.5">
              {keys.map(([key, does]) => (
                <div key={key} className="flex items-center justify-between gap-4">
                  <dt className="text-soft">{does}</dt>
                  <dd>
                    <kbd className="rounded border border-strong bg-ground px-2 py-0.5 font-sans text-[13px]">{key}</kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
