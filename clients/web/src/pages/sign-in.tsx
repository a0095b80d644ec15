// SPDX-License-Identifier: Apache-2.0
import { type FormEvent, useEffect, useState } from "react";
import { accounts, reasonOf } from "../lib/api";
import { pairingCodeFromAddress, signIn } from "../lib/sign-in";
import { Button } from "../ui/button";
import { Trouble, Waiting } from "../ui/feedback";
import { words } from "../words";

const field = "h-12 w-full rounded-lg border border-strong bg-ground px-4 text-text placeholder:text-faint";

/** Lets somebody in by the token of a guest link, or by a pairing code or a token, from the address or typed. */
export function SignIn({ link }: { link: string | null }) {
  const [code, setCode] = useState(pairingCodeFromAddress);
  const [typed, setTyped] = useState("");
  const [byToken, setByToken] = useState(false);
  const [busy, setBusy] = useState(code !== null || link !== null);
  const [reason, setReason] = useState<string | null>(null);

  useEffect(() => {
    if (code !== null) {
      void pair(code);
    }
  }, [code]);
  useEffect(() => {
    if (link !== null) {
      void enter(link);
    }
  }, [link]);
  useEffect(() => {
    // The printed address opened in this very tab changes nothing but what stands behind its #.
    const look = (): void => setCode((before) => pairingCodeFromAddress() ?? before);
    addEventListener("hashchange", look);
    return () => removeEventListener("hashchange", look);
  }, []);

  async function pair(text: string): Promise<void> {
    setBusy(true);
    setReason(null);
    try {
      const created = await accounts.redeemPairing({ code: text, deviceName: deviceName() });
      signIn(created.text);
    } catch (error) {
      setReason(reasonOf(error));
    } finally {
      setBusy(false);
    }
  }

  async function enter(text: string): Promise<void> {
    setBusy(true);
    setReason(null);
    try {
      await accounts.whoAmI({}, { headers: { authorization: `Bearer ${text}` } });
      signIn(text);
    } catch (error) {
      setReason(reasonOf(error));
    } finally {
      setBusy(false);
    }
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    await (byToken ? enter(typed.trim()) : pair(typed));
  }

  return (
    <main className="flex min-h-full items-center justify-center p-6">
      <div className="w-[min(440px,100%)] rounded-2xl border border-line bg-panel p-8">
        <img src="/icon.svg" alt="" width={48} height={48} className="mb-5" />
        <h1 className="mb-1 text-xl font-semibold">{words.signIn.title}</h1>
        <p className="mb-6 text-soft">
          {words.signIn.how} <code className="rounded bg-raised px-1.5 py-0.5 text-text">{words.signIn.command}</code>{" "}
          {words.signIn.then}
        </p>
        {busy ? (
          <Waiting>{words.signIn.working}</Waiting>
        ) : (
          <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
            {reason !== null && <Trouble reason={reason} />}
            <label className="flex flex-col gap-1.5">
              <span className="text-soft">{byToken ? words.signIn.tokenLabel : words.signIn.code}</span>
              <input
                autoFocus
                required
                autoComplete="off"
                spellCheck={false}
                type={byToken ? "password" : "text"}
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
                placeholder={byToken ? "rsh_…" : words.signIn.placeholder}
                className={byToken ? field : `${field} text-center text-xl tracking-[0.2em] uppercase`}
              />
            </label>
            <Button type="submit" look="main">
              {words.signIn.go}
            </Button>
            <Button
              look="quiet"
              onClick={() => {
                setByToken(!byToken);
                setTyped("");
                setReason(null);
              }}
            >
              {byToken ? words.signIn.code : words.signIn.token}
            </Button>
          </form>
        )}
      </div>
    </main>
  );
}

function deviceName(): string {
  const system = /Windows|Mac OS|Android|iPad|iPhone|Linux/.exec(navigator.userAgent)?.[0] ?? "this machine";
  return `Browser on ${system}`;
}
