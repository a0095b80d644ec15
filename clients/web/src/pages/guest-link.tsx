// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@connectrpc/connect-query";
import { useState } from "react";
import { AccountService } from "../gen/rushes/v1/account_service_pb";
import { accounts, reasonOf } from "../lib/api";
import { isVisiting, signOut, visit } from "../lib/sign-in";
import { Button } from "../ui/button";
import { words } from "../words";

/** Says above the page as whom it is seen, when that may not be what is thought: a guest link opened by somebody who is signed in, or a guest's tab. */
export function GuestLink({ link, onForget }: { link: string | null; onForget: () => void }) {
  const me = useQuery(AccountService.method.whoAmI, {});
  const [busy, setBusy] = useState(false);
  const [reason, setReason] = useState<string | null>(null);

  async function open(text: string): Promise<void> {
    setBusy(true);
    setReason(null);
    try {
      await accounts.whoAmI({}, { headers: { authorization: `Bearer ${text}` } });
      visit(text);
    } catch (error) {
      setReason(reasonOf(error));
    } finally {
      setBusy(false);
    }
  }

  if (me.data === undefined || (link === null && !isVisiting())) {
    return null;
  }
  const { name } = me.data;
  return (
    <section aria-label={words.guest.label} className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line bg-raised px-4 py-1">
      <p role="status" className="min-w-0 flex-1">
        {link === null ? words.guest.visiting(name) : words.guest.opened(name)}
        {reason !== null && <span className="text-bad"> {words.guest.closed(reason)}</span>}
      </p>
      {link === null ? (
        <Button look="quiet" onClick={signOut}>
          {words.guest.leave}
        </Button>
      ) : (
        <>
          <Button look="main" disabled={busy} onClick={() => void open(link)}>
            {words.guest.open}
          </Button>
          <Button look="quiet" onClick={onForget}>
            {words.guest.stay(name)}
          </Button>
        </>
      )}
    </section>
  );
}
