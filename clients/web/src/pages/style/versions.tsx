// SPDX-License-Identifier: Apache-2.0
import type { StyleProfile } from "../../gen/rushes/v1/style_profile_pb";
import { difference, learnedWhen } from "../../style/difference";
import { Pill } from "../../ui/feedback";
import { classNames } from "../../ui/class-names";
import { words } from "../../words";

export interface VersionsProps {
  /** Newest first. */
  profiles: readonly StyleProfile[];
  shown: string;
  /** Whether older ones are not in the list. */
  more: boolean;
  onShow: (styleProfileId: string) => void;
}

/** The profiles by age, each with what it does otherwise than the one before. */
export function Versions({ profiles, shown, more, onShow }: VersionsProps) {
  return (
    <aside aria-label={words.style.versions}>
      <h2 className="mb-3 font-semibold">{words.style.versions}</h2>
      <ul className="flex flex-col gap-2">
        {profiles.map((profile, index) => {
          const before = profiles[index + 1];
          const here = profile.styleProfileId === shown;
          return (
            <li key={profile.styleProfileId}>
              <button
                type="button"
                aria-pressed={here}
                onClick={() => onShow(profile.styleProfileId)}
                className={classNames(
                  "w-full rounded-card border p-4 text-left transition-colors",
                  here ? "border-accent bg-accent/10" : "border-line bg-panel hover:border-strong",
                )}
              >
                <span className="flex items-center gap-2">
                  <span className="font-semibold">
                    {more && learnedWhen(profile) !== "" ? learnedWhen(profile) : words.style.version(profiles.length - index)}
                  </span>
                  {index === 0 && <Pill tone="good">{words.style.newest}</Pill>}
                </span>
                <span className="mt-0.5 block text-[13px] text-soft">
                  {more || learnedWhen(profile) === "" ? "" : `${learnedWhen(profile)} · `}
                  {words.style.evidence(profile.trainedOnVideos)}
                </span>
                {before === undefined ? (
                  !more && <span className="mt-2 block text-[13px] text-faint">{words.style.first}</span>
                ) : (
                  <Differences texts={difference(profile, before)} />
                )}
              </button>
            </li>
          );
        })}
      </ul>
    </aside>
  );
}

function Differences({ texts }: { texts: string[] }) {
  if (texts.length === 0) {
    return <span className="mt-2 block text-[13px] text-faint">{words.style.same}</span>;
  }
  return (
    <span className="mt-2 flex flex-col gap-0.5 text-[13px] text-soft">
      {texts.slice(0, 4).map((text) => (
        <span key={text} className="before:mr-1.5 before:text-faint before:content-['•']">
          {text}
        </span>
      ))}
    </span>
  );
}
