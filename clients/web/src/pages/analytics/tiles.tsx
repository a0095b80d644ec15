// SPDX-License-Identifier: Apache-2.0
import { editingMinutes, median, type Named, series } from "../../analytics/numbers";
import type { EditSessionAggregate } from "../../gen/rushes/v1/session_pb";
import { words } from "../../words";
import { Tile } from "./tile";

const say = words.analytics;
/** The documented aims of the first releases. */
const AIMS = { unchanged: 70, kept: 75, minutes: 5, saved: 80, again: 2 };

const shown = (value: number | undefined | null, text: (value: number) => string): string | null =>
  value === undefined || value === null ? null : text(value);

/** The six numbers, with sessions oldest first. */
export function Tiles({ sum, sessions }: { sum: EditSessionAggregate; sessions: readonly Named[] }) {
  const minutes = series(sessions, editingMinutes);
  const middle = median(minutes);
  const unchanged = sum.wouldPostUnchangedRate === undefined ? undefined : sum.wouldPostUnchangedRate * 100;
  const week = sum.weekOverWeekQualityImprovement;
  return (
    <div className="grid grid-cols-[repeat(auto-fit,minmax(180px,1fr))] gap-3">
      <Tile
        title={say.unchanged}
        value={shown(unchanged, say.percent)}
        none={say.noAnswer}
        note={say.amongAnswers}
        aim={{ text: say.percent(AIMS.unchanged), met: (unchanged ?? 0) >= AIMS.unchanged, at: AIMS.unchanged }}
        values={running(series(sessions, ({ metrics }) => toNumber(metrics?.survey?.wouldPostUnchanged)))}
        from={0}
        to={100}
      />
      <Tile
        title={say.satisfaction}
        value={shown(sum.avgUserSatisfaction, say.ofFive)}
        none={say.noAnswer}
        note={say.amongAnswers}
        values={series(sessions, ({ metrics }) => metrics?.survey?.userSatisfaction)}
        from={1}
        to={5}
      />
      <Tile
        title={say.kept}
        value={shown(sum.avgClipsKeptPercentage, say.percent)}
        none={say.noData}
        note={week === undefined ? say.perEdit : say.better(week)}
        aim={{ text: say.percent(AIMS.kept), met: (sum.avgClipsKeptPercentage ?? 0) >= AIMS.kept, at: AIMS.kept }}
        values={series(sessions, ({ metrics }) => metrics?.clipsKeptPercentage)}
        from={0}
        to={100}
      />
      <Tile
        title={say.minutes}
        value={shown(middle, say.inMinutes)}
        none={say.noData}
        note={say.median}
        aim={{ text: say.inMinutes(AIMS.minutes), met: (middle ?? 99) < AIMS.minutes, at: AIMS.minutes }}
        values={minutes}
        from={0}
        to={AIMS.minutes * 1.2}
      />
      <Tile
        title={say.saved}
        value={shown(sum.avgTimeSavedPercentage, say.percent)}
        none={say.noData}
        note={say.perEdit}
        aim={{ text: say.percent(AIMS.saved), met: (sum.avgTimeSavedPercentage ?? 0) >= AIMS.saved, at: AIMS.saved }}
        values={series(sessions, ({ metrics }) => metrics?.timeSavedPercentage)}
        from={0}
        to={100}
      />
      <Tile
        title={say.again}
        value={shown(sum.avgRegenerateCount, say.times)}
        none={say.noData}
        note={say.perEdit}
        aim={{ text: say.times(AIMS.again), met: (sum.avgRegenerateCount ?? 0) < AIMS.again, at: AIMS.again }}
        values={series(sessions, ({ metrics }) => metrics?.regenerateCount)}
        from={0}
        to={AIMS.again * 1.5}
      />
    </div>
  );
}

function toNumber(answer: boolean | undefined): number | undefined {
  return answer === undefined ? undefined : answer ? 100 : 0;
}

/** The mean of all answers so far: yes and no alone make no line. */
function running(values: readonly number[]): number[] {
  let sum = 0;
  return values.map((value, i) => (sum += value) / (i + 1));
}
