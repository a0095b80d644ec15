// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@connectrpc/connect-query";
import { Fingerprint } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import { StyleProfileService } from "../gen/rushes/v1/style_profile_service_pb";
import { reasonOf } from "../lib/api";
import { learnedWhen } from "../style/difference";
import { Empty, Pill, Trouble, Waiting } from "../ui/feedback";
import { words } from "../words";
import { Portrait } from "./style/portrait";
import { Versions } from "./style/versions";

/** What was learned of the creator's style, version by version. */
export default function StyleProfile() {
  const answer = useQuery(StyleProfileService.method.listStyleProfiles, { pageSize: 50 });
  const [wanted, setWanted] = useState<string | null>(null);
  if (answer.isPending) {
    return <Waiting>{words.loading}</Waiting>;
  }
  if (answer.isError) {
    return (
      <div className="mx-auto max-w-3xl p-10">
        <Trouble reason={reasonOf(answer.error)} onRetry={() => void answer.refetch()} />
      </div>
    );
  }
  const profiles = answer.data.styleProfiles;
  const shown = profiles.find((profile) => profile.styleProfileId === wanted) ?? profiles[0];
  if (shown === undefined) {
    return (
      <div className="mx-auto max-w-3xl p-10">
        <h1 className="mb-6 text-2xl font-semibold">{words.style.title}</h1>
        <Empty icon={<Fingerprint size={40} />} title={words.style.none}>
          <p className="mb-5">{words.style.noneHow}</p>
          <Link href="/new" className="inline-flex h-11 items-center rounded-lg bg-accent px-5 font-semibold text-accent-ink">
            {words.style.noneGo}
          </Link>
        </Empty>
      </div>
    );
  }
  return (
    <div className="mx-auto max-w-7xl p-8">
      <header className="mb-6">
        <div className="flex flex-wrap items-center gap-3">
          <h1 className="text-2xl font-semibold">{words.style.title}</h1>
          <Pill tone="ai">{words.style.evidence(shown.trainedOnVideos)}</Pill>
          <span className="text-soft">{learnedWhen(shown)}</span>
        </div>
        <p className="mt-1 text-soft">{words.style.about}</p>
      </header>
      <div className="grid grid-cols-[minmax(0,1fr)_280px] items-start gap-6">
        <Portrait profile={shown} />
        <Versions
          profiles={profiles}
          shown={shown.styleProfileId}
          more={answer.data.nextPageToken !== ""}
          onShow={setWanted}
        />
      </div>
    </div>
  );
}
