// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it, vi } from "vitest";
import { pairingCodeFromAddress, tokenFromAddress } from "../src/lib/sign-in";

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
