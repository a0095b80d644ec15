// SPDX-License-Identifier: Apache-2.0
import { SearchX } from "lucide-react";
import { Link } from "wouter";
import { Empty } from "../ui/feedback";
import { words } from "../words";

/** For addresses that lead nowhere. */
export function NotFound() {
  return (
    <div className="mx-auto max-w-3xl p-10">
      <Empty icon={<SearchX size={40} />} title={words.notFound.title}>
        <Link href="/" className="text-accent underline underline-offset-4">
          {words.notFound.back}
        </Link>
      </Empty>
    </div>
  );
}
