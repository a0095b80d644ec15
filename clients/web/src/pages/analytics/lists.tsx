// SPDX-License-Identifier: Apache-2.0
import { ChevronDown, CircleCheck, Download, Flag } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Link } from "wouter";
import { editingMinutes, flagsOf, instructionsOf, type Named } from "../../analytics/numbers";
import { when } from "../../lib/format";
import { IconButton } from "../../ui/button";
import { Bars } from "../../ui/charts/bars";
import { ChartCard } from "../../ui/charts/card";
import { type Cell, download } from "../../ui/charts/table";
import { classNames } from "../../ui/class-names";
import { Pill } from "../../ui/feedback";
import { words } from "../../words";

const say = words.analytics;

/** What needs work, as sentences, each with the edits it comes from. */
export function Flags({ sessions }: { sessions: readonly Named[] }) {
  const flags = flagsOf(sessions);
  const [open, setOpen] = useState<string | null>(null);
  const severity = (severe: boolean): string => (severe ? say.severe : say.mild);
  return (
    <ChartCard
      title={say.flags}
      csv
      table={{
        head: say.flagHead,
        rows: flags.flatMap((flag) => flag.raised.map((one) => [flag.type, one.edit, severity(one.severe), one.message])),
      }}
    >
      {flags.length === 0 ? (
        <p className="flex gap-2.5 text-soft">
          <CircleCheck size={18} className="mt-px text-good" />
          {say.noFlags}
        </p>
      ) : (
        <ul className="flex flex-col gap-2">
          {flags.map((flag) => (
            <li key={flag.type} className="rounded-lg bg-raised">
              <button
                type="button"
                aria-expanded={open === flag.type}
                onClick={() => setOpen(open === flag.type ? null : flag.type)}
                className="flex min-h-11 w-full items-center gap-3 rounded-lg px-3 py-2 text-left hover:bg-hover"
              >
                <Flag size={17} className={classNames("shrink-0", flag.severe ? "text-bad" : "text-fair")} />
                <span className="flex-1">{say.flag(flag.type, flag.raised.length, sessions.length)}</span>
                <Pill tone={flag.severe ? "bad" : "fair"}>{severity(flag.severe)}</Pill>
                <ChevronDown size={17} className={classNames("shrink-0 text-soft transition-transform", open === flag.type && "rotate-180")} />
              </button>
              {open === flag.type && (
                <ul className="flex flex-col gap-1 px-3 pb-3 pl-10 text-[13px] text-soft">
                  {flag.raised.map((one, index) => (
                    <li key={index}>
                      <EditLink jobId={one.jobId}>{one.edit}</EditLink>: {one.message}
                    </li>
                  ))}
                </ul>
              )}
            </li>
          ))}
        </ul>
      )}
    </ChartCard>
  );
}

/** What people asked for when they had sections made again. */
export function Instructions({ sessions }: { sessions: readonly Named[] }) {
  const rows = instructionsOf(sessions);
  const first = rows[0];
  return (
    <ChartCard
      title={say.instructions}
      {...(first === undefined ? {} : { says: say.instructionsSay(first.word) })}
      csv
      table={{ head: say.instructionHead, rows: rows.map((row) => [say.instruction(row.word), row.times, row.sessions]) }}
    >
      {first === undefined ? (
        <p className="text-soft">{say.instructionsNone}</p>
      ) : (
        <Bars
          label={say.instructions}
          colour="ai"
          rows={rows.map((row) => ({ name: say.instruction(row.word), value: row.times, text: say.times2(row.times) }))}
        />
      )}
    </ChartCard>
  );
}

/** Every session with a link to its edit, newest first. */
export function Sessions({ sessions }: { sessions: readonly Named[] }) {
  const newest = [...sessions].reverse();
  return (
    <section aria-label={say.sessions} className="rounded-card border border-line bg-panel p-5">
      <header className="mb-3 flex items-center">
        <h2 className="flex-1 font-semibold">{say.sessions}</h2>
        <IconButton
          label={words.style.csvOf(say.sessions)}
          look="quiet"
          className="-my-2 -mr-2"
          onClick={() => download(say.sessions, { head: say.sessionHead, rows: newest.map(cells) })}
        >
          <Download size={18} />
        </IconButton>
      </header>
      <div className="overflow-x-auto" tabIndex={0}>
        <table className="w-full text-left">
          <caption className="sr-only">{say.sessions}</caption>
          <thead>
            <tr className="border-b border-line text-[13px] text-soft">
              {say.sessionHead.map((name, column) => (
                <th key={name} scope="col" className={classNames("py-2 pr-4 font-medium whitespace-nowrap", column > 1 && "text-right")}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {newest.map((named) => (
              <tr key={named.session.sessionId} className="border-b border-line/60 last:border-0 hover:bg-raised">
                {cells(named).map((cell, column) => (
                  <td
                    key={column}
                    className={classNames("h-11 pr-4 whitespace-nowrap tabular-nums", column > 1 ? "text-right" : column === 1 && "text-soft")}
                  >
                    {column === 0 ? <EditLink jobId={named.session.jobId}>{cell}</EditLink> : cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function EditLink({ jobId, children }: { jobId: string; children: ReactNode }) {
  return (
    <Link href={`/p/${jobId}`} className="text-text underline decoration-strong underline-offset-4 hover:decoration-accent">
      {children}
    </Link>
  );
}

function cells({ session, edit }: Named): Cell[] {
  const metrics = session.metrics;
  const survey = metrics?.survey;
  return [
    edit,
    when(session.startTime),
    say.percent(metrics?.clipsKeptPercentage ?? 0),
    metrics?.clipsReordered ?? 0,
    metrics?.clipsTrimmed ?? 0,
    metrics?.clipsAddedManually ?? 0,
    say.inMinutes(editingMinutes(session)),
    metrics?.regenerateCount ?? 0,
    survey?.userSatisfaction === undefined ? "–" : survey.userSatisfaction,
    survey?.wouldPostUnchanged === undefined ? "–" : survey.wouldPostUnchanged ? say.yes : say.no,
    say.percent(metrics?.timeSavedPercentage ?? 0),
  ];
}
