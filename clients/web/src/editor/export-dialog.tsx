// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@connectrpc/connect-query";
import { CircleCheck, Download, MessageCircle, TriangleAlert } from "lucide-react";
import { useEffect, useState } from "react";
import { toast } from "sonner";
import { Render_State } from "../gen/rushes/v1/render_pb";
import { RenderService } from "../gen/rushes/v1/render_service_pb";
import type { ExportTimelineResponse_Loss } from "../gen/rushes/v1/timeline_service_pb";
import { reasonOf, timelines } from "../lib/api";
import { bytes, durationSeconds, percent, roughly, seconds } from "../lib/format";
import { Button } from "../ui/button";
import { classNames } from "../ui/class-names";
import { Dialog } from "../ui/dialog";
import { Bar, Trouble } from "../ui/feedback";
import { Segmented } from "../ui/segmented";
import { words } from "../words";
import { openCount, useComments } from "./comments";
import { DOCUMENTS, type DocumentFormat, type Format, freshLink, isDone, isRunning, isVideo, QUALITIES, save, SIZES, startExport, useExport } from "./exports";
import type { Cut } from "./model";
import { useEditor } from "./store";
import { Survey } from "./survey";

type Size = keyof typeof SIZES;
type Quality = keyof typeof QUALITIES;
const ONLINE_LUFS = -14;

interface ExportProps {
  cut: Cut;
  name: string;
  shape: number;
  onClose: () => void;
}

/** Chooses what to write, says what it will cost, and follows it; afterwards it asks two questions. */
export default function ExportDialog({ cut, name, shape, onClose }: ExportProps) {
  const { render, error } = useExport();
  const [again, setAgain] = useState(false);
  const showing = !again && (isRunning(render) || isDone(render)) && render.jobId === cut.jobId;
  return (
    <Dialog open onOpenChange={onClose} title={words.exports.title} description={words.exports.what(name, seconds(cut.frames / cut.fps))} wide>
      {error !== null && !again && <Trouble reason={error} />}
      {render?.state === Render_State.FAILED && !again && <Trouble reason={render.error?.message ?? words.exports.failed} />}
      {showing ? (
        <Running name={name} onAgain={() => setAgain(true)} />
      ) : (
        <Choices
          cut={cut}
          shape={shape}
          onStarted={() => setAgain(false)}
          onComments={() => {
            useComments.setState({ tab: "comments", filter: "open" });
            onClose();
          }}
        />
      )}
    </Dialog>
  );
}

function Choices({ cut, shape, onStarted, onComments }: { cut: Cut; shape: number; onStarted: () => void; onComments: () => void }) {
  const [format, setFormat] = useState<Format>("mp4");
  const [size, setSize] = useState<Size>(shape === 1 ? "1080 × 1080" : shape > 1 ? "1920 × 1080" : "1080 × 1920");
  const [quality, setQuality] = useState<Quality>("high");
  const [loud, setLoud] = useState<"asIs" | "online">("asIs");
  const [folder, setFolder] = useState("");
  const [losses, setLosses] = useState<ExportTimelineResponse_Loss[]>([]);

  const start = (): void => {
    if (isVideo(format)) {
      void startExport({ jobId: cut.jobId, revision: cut.revision, format, size, quality, loudness: loud === "online" ? ONLINE_LUFS : null });
      onStarted();
    } else {
      void writeDocument(cut, format, folder).then(setLosses);
    }
  };
  return (
    <div className="grid gap-8 md:grid-cols-[minmax(0,1fr)_280px]">
      <div className="flex flex-col gap-5">
        <Formats value={format} onChange={setFormat} />
        {isVideo(format) ? (
          <>
            <Field label={words.exports.size}>
              <Segmented<Size> label={words.exports.size} value={size} onChange={setSize} options={sizesOf(shape).map((value) => ({ value, label: value }))} />
            </Field>
            <Field label={words.exports.quality}>
              <Segmented<Quality>
                label={words.exports.quality}
                value={quality}
                onChange={setQuality}
                options={(Object.keys(QUALITIES) as Quality[]).map((value) => ({ value, label: words.exports.qualities[value] }))}
              />
            </Field>
            <Field label={words.exports.loudness}>
              <Segmented<"asIs" | "online">
                label={words.exports.loudness}
                value={loud}
                onChange={setLoud}
                options={(["asIs", "online"] as const).map((value) => ({ value, label: words.exports.loudnesses[value] }))}
              />
            </Field>
          </>
        ) : (
          <label className="flex flex-col gap-1.5">
            <span className="text-[13px] text-soft">{words.exports.folder}</span>
            <input
              value={folder}
              onChange={(event) => setFolder(event.target.value)}
              placeholder={words.exports.folderHint}
              className="h-11 rounded-lg border border-strong bg-ground px-3 placeholder:text-faint"
            />
          </label>
        )}
        {losses.length > 0 && <Losses losses={losses} />}
      </div>
      <aside className="flex flex-col gap-5">
        <Checks cut={cut} onComments={onComments} />
        {isVideo(format) && <Estimate cut={cut} size={size} quality={quality} />}
        <Button look="main" icon={<Download size={18} />} onClick={start}>
          {isVideo(format) ? words.exports.start : words.exports.saveFile}
        </Button>
      </aside>
    </div>
  );
}

