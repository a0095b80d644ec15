// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@connectrpc/connect-query";
import { Clapperboard } from "lucide-react";
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { Link } from "wouter";
import { AccountService, Role } from "../gen/rushes/v1/account_service_pb";
import { Job_Shape } from "../gen/rushes/v1/job_pb";
import { JobService } from "../gen/rushes/v1/job_service_pb";
import { reasonOf } from "../lib/api";
import { Empty, Trouble, Waiting } from "../ui/feedback";
import { words } from "../words";
import { AiBar } from "./ai-bar";
import { resetComments, setRole } from "./comments";
import { Desk } from "./desk";
import { FootageContext, useLoadedFootage } from "./footage";
import { gridOf } from "./grid";
import { Header } from "./header";
import { Inspector } from "./inspector";
import { useKeyboard } from "./keyboard";
import { Library } from "./library";
import { MetList } from "./met-list";
import type { Cut } from "./model";
import { usePlayer } from "./use-player";
import { Preview } from "./preview";
import { Shortcuts } from "./shortcuts";
import { ViewingRoom } from "./viewing";
import { playhead, resetEditor, shownCut, useEditor } from "./store";
import { Timeline, zoomBy } from "./timeline";

const ExportDialog = lazy(() => import("./export-dialog"));

const SHAPES: Record<number, number> = { [Job_Shape.SQUARE]: 1, [Job_Shape.LANDSCAPE]: 16 / 9 };

/** The editor of one edit. */
export default function Editor({ jobId }: { jobId: string }) {
  const desk = useMemo(() => new Desk(jobId), [jobId]);
  const { footage, error } = useLoadedFootage(jobId);
  const job = useQuery(JobService.method.getJob, { jobId });
  const me = useQuery(AccountService.method.whoAmI, {});
  const cut = useEditor((state) => state.cut);
  const failure = useEditor((state) => state.failure);

  useEffect(() => {
    resetEditor();
    resetComments();
    playhead.set(0);
    desk.open();
    return () => desk.close();
  }, [desk]);
  useEffect(() => {
    if (me.data !== undefined) {
      useEditor.setState({ me: me.data.name });
      setRole(me.data.role);
    }
  }, [me.data]);
  useEffect(() => {
    document.title = job.data === undefined ? words.product : `${job.data.displayName} – ${words.product}`;
    return () => {
      document.title = words.product;
    };
  }, [job.data]);

  // Who looks decides what is shown; who was known stays so.
  const trouble = job.error ?? error ?? (me.data === undefined ? me.error : null);
  if (trouble !== null) {
    return <Alone>{<Trouble reason={reasonOf(trouble)} onRetry={() => location.reload()} />}</Alone>;
  }
  if (job.data?.timelineRevision === 0n && cut === null) {
    return (
      <Alone>
        <Empty icon={<Clapperboard size={40} />} title={words.editor.noCut}>
          {words.editor.noCutHow}{" "}
          <Link href={`/new/${jobId}`} className="text-accent underline underline-offset-4">
            {words.editor.toFootage}
          </Link>
        </Empty>
      </Alone>
    );
  }
  if (failure !== null) {
    return <Alone>{<Trouble reason={failure} onRetry={() => location.reload()} />}</Alone>;
  }
  if (cut === null || job.data === undefined || !footage.ready || me.isPending) {
    return <Alone>{<Waiting>{words.loading}</Waiting>}</Alone>;
  }
  const room = { cut, name: job.data.displayName, shape: SHAPES[job.data.shape] ?? 9 / 16 };
  const role = me.data?.role;
  return (
    <FootageContext.Provider value={footage}>
      {role === Role.GUEST || role === Role.REVIEWER ? <ViewingRoom {...room} guest={role === Role.GUEST} /> : <Room {...room} desk={desk} />}
    </FootageContext.Provider>
  );
}

function Alone({ children }: { children: React.ReactNode }) {
  return <main className="mx-auto flex min-h-full max-w-2xl flex-col justify-center p-8">{children}</main>;
}

/** Everything at its place: library, picture, reasons; the machine's bar; the timeline. */
function Room({ cut, desk, name, shape }: { cut: Cut; desk: Desk; name: string; shape: number }) {
  const stage = useRef<HTMLDivElement>(null);
  const [helping, setHelping] = useState(false);
  const [exporting, setExporting] = useState(false);
  const offline = useEditor((state) => state.link === "offline");
  const { player, footage } = usePlayer(stage, shape);
  const shown = useEditor(shownCut) ?? cut;
  const grid = useMemo(() => gridOf(cut, footage.song?.beats ?? []), [cut.song, cut.fps, footage.song]);
  useKeyboard({ desk, player, footage, grid, onHelp: () => setHelping(true), onZoom: (factor) => zoomFromKeys(factor, cut) });
  return (
    <main className="grid h-full grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)_auto_auto]">
      <div>
        <Header jobId={cut.jobId} name={name} desk={desk} onHelp={() => setHelping(true)} onExport={() => setExporting(true)} />
        {offline && (
          <p role="alert" className="bg-fair px-4 py-1.5 text-center font-semibold text-ground">
            {words.editor.offlineBanner}
          </p>
        )}
        <MetList cut={cut} desk={desk} />
      </div>
      <div className="grid min-h-0 grid-cols-[276px_minmax(0,1fr)_332px] max-[1100px]:grid-cols-[220px_minmax(0,1fr)_280px]">
        <Library cut={cut} desk={desk} shape={shape} />
        <Preview cut={shown} grid={grid} stage={stage} player={player} shape={shape} />
        <Inspector cut={cut} desk={desk} player={player} grid={grid} shape={shape} />
      </div>
      <AiBar cut={cut} />
      <div className="h-[237px]">
        <Timeline cut={cut} desk={desk} player={player} shape={shape} />
      </div>
      <Shortcuts open={helping} onOpenChange={setHelping} />
      {exporting && (
        <Suspense>
          <ExportDialog cut={cut} name={name} shape={shape} onClose={() => setExporting(false)} />
        </Suspense>
      )}
    </main>
  );
}

function zoomFromKeys(factor: number, cut: Cut): void {
  const fit = (innerWidth - 32) / Math.max(1, cut.frames);
  const zoom = useEditor.getState().zoom;
  zoomBy(factor, { perFrame: zoom === null ? fit : zoom / cut.fps, fps: cut.fps });
}
