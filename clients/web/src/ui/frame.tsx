// SPDX-License-Identifier: Apache-2.0
import { ChartNoAxesColumn, Clapperboard, Fingerprint, LogOut } from "lucide-react";
import type { ReactNode } from "react";
import { Link, useRoute } from "wouter";
import { signOut } from "../lib/sign-in";
import { words } from "../words";
import { IconButton } from "./button";
import { classNames } from "./class-names";
import { Tip } from "./tip";

/** The page around every screen but the editor: a rail with the places, and the content. */
export function Frame({ children }: { children: ReactNode }) {
  return (
    <div className="flex h-full">
      <nav aria-label={words.nav.label} className="flex w-16 shrink-0 flex-col items-center gap-2 border-r border-line bg-panel py-3">
        <Link href="/" aria-label={words.product} className="mb-2 rounded-lg">
          <img src="/icon.svg" alt="" width={40} height={40} />
        </Link>
        <Place href="/" label={words.nav.edits} icon={<Clapperboard size={20} />} />
        <Place href="/style" label={words.nav.style} icon={<Fingerprint size={20} />} />
        <Place href="/analytics" label={words.nav.analytics} icon={<ChartNoAxesColumn size={20} />} />
        <div className="flex-1" />
        <IconButton label={words.nav.signOut} look="quiet" onClick={signOut}>
          <LogOut size={20} />
        </IconButton>
      </nav>
      <main className="min-w-0 flex-1 overflow-y-auto">{children}</main>
    </div>
  );
}

function Place({ href, label, icon }: { href: string; label: string; icon: ReactNode }) {
  const [here] = useRoute(href);
  return (
    <Tip text={label}>
      <Link
        href={href}
        aria-label={label}
        aria-current={here ? "page" : undefined}
        className={classNames(
          "inline-flex size-12 items-center justify-center rounded-lg transition-colors",
          here ? "bg-accent/15 text-accent" : "text-soft hover:bg-hover hover:text-text",
        )}
      >
        {icon}
      </Link>
    </Tip>
  );
}