/** Sizes of the edit's own shape first. */
function sizesOf(shape: number): Size[] {
  return shape === 1 ? ["1080 × 1080"] : shape > 1 ? ["1920 × 1080"] : ["1080 × 1920", "2160 × 3840"];
}

function Formats({ value, onChange }: { value: Format; onChange: (format: Format) => void }) {
  const groups: [string, Format[]][] = [
    [words.exports.video, ["mp4", "mov"]],
    [words.exports.project, Object.keys(DOCUMENTS) as DocumentFormat[]],
  ];
  return (
    <div role="radiogroup" aria-label={words.exports.format} className="flex flex-col gap-3">
      {groups.map(([title, formats]) => (
        <div key={title}>
          <h3 className="mb-1.5 text-[13px] text-soft">{title}</h3>
          <div className="flex flex-wrap gap-2">
            {formats.map((format) => {
              const [label, detail] = words.exports.formats[format] ?? [format, ""];
              return (
                <button
                  key={format}
                  type="button"
                  role="radio"
                  aria-checked={value === format}
                  onClick={() => onChange(format)}
                  className={classNames(
                    "min-h-11 rounded-lg border px-3.5 py-2 text-left",
                    value === format ? "border-accent bg-accent/15" : "border-line bg-raised hover:border-strong",
                  )}
                >
                  <span className="font-semibold">{label}</span> <span className="text-[13px] text-soft">{detail}</span>
                </button>
              );
            })}
          </div>
        </div>
      ))}
    </div>
  );
}

function Estimate({ cut, size, quality }: { cut: Cut; size: Size; quality: Quality }) {
  const { data, error } = useQuery(RenderService.method.estimateRender, {
    jobId: cut.jobId,
    timelineRevision: BigInt(cut.revision),
    resolution: SIZES[size],
    quality: QUALITIES[quality],
  });
  return (
    <p role="status" className="rounded-lg border border-line bg-ground p-3">
      {error !== null ? reasonOf(error) : data === undefined ? words.exports.estimating : words.exports.estimate(bytes(Number(data.sizeBytes)), roughly(durationSeconds(data.duration)))}
    </p>
  );
}

function Checks({ cut, onComments }: { cut: Cut; onComments: () => void }) {
  const said = useComments((state) => openCount(state.comments));
  const waiting = useEditor((state) => state.pending.length > 0);
  const short = cut.song === null ? 0 : cut.frames / cut.fps - cut.song.seconds;
  const off = cut.joins.filter((join) => !join.onBeat).length;
  const doubted = cut.shots.filter((shot) => shot.parts.length > 0 && shot.confidence < 0.65).length;
  const checks: [boolean, string][] = [
    [!waiting, waiting ? words.exports.unsaved : words.exports.saved],
    [short <= 0.1, short <= 0.1 ? words.exports.songFits : words.exports.songShort(seconds(short))],
    [off === 0, off === 0 ? words.exports.allOnBeat : words.exports.offBeat(off)],
    [doubted === 0, doubted === 0 ? words.exports.sure : words.exports.doubted(doubted)],
  ];
  return (
    <div>
      <h3 className="mb-2 text-[13px] text-soft">{words.exports.checks}</h3>
      <ul className="flex flex-col gap-1.5">
        {checks.map(([good, text]) => (
          <li key={text} className="flex items-center gap-2">
            {good ? <CircleCheck size={17} className="shrink-0 text-good" /> : <TriangleAlert size={17} className="shrink-0 text-fair" />}
            {text}
          </li>
        ))}
        <li className="flex min-h-6 items-center gap-2">
          {said === 0 ? <CircleCheck size={17} className="shrink-0 text-good" /> : <MessageCircle size={17} className="shrink-0 text-soft" />}
          {words.comments.check(said)}
          {said > 0 && (
            <Button look="quiet" className="-my-2.5 ml-1 px-2.5 underline underline-offset-4" onClick={onComments}>
              {words.comments.show}
            </Button>
          )}
        </li>
      </ul>
    </div>
  );
}

