// SPDX-License-Identifier: Apache-2.0
import type { StyleProfile } from "../../gen/rushes/v1/style_profile_pb";
import { percent, seconds } from "../../lib/format";
import { largest, pairShare, ranked } from "../../style/difference";
import { Bars } from "../../ui/charts/bars";
import { ChartCard } from "../../ui/charts/card";
import { Heat } from "../../ui/charts/heat";
import type { Table } from "../../ui/charts/table";
import { words } from "../../words";
import { BeatRow } from "./beat-row";
import { Lengths } from "./lengths";
import { Rules, rulesTable } from "./rules";

const ANGLES = ["front", "side", "overhead", "other"];
const TYPES = ["close_up", "medium", "wide", "zoom"];
const say = words.style;

/** One profile as pictures. */
export function Portrait({ profile }: { profile: StyleProfile }) {
  const shots = profile.shotPatterns;
  const order = profile.sequencingPatterns;
  const pace = profile.pacingPatterns;
  const evidence = say.from(profile.trainedOnVideos);
  const main = largest(shots?.shotTypes ?? {});
  const habit = largest(profile.transitionPreferences);
  const pair = largest(order?.shotTypeTransitions ?? {});
  const [pairFrom = "", pairTo = ""] = pair?.word.split("_to_") ?? [];
  const holds = [
    { word: "close_up", share: pace?.holdDurationCloseUp ?? 0 },
    { word: "medium", share: pace?.holdDurationMedium ?? 0 },
    { word: "wide", share: pace?.holdDurationWide ?? 0 },
  ];
  const longest = [...holds].sort((one, other) => other.share - one.share)[0];
  return (
    <div className="grid grid-cols-2 gap-4 max-[1150px]:grid-cols-1">
      <ChartCard
        title={say.lengths}
        evidence={evidence}
        says={say.lengthsSay(shots?.avgShotLength ?? 0, shots?.shotLengthStd ?? 0)}
        table={{
          head: [say.shares.what, say.shares.seconds],
          rows: [...(shots?.shotLengthDistribution ?? []).map((value, i) => [say.quantile[i] ?? "", value]), [say.mean, shots?.avgShotLength ?? 0]],
        }}
      >
        <Lengths quantiles={shots?.shotLengthDistribution ?? []} mean={shots?.avgShotLength ?? 0} />
      </ChartCard>
      <ChartCard
        title={say.types}
        evidence={evidence}
        {...(main === null ? {} : { says: say.typesSay(main.word, main.share) })}
        table={sharesTable(shots?.shotTypes ?? {})}
      >
        <Bars label={say.types} full={1} rows={shareRows(shots?.shotTypes ?? {})} />
      </ChartCard>
      <ChartCard
        title={say.angles}
        evidence={evidence}
        says={say.anglesSay(order?.sameAngleRepeatRate ?? 0, order?.maxSameAngleStreak ?? 0)}
        table={pairsTable(ANGLES, order?.angleTransitions ?? {})}
      >
        <Heat label={say.angles} names={ANGLES} share={(from, to) => pairShare(order?.angleTransitions ?? {}, from, to)} />
      </ChartCard>
      {pair !== null && (
        <ChartCard
          title={say.sizes}
          evidence={evidence}
          says={say.sizesSay(pairFrom, pairTo, pair.share)}
          table={pairsTable(TYPES, order?.shotTypeTransitions ?? {})}
        >
          <Heat label={say.sizes} names={TYPES} share={(from, to) => pairShare(order?.shotTypeTransitions ?? {}, from, to)} />
        </ChartCard>
      )}
      <ChartCard
        title={say.beats}
        evidence={evidence}
        says={say.beatsSay(pace?.cutsPerBeat ?? 0)}
        table={{
          head: [say.shares.what, say.shares.value],
          rows: [
            [say.perBeat, pace?.cutsPerBeat ?? 0],
            [say.skipped, pace?.beatSkipRate ?? 0],
          ],
        }}
      >
        <BeatRow perBeat={pace?.cutsPerBeat ?? 0} />
        <p className="mt-2 text-[13px] text-soft">
          {say.skipped}: {percent(pace?.beatSkipRate ?? 0)}
        </p>
      </ChartCard>
      <ChartCard
        title={say.holds}
        evidence={evidence}
        says={say.holdsSay(longest?.word ?? "")}
        table={{ head: [say.shares.what, say.shares.seconds], rows: holds.map(({ word, share }) => [say.thing(word), share]) }}
      >
        <Bars
          label={say.holds}
          colour="lock"
          rows={holds.map(({ word, share }) => ({ name: say.thing(word), value: share, text: seconds(share) }))}
        />
      </ChartCard>
      <ChartCard title={say.energy} evidence={evidence} table={rulesTable(profile.energyMatching)}>
        <Rules energy={profile.energyMatching} />
      </ChartCard>
      <ChartCard
        title={say.transitions}
        evidence={evidence}
        {...(habit === null ? {} : { says: say.transitionsSay(habit.word, habit.share) })}
        table={sharesTable(profile.transitionPreferences)}
      >
        <Bars label={say.transitions} full={1} colour="ai" rows={shareRows(profile.transitionPreferences)} />
      </ChartCard>
      <Limits profile={profile} />
      <Model profile={profile} />
    </div>
  );
}

