// SPDX-License-Identifier: Apache-2.0
// Every word people read, in one place. Functions take what varies.
import { count } from "./lib/format";

export const words = {
  product: "Rushes",
  close: "Close",
  cancel: "Cancel",
  tryAgain: "Try again",
  loading: "Loading…",
  nav: { label: "Rushes", edits: "Edits", style: "Style profile", analytics: "Analytics", signOut: "Sign out" },

  signIn: {
    title: "Sign in",
    how: "On the machine that runs Rushes, type",
    command: "rushes open",
    then: "and open the address it prints, or type the code here.",
    code: "Pairing code",
    placeholder: "XXXX-XXXX",
    go: "Sign in",
    token: "I have an access token",
    tokenLabel: "Access token",
    working: "Signing in…",
  },

  home: {
    title: "Your edits",
    create: "New edit",
    empty: "No edits yet",
    emptyHow: "Bring the clips of a shoot and a song; the first cut is there in about a minute.",
    noCut: "No cut yet",
    cut: (revision: number) => `Revision ${revision}`,
    open: (name: string) => `Open ${name}`,
  },

  notFound: { title: "There is nothing here", back: "Go to your edits" },
};

/** How many clips, in words. */
export const clips = (many: number): string => count(many, "clip");
