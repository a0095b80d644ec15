// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from "react";

/** A stored picture: what it is and, for some minutes, where. */
export interface Stored {
  sha256: string;
  contentPath: string;
}

const known = new Map<string, Promise<string>>();
const ready = new Map<string, string>();

/** The address of a stored picture on this page, fetched once: signed links live ten minutes, pages longer. */
function pictureOf(stored: Stored): Promise<string> {
  let address = known.get(stored.sha256);
  if (address === undefined) {
    address = fetch(stored.contentPath).then(async (response) => {
      if (!response.ok) {
        throw new Error(`HTTP ${response.status}`);
      }
      const url = URL.createObjectURL(await response.blob());
      ready.set(stored.sha256, url);
      return url;
    });
    address.catch(() => known.delete(stored.sha256));
    known.set(stored.sha256, address);
  }
  return address;
}

/** A stored picture for an img element; null until it is there. */
export function usePicture(stored: Stored | undefined): string | null {
  const sha = stored?.sha256;
  const [url, setUrl] = useState<string | null>(sha === undefined ? null : (ready.get(sha) ?? null));
  useEffect(() => {
    let current = true;
    if (stored === undefined) {
      setUrl(null);
      return;
    }
    pictureOf(stored).then(
      (address) => current && setUrl(address),
      () => undefined,
    );
    return () => {
      current = false;
    };
    // The path changes with every answer; the picture does not.
  }, [sha]);
  return url;
}