function Limits({ profile }: { profile: StyleProfile }) {
  const limits = profile.qualityThresholds;
  const [quality, blur] = [limits?.minVisualQuality ?? 0, limits?.maxMotionBlur ?? 1];
  const [dark, bright] = [limits?.minExposure ?? 0, limits?.maxExposure ?? 1];
  const rows = [
    { name: say.limit.quality, from: quality, to: 1, text: percent(quality) },
    { name: say.limit.blur, from: 0, to: blur, text: percent(blur) },
    { name: say.limit.exposure, from: dark, to: bright, text: `${percent(dark)} – ${percent(bright)}` },
  ];
  return (
    <ChartCard
      title={say.limits}
      says={say.limitsSay}
      table={{ head: [say.shares.what, say.shares.value], rows: rows.map((row) => [row.name, row.text]) }}
    >
      <ul className="flex flex-col gap-3">
        {rows.map((row) => (
          <li key={row.name}>
            <span className="flex justify-between text-soft">
              {row.name} <span className="text-text tabular-nums">{row.text}</span>
            </span>
            <svg viewBox="0 0 100 8" preserveAspectRatio="none" className="mt-1 h-2.5 w-full" aria-hidden>
              <rect width="100" height="8" rx="2" className="fill-raised" />
              <rect x={row.from * 100} width={Math.max(0, row.to - row.from) * 100} height="8" rx="2" className="fill-good/70" />
            </svg>
          </li>
        ))}
      </ul>
    </ChartCard>
  );
}

function Model({ profile }: { profile: StyleProfile }) {
  const weights = profile.learnedModel?.featureImportance ?? {};
  const first = largest(weights);
  return first === null ? null : (
    <ChartCard title={say.model} says={say.modelSay(first.word)} table={sharesTable(weights)}>
      <Bars label={say.model} rows={shareRows(weights).slice(0, 10)} />
    </ChartCard>
  );
}

function shareRows(shares: Record<string, number>): { name: string; value: number; text: string }[] {
  return ranked(shares).map(({ word, share }) => ({ name: say.thing(word), value: share, text: percent(share) }));
}

function sharesTable(shares: Record<string, number>): Table {
  return { head: [say.shares.what, say.shares.share], rows: ranked(shares).map(({ word, share }) => [say.thing(word), share]) };
}

function pairsTable(names: string[], pairs: Record<string, number>): Table {
  return {
    head: [say.shares.from, say.shares.to, say.shares.share],
    rows: names.flatMap((from) => names.map((to) => [say.thing(from), say.thing(to), pairShare(pairs, from, to)])),
  };
}
