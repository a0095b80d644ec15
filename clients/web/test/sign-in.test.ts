// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it, vi } from "vitest";
import { belongings, isVisiting, pairingCodeFromAddress, signIn, signOut, token, tokenFromAddress, visit } from "../src/lib/sign-in";

function address(hash: string): { replaceState: ReturnType<typeof vi.fn> } {
  const history = { replaceState: vi.fn() };
  vi.stubGlobal("location", { hash, pathname: "/p/j1", search: "?t=2" });
  vi.stubGlobal("history", history);
  return history;
}

afterEach(() => vi.unstubAllGlobals());

describe("what stands behind the # of an address", () => {
  it("is the token of a guest link, and is taken out", () => {
    const history = address("#token=rsh_a.b-c_d");
    expect(tokenFromAddress()).toBe("rsh_a.b-c_d");
    expect(history.replaceState).toHaveBeenCalledWith(null, "", "/p/j1?t=2");
  });

  it("is one of both", () => {
    address("#pair=ABCD-2345");
    expect(tokenFromAddress()).toBeNull();
    expect(pairingCodeFromAddress()).toBe("ABCD-2345");
  });

  it("is left alone when it is neither", () => {
    const history = address("#shot");
    expect(tokenFromAddress()).toBeNull();
    expect(pairingCodeFromAddress()).toBeNull();
    expect(history.replaceState).not.toHaveBeenCalled();
  });
});

/** What a browser keeps for a tab or for all of them. */
function storage(): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    key: (at) => [...kept.keys()][at] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, text) => void kept.set(key, text),
    removeItem: (key) => void kept.delete(key),
    clear: () => kept.clear(),
  };
}

describe("a guest of one tab", () => {
  it("is nobody in the others, and who is signed in comes back", () => {
    const all = storage();
    const mine = storage();
    vi.stubGlobal("localStorage", all);
    vi.stubGlobal("sessionStorage", mine);
    signIn("rsh_ada");
    visit("rsh_guest");
    expect(isVisiting()).toBe(true);
    expect(token()).toBe("rsh_guest");
    vi.stubGlobal("sessionStorage", storage());
    expect(token(), "in another tab").toBe("rsh_ada");
    vi.stubGlobal("sessionStorage", mine);
    signOut();
    expect(isVisiting()).toBe(false);
    expect(token()).toBe("rsh_ada");
    signOut();
    expect(token()).toBeNull();
  });

  it("keeps what waits to be sent apart from what waits of who is signed in", () => {
    vi.stubGlobal("localStorage", storage());
    vi.stubGlobal("sessionStorage", storage());
    signIn("rsh_ada");
    belongings().setItem("waiting", "of Ada");
    visit("rsh_guest");
    expect(belongings().getItem("waiting")).toBeNull();
    signOut();
    expect(belongings().getItem("waiting")).toBe("of Ada");
  });
});
