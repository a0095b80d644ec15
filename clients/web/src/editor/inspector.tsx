// SPDX-License-Identifier: Apache-2.0
import { Lock, LockOpen, Sparkles, Trash2 } from "lucide-react";
import { useMemo, useState } from "react";
import { percent } from "../lib/format";
import { Button } from "../ui/button";
import { classNames } from "../ui/class-names";
import { Pill } from "../ui/feedback";
import { Segmented } from "../ui/segmented";
import { words } from "../words";
import type { Desk } from "./desk";
import { CommentPanel } from "./comment-panel";
import { openCount, useComments } from "./comments";
import { Alternatives } from "./alternatives";
import { useFootage } from "./footage";
import { FramingOfClip } from "./framing";
import type { GridBeat } from "./grid";
import { MarkNotes } from "./mark-row";
import { type Mark, marksOf } from "./marks";
import { type Cut, type Join, lookWords, type Shot } from "./model";
import { Overview } from "./overview";
import type { CutPlayer } from "./player";
import { useEditor } from "./store";

interface InspectorProps {
  cut: Cut;
  desk: Desk;
  player: CutPlayer | null;
  grid: GridBeat[];
  shape: number;
}

/** What is known of the selection: the true reasons, alternatives, and what can be done with it; or what people said. */
export function Inspector({ cut, desk, player, grid, shape }: InspectorProps) {
  const marks = useMemo(() => marksOf(cut, grid), [cut, grid]);
  const selected = useEditor((state) => state.selected);
  const shots = cut.shots.filter((shot) => selected.includes(shot.id));
  const one = shots.length === 1 ? shots[0] : undefined;
  const tab = useComments((state) => state.tab);
  const open = useComments((state) => openCount(state.comments));
  return (
    <section aria-label={words.inspector.label} className="flex min-h-0 flex-col border-l border-line bg-panel">
      <div className="px-4 pt-4">
        <Segmented<"details" | "comments">
          label={words.comments.tabs}
          value={tab}
          onChange={(next) => useComments.setState({ tab: next })}
          options={[
            { value: "details", label: words.comments.details },
            { value: "comments", label: words.comments.tab(open) },
          ]}
        />
      </div>
      {/* What is new in here begins at its top. */}
      <div key={one?.id ?? shots.length} className="min-h-0 flex-1 overflow-y-auto p-4">
        {tab === "comments" ? (
          <CommentPanel cut={cut} player={player} />
        ) : one !== undefined ? (
          <OneShot key={one.id} shot={one} cut={cut} desk={desk} player={player} marks={marks.filter((mark) => mark.shotId === one.id)} shape={shape} />
        ) : shots.length > 1 ? (
          <ManyShots shots={shots} desk={desk} />
        ) : (
          <Overview cut={cut} desk={desk} marks={marks} player={player} />
        )}
      </div>
    </section>
  );
}

interface OneShotProps extends Omit<InspectorProps, "grid"> {
  shot: Shot;
  marks: Mark[];
}

function OneShot({ shot, cut, desk, player, marks, shape }: OneShotProps) {
  const at = cut.shots.findIndex((other) => other.id === shot.id);
  const byHand = shot.parts.length === 0;
  const tone = shot.confidence >= 0.8 ? "good" : shot.confidence >= 0.65 ? "fair" : "bad";
  const join = cut.joins.find((other) => other.from === shot.id);
  const clip = useFootage().clips.get(shot.mediaId);
  return (
    <div className="flex flex-col gap-4">
      <header className="flex items-start justify-between gap-2">
        <div className="min-w-0">
          <h2 className="text-base font-semibold">{words.inspector.shot(at + 1)}</h2>
          <p className="truncate text-[13px] text-soft">{[lookWords(shot.look), shot.fileName].filter(Boolean).join(" · ")}</p>
        </div>
        {byHand ? <Pill tone="soft">{words.inspector.byHand}</Pill> : <Pill tone={tone}>{words.inspector.sure(percent(shot.confidence))}</Pill>}
      </header>
      <Actions shot={shot} desk={desk} />
      {marks.length > 0 && <MarkNotes marks={marks} />}
      <p className="flex gap-3 rounded-lg border border-line bg-ground p-3 text-[15px]">
        <Sparkles size={18} className="mt-0.5 shrink-0 text-ai" />
        <span>{shot.why === "" ? words.inspector.noReason : shot.why}</span>
      </p>
      {shot.lock !== null && (
        <p className="flex items-center gap-2 text-[13px] text-lock">
          <Lock size={14} /> {words.inspector.lockedBy[shot.lock.reason] ?? words.inspector.lockedBy.user_locked}
        </p>
      )}
      {!byHand && <Parts parts={shot.parts} />}
      <Alternatives shot={shot} desk={desk} player={player} shape={shape} />
      {join !== undefined && (
        <div className="flex flex-col gap-2">
          <h3 className="text-[13px] text-soft">{words.inspector.into}</h3>
          <Segmented<Join["kind"]>
            label={words.inspector.into}
            value={join.kind}
            onChange={(as) => desk.make({ kind: "join", from: join.from, to: join.to, as })}
            options={(["cut", "dissolve", "whip"] as const).map((value) => ({ value, label: words.inspector.joins[value] }))}
          />
        </div>
      )}
      {clip?.framing && <FramingOfClip clip={clip} framing={clip.framing} />}
    </div>
  );
}

