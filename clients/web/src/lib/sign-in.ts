// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState, useSyncExternalStore } from "react";

const KEY = "rushes.token";
const listeners = new Set<() => void>();

/** Where the person of this tab keeps things: a guest of this tab alone keeps them apart from who is signed in in the browser. */
export function belongings(): Storage {
  return isVisiting() ? sessionStorage : localStorage;
}

/** Whether this tab, and no other, is a guest's. */
export function isVisiting(): boolean {
  return sessionStorage.getItem(KEY) !== null;
}

/** The access token of this tab; null when nobody is signed in. */
export function token(): string | null {
  return belongings().getItem(KEY);
}

export function signIn(text: string): void {
  localStorage.setItem(KEY, text);
  tell();
}

/** Makes this tab that of a guest, until signed out or closed; who is signed in stays so everywhere else. */
export function visit(text: string): void {
  sessionStorage.setItem(KEY, text);
  tell();
}

/** Signs out; a tab that is a guest's becomes that of who is signed in again. */
export function signOut(): void {
  belongings().removeItem(KEY);
  tell();
}

function tell(): void {
  listeners.forEach((listener) => listener());
}

/** The token of a guest link that was opened here, until it is used or forgotten; null when there is none. */
export function useLink(): [link: string | null, forget: () => void] {
  const [link, setLink] = useState(tokenFromAddress);
  const held = useToken();
  useEffect(() => {
    // A link opened in this very tab changes nothing but what stands behind its #.
    const look = (): void => setLink((before) => tokenFromAddress() ?? before);
    addEventListener("hashchange", look);
    return () => removeEventListener("hashchange", look);
  }, []);
  useEffect(() => setLink((before) => (before === held ? null : before)), [held]);
  return [link === held ? null : link, () => setLink(null)];
}

/** The token as it changes, also by another tab. */
export function useToken(): string | null {
  return useSyncExternalStore(subscribe, token);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    removeEventListener("storage", listener);
  };
}

/** Takes the pairing code out of the address (#pair=CODE), so that it is neither shared nor kept in the history. */
export function pairingCodeFromAddress(): string | null {
  return takeFromAddress("pair");
}

/** Takes the token of a guest link out of the address (#token=TOKEN) likewise. */
export function tokenFromAddress(): string | null {
  return takeFromAddress("token");
}

function takeFromAddress(name: string): string | null {
  const secret = new URLSearchParams(location.hash.slice(1)).get(name);
  if (secret !== null) {
    history.replaceState(null, "", location.pathname + location.search);
  }
  return secret;
}