function Running({ name, onAgain }: { name: string; onAgain: () => void }) {
  const { render } = useExport();
  const [link, setLink] = useState<string | null>(null);
  const done = render?.state === Render_State.SUCCEEDED;
  const renderId = render?.renderId;
  useEffect(() => {
    if (done && renderId !== undefined) {
      void freshLink(renderId).then(setLink);
    }
  }, [done, renderId]);
  if (render === null) {
    return null;
  }
  const file = `${name.replace(/\.(mp4|mov)$/i, "")}.${render.contentPath.includes(".mov") ? "mov" : "mp4"}`;
  return (
    <div className="grid gap-8 md:grid-cols-[240px_minmax(0,1fr)]">
      <div className="aspect-[9/16] max-h-[420px] overflow-hidden rounded-xl bg-black">
        {link !== null && <video src={link} controls playsInline className="size-full object-contain" />}
      </div>
      <div className="flex flex-col gap-5">
        {done ? (
          <>
            <p className="flex items-center gap-3 text-lg font-semibold">
              <CircleCheck size={22} className="text-good" /> {words.exports.done}
            </p>
            <p className="text-soft">
              {render.width} × {render.height} · {bytes(Number(render.sizeBytes))}
            </p>
            <div className="flex flex-wrap gap-2">
              <Button look="main" icon={<Download size={18} />} onClick={() => void freshLink(render.renderId).then((url) => save(url, file))}>
                {words.exports.download}
              </Button>
              <Button onClick={onAgain}>{words.exports.another}</Button>
            </div>
            <Survey jobId={render.jobId} />
          </>
        ) : (
          <div role="status" className="flex flex-col gap-3">
            <p className="text-lg font-semibold">{words.exports.making(percent(render.progress?.fraction ?? 0))}</p>
            <Bar share={render.progress?.fraction ?? 0} label={words.exports.title} />
            <p className="text-soft">{words.exports.goOn}</p>
          </div>
        )}
      </div>
    </div>
  );
}

function Losses({ losses }: { losses: ExportTimelineResponse_Loss[] }) {
  return (
    <div className="rounded-lg border border-fair/40 bg-fair/10 p-3">
      <h3 className="mb-1 font-semibold text-fair">{words.exports.losses}</h3>
      <ul className="flex list-disc flex-col gap-1 pl-5">
        {losses.map((loss) => (
          <li key={loss.feature}>
            {loss.shotNumbers.length > 0 && <span className="text-soft">{words.exports.shots(loss.shotNumbers)}</span>} {loss.message}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Field({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="flex flex-col items-start gap-1.5">
      <h3 className="text-[13px] text-soft">{label}</h3>
      {children}
    </div>
  );
}

/** Saves the timeline as another program's document; returns what it cannot carry. */
async function writeDocument(cut: Cut, format: DocumentFormat, folder: string): Promise<ExportTimelineResponse_Loss[]> {
  try {
    const answer = await timelines.exportTimeline({
      jobId: cut.jobId,
      revision: BigInt(cut.revision),
      format: DOCUMENTS[format],
      mediaRoot: folder,
    });
    const url = URL.createObjectURL(new Blob([answer.document], { type: answer.mediaType }));
    save(url, answer.fileName);
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
    toast.success(words.exports.documentReady(answer.fileName));
    return answer.losses;
  } catch (error) {
    toast.error(reasonOf(error));
    return [];
  }
}