/** Lock and delete; deleting asks why in a row of chips, and any of them deletes. */
function Actions({ shot, desk }: { shot: Shot; desk: Desk }) {
  const [asking, setAsking] = useState(false);
  const locked = shot.lock !== null;
  return (
    <div className="flex flex-col gap-2">
      <div className="grid grid-cols-2 gap-2">
        <Button
          icon={locked ? <LockOpen size={17} /> : <Lock size={17} />}
          onClick={() => desk.make({ kind: locked ? "unlock" : "lock", shot: shot.id })}
        >
          {locked ? words.inspector.unlock : words.inspector.lock}
        </Button>
        <Button icon={<Trash2 size={17} />} look="danger" aria-expanded={asking} onClick={() => setAsking(!asking)}>
          {words.inspector.delete}
        </Button>
      </div>
      {asking && (
        <div role="group" aria-label={words.inspector.why} className="flex flex-wrap gap-2">
          {words.inspector.reasons.map(([reason, label]) => (
            <Button key={reason} className="px-3 text-[13px]" onClick={() => desk.make({ kind: "delete", shot: shot.id, reason })}>
              {label}
            </Button>
          ))}
          <Button look="quiet" className="px-3 text-[13px]" onClick={() => desk.make({ kind: "delete", shot: shot.id, reason: "" })}>
            {words.inspector.delete}
          </Button>
        </div>
      )}
    </div>
  );
}

/** The parts of the score as bars to the right (for) and left (against) of the middle. */
function Parts({ parts }: { parts: Shot["parts"] }) {
  const most = Math.max(0.5, ...parts.map((part) => Math.abs(part.value)));
  return (
    <div className="flex flex-col gap-1.5">
      <h3 className="text-[13px] text-soft">{words.inspector.parts}</h3>
      <dl className="grid grid-cols-[minmax(0,1fr)_84px_44px] items-center gap-x-2 gap-y-1 text-[13px]">
        {parts
          .toSorted((a, b) => b.value - a.value)
          .map((part) => (
            <div key={part.name} className="contents">
              <dt className="truncate">{words.inspector.partNames[part.name] ?? part.name}</dt>
              <dd aria-hidden className="relative h-2 rounded bg-raised">
                <span
                  className={classNames("absolute inset-y-0 rounded", part.value >= 0 ? "left-1/2 bg-good" : "right-1/2 bg-bad")}
                  style={{ width: `${(Math.abs(part.value) / most) * 50}%` }}
                />
                <span className="absolute inset-y-0 left-1/2 w-px bg-strong" />
              </dd>
              <dd className="text-right">{`${part.value >= 0 ? "+" : "−"}${Math.abs(part.value).toFixed(2)}`}</dd>
            </div>
          ))}
      </dl>
    </div>
  );
}

function ManyShots({ shots, desk }: { shots: Shot[]; desk: Desk }) {
  const open = shots.filter((shot) => shot.lock === null);
  const locked = shots.filter((shot) => shot.lock !== null);
  return (
    <div className="flex flex-col gap-3">
      <h2 className="text-base font-semibold">{words.inspector.many(shots.length)}</h2>
      <Button icon={<Lock size={17} />} disabled={open.length === 0} onClick={() => desk.make(...open.map((shot) => ({ kind: "lock" as const, shot: shot.id })))}>
        {words.inspector.lockAll}
      </Button>
      <Button icon={<LockOpen size={17} />} disabled={locked.length === 0} onClick={() => desk.make(...locked.map((shot) => ({ kind: "unlock" as const, shot: shot.id })))}>
        {words.inspector.unlockAll}
      </Button>
      <Button
        icon={<Trash2 size={17} />}
        look="danger"
        disabled={open.length === 0}
        onClick={() => desk.make(...open.map((shot) => ({ kind: "delete" as const, shot: shot.id, reason: "" })))}
      >
        {words.inspector.deleteAll}
      </Button>
    </div>
  );
}
