// SPDX-License-Identifier: Apache-2.0
import { useSyncExternalStore } from "react";

const KEY = "rushes.token";
const listeners = new Set<() => void>();

/** The access token of this browser; null when nobody is signed in. */
export function token(): string | null {
  return localStorage.getItem(KEY);
}

export function signIn(text: string): void {
  localStorage.setItem(KEY, text);
  listeners.forEach((listener) => listener());
}

export function signOut(): void {
  localStorage.removeItem(KEY);
  listeners.forEach((listener) => listener());
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
