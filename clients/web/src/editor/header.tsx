// SPDX-License-Identifier: Apache-2.0
import { ArrowLeft, Columns2, Download, Keyboard, Redo2, Undo2 } from "lucide-react";
import { createConnectQueryKey, useTransport } from "@connectrpc/connect-query";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { Link } from "wouter";
import { JobService } from "../gen/rushes/v1/job_service_pb";
import { jobs, reasonOf } from "../lib/api";
import { percent } from "../lib/format";
import { Button, IconButton } from "../ui/button";
import { classNames } from "../ui/class-names";
import { Tip } from "../ui/tip";
import { words } from "../words";
import type { Desk } from "./desk";
import { isDone, isRunning, useExport } from "./exports";
import { showBefore } from "./keyboard";
import { useEditor } from "./store";

/** Longest name the server takes. */
const NAME_LENGTH = 200;

interface HeaderProps {
  jobId: string;
  name: string;
  desk: Desk;
  onHelp: () => void;
  onExport: () => void;
}

/** Name, what is saved, the connection, and what is done to the whole. */
export function Header({ jobId, name, desk, onHelp, onExport }: HeaderProps) {
  const before = useEditor((state) => state.before !== null);
  const revision = useEditor((state) => state.saved?.revision ?? 0);
  const redoable = useEditor((state) => state.redoable);
  return (
    <header className="flex h-14 items-center gap-3 border-b border-line bg-panel pr-4 pl-2">
      <Tip text={words.editor.back}>
        <Link href="/" aria-label={words.editor.back} className="inline-flex size-11 items-center justify-center rounded-lg text-soft hover:bg-hover hover:text-text">
          <ArrowLeft size={20} />
        </Link>
      </Tip>
      <Name jobId={jobId} name={name} />
      <Saved />
      <div className="flex-1" />
      <IconButton label={words.editor.shortcuts} shortcut="?" look="quiet" onClick={onHelp}>
        <Keyboard size={20} />
      </IconButton>
      <IconButton label={words.editor.undo} shortcut="Ctrl Z" onClick={() => void desk.undo()} disabled={revision < 2}>
        <Undo2 size={18} />
      </IconButton>
      <IconButton label={words.editor.redo} shortcut="Ctrl Shift Z" onClick={() => void desk.redo()} disabled={!redoable || revision < 2}>
        <Redo2 size={18} />
      </IconButton>
      <IconButton
        label={words.editor.compare}
        shortcut="hold Tab"
        aria-pressed={before}
        disabled={revision < 2}
        onClick={() => (before ? useEditor.setState({ before: null }) : void showBefore(() => true))}
      >
        <Columns2 size={18} />
      </IconButton>
      <ExportButton onExport={onExport} />
    </header>
  );
}

/** The name of the edit; a click renames it. */
function Name({ jobId, name }: { jobId: string; name: string }) {
  const [text, setText] = useState<string | null>(null);
  const transport = useTransport();
  const cache = useQueryClient();

  async function rename(): Promise<void> {
    const wanted = text?.trim() ?? "";
    setText(null);
    if (wanted === "" || wanted === name) {
      return;
    }
    try {
      const renamed = await jobs.updateJob({ job: { jobId, displayName: wanted }, updateMask: { paths: ["display_name"] } });
      cache.setQueryData(createConnectQueryKey({ schema: JobService.method.getJob, input: { jobId }, transport, cardinality: "finite" }), renamed);
      await cache.invalidateQueries({ queryKey: createConnectQueryKey({ schema: JobService.method.listJobs, transport, cardinality: "finite" }) });
    } catch (error) {
      toast.error(reasonOf(error));
    }
  }

  if (text === null) {
    return (
      <h1 className="min-w-0">
        <button
          type="button"
          title={words.editor.rename}
          onClick={() => setText(name)}
          className="h-11 max-w-full truncate rounded-lg px-2 text-base font-semibold hover:bg-hover"
        >
          {name}
        </button>
      </h1>
    );
  }
  return (
    <input
      autoFocus
      aria-label={words.editor.rename}
      value={text}
      maxLength={NAME_LENGTH}
      onChange={(event) => setText(event.target.value)}
      onFocus={(event) => event.target.select()}
      onBlur={() => void rename()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") {
          event.currentTarget.blur();
        } else if (event.key === "Escape") {
          setText(null);
        }
      }}
      className="h-10 w-64 min-w-0 rounded-lg border border-strong bg-ground px-2 text-base font-semibold outline-none"
    />
  );
}

/** Says how far an export is while it runs. */
function ExportButton({ onExport }: { onExport: () => void }) {
  const render = useExport((state) => state.render);
  const running = isRunning(render);
  const label = running ? words.exports.making(percent(render.progress?.fraction ?? 0)) : isDone(render) ? words.exports.doneButton : words.editor.export;
  return (
    <Button look={running ? "plain" : "main"} icon={<Download size={18} />} onClick={onExport}>
      {label}
    </Button>
  );
}

function Saved() {
  const waiting = useEditor((state) => state.pending.length);
  const revision = useEditor((state) => state.saved?.revision ?? 0);
  return (
    <p role="status" className="flex items-center gap-4 text-[13px] text-soft">
      <span className="whitespace-nowrap">{waiting > 0 ? words.editor.waiting(waiting) : words.editor.saved(revision)}</span>
      <Connection say={words.editor.link} />
    </p>
  );
}

/** Whether what is seen is what the server has. */
export function Connection({ say }: { say: Record<"live" | "connecting" | "offline", string> }) {
  const link = useEditor((state) => state.link);
  const dot = { live: "bg-good", connecting: "bg-fair", offline: "bg-bad" }[link];
  return (
    <span className="flex items-center gap-2 whitespace-nowrap">
      <span aria-hidden className={classNames("size-2 rounded-full", dot)} />
      {say[link]}
    </span>
  );
}
