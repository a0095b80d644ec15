// SPDX-License-Identifier: Apache-2.0
import { Moon, Zap } from "lucide-react";
import type { StyleProfile_EnergyMatching } from "../../gen/rushes/v1/style_profile_pb";
import type { Table } from "../../ui/charts/table";
import { words } from "../../words";

/** What loud and quiet music asks for, as two sentences. */
export function Rules({ energy }: { energy: StyleProfile_EnergyMatching | undefined }) {
  const parts = [
    { part: "high" as const, rule: energy?.highEnergySections, icon: <Zap size={18} className="text-fair" /> },
    { part: "low" as const, rule: energy?.lowEnergySections, icon: <Moon size={18} className="text-lock" /> },
  ];
  return (
    <ul className="flex flex-col gap-4">
      {parts.map(
        ({ part, rule, icon }) =>
          rule && (
            <li key={part} className="flex gap-3 text-base">
              <span className="mt-1 shrink-0">{icon}</span>
              {words.style.energyRule(part, rule.preferredShotType, rule.cutFrequency, rule.motionPreference)}
            </li>
          ),
      )}
    </ul>
  );
}

export function rulesTable(energy: StyleProfile_EnergyMatching | undefined): Table {
  const row = (name: string, rule: StyleProfile_EnergyMatching["highEnergySections"]): (string | number)[] => [
    name,
    words.style.thing(rule?.preferredShotType ?? ""),
    words.style.thing(rule?.cutFrequency ?? ""),
    rule?.motionPreference ?? 0,
  ];
  return {
    head: [words.style.shares.what, words.style.preferred, words.style.cutsWhen, words.style.motion],
    rows: [row(words.style.loud, energy?.highEnergySections), row(words.style.quiet, energy?.lowEnergySections)],
  };
}
