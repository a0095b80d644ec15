// SPDX-License-Identifier: Apache-2.0
import { Check, MessageCircle, MessageCirclePlus, Reply, RotateCcw, Trash2 } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { toast } from "sonner";
import { reasonOf } from "../lib/api";
import { clock, when } from "../lib/format";
import { Button } from "../ui/button";
import { classNames } from "../ui/class-names";
import { Segmented } from "../ui/segmented";
import { words } from "../words";
import { answer, remove, say, settle } from "./comment-calls";
import { initialOf } from "./comment-pins";
import { type Anchor, anchorAt, type Comment, lengthOf, MOST_CHARACTERS, type Thread, threadsOf, useComments } from "./comments";
import { type Cut, shotIndexAt } from "./model";
import type { CutPlayer } from "./player";
import { useFrame } from "./preview";
import { playhead, shownCut, useEditor } from "./store";

interface PanelProps {
  cut: Cut;
  player: CutPlayer | null;
}

/** What was said of this footage: a place to write, then the comments in the order of the cut, then those that are not in it. */
export function CommentPanel({ cut, player }: PanelProps) {
  const comments = useComments((state) => state.comments);
  const filter = useComments((state) => state.filter);
  const threads = useMemo(() => threadsOf(comments, cut, filter), [comments, cut, filter]);
  const present = threads.filter((thread) => thread.place !== null);
  const absent = threads.filter((thread) => thread.place === null);
  return (
    <div className="flex flex-col gap-4">
      <Composer cut={cut} player={player} />
      {comments.size > 0 && (
        <Segmented<"open" | "all">
          label={words.comments.filterLabel}
          value={filter}
          onChange={(next) => useComments.setState({ filter: next })}
          options={(["open", "all"] as const).map((value) => ({ value, label: words.comments.filters[value] }))}
        />
      )}
      {threads.length === 0 && (
        <div className="flex flex-col items-center gap-2 px-2 py-6 text-center text-soft">
          <MessageCircle size={28} className="text-faint" />
          <p className="font-semibold text-text">{comments.size > 0 ? words.comments.noneOpen : words.comments.none}</p>
          {comments.size === 0 && <p>{words.comments.noneHow}</p>}
        </div>
      )}
      <Threads threads={present} cut={cut} player={player} />
      {absent.length > 0 && (
        <section className="flex flex-col gap-2">
          <div>
            <h3 className="text-[13px] font-semibold text-soft">{words.comments.absent}</h3>
            <p className="text-[13px] text-soft">{words.comments.absentHow}</p>
          </div>
          <Threads threads={absent} cut={cut} player={player} />
        </section>
      )}
    </div>
  );
}

/** What is being written: it holds the frame that was shown at its first letter. */
interface Draft {
  text: string;
  anchor: Anchor;
  frame: number;
  requestId: string;
  /** Whether it played when the writing began. */
  played: boolean;
}

/** Writing stops the picture at its frame; sending or leaving it lets it play on. */
function Composer({ cut, player }: PanelProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const writing = useComments((state) => state.writing);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [sending, setSending] = useState(false);
  const label = (frame: number): string => words.comments.at(clock(frame / cut.fps, true), shotIndexAt(cut, frame) + 1);
  const here = useFrame(label);
  useEffect(() => {
    if (writing > 0) {
      field.current?.focus();
    }
  }, [writing]);

  const end = (): void => {
    if (draft?.played === true) {
      void player?.play();
    }
    setDraft(null);
  };
  const write = (text: string): void => {
    if (text === "") {
      end();
      return;
    }
    const requestId = crypto.randomUUID();
    if (draft !== null) {
      setDraft({ ...draft, text, requestId });
      return;
    }
    const state = useEditor.getState();
    const played = state.playing;
    player?.pause();
    const frame = playhead.get();
    const anchor = anchorAt(shownCut(state) ?? cut, frame);
    if (anchor !== null) {
      setDraft({ text, anchor, frame, requestId, played });
    }
  };
  const send = async (): Promise<void> => {
    if (draft === null || sending || !isFine(draft.text)) {
      return;
    }
    setSending(true);
    try {
      await say(cut.jobId, draft.anchor, draft.text, draft.requestId);
      end();
    } catch (error) {
      toast.error(reasonOf(error));
    } finally {
      setSending(false);
    }
  };
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <p className="flex items-center gap-2 text-[13px] text-soft">
        <MessageCirclePlus size={16} className="text-fair" />
        {draft === null ? here : label(draft.frame)}
      </p>
      <Field
        field={field}
        label={words.comments.textLabel}
        placeholder={words.comments.placeholder}
        text={draft?.text ?? ""}
        onText={write}
        onSend={() => void send()}
        onLeave={() => {
          end();
          field.current?.blur();
        }}
      />
      {draft !== null && (
        <div className="flex items-center justify-between gap-2">
          <p className="text-[13px] text-soft">{words.comments.keys}</p>
          <Button type="submit" look="main" disabled={sending || !isFine(draft.text)}>
            {sending ? words.comments.sending : words.comments.send}
          </Button>
        </div>
      )}
    </form>
  );
}

const isFine = (text: string): boolean => text.trim() !== "" && lengthOf(text.trim()) <= MOST_CHARACTERS;

interface FieldProps {
  field?: React.RefObject<HTMLTextAreaElement | null>;
  label: string;
  placeholder: string;
  text: string;
  onText: (text: string) => void;
  onSend: () => void;
  onLeave: () => void;
}

function Field({ field, label, placeholder, text, onText, onSend, onLeave }: FieldProps) {
  const over = lengthOf(text.trim()) - MOST_CHARACTERS;
  const key = (event: KeyboardEvent): void => {
    if (event.key === "Escape") {
      event.stopPropagation();
      onLeave();
    }
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      onSend();
    }
  };
  return (
    <>
      <textarea
        ref={field}
        aria-label={label}
        aria-invalid={over > 0}
        placeholder={placeholder}
        value={text}
        rows={Math.min(6, Math.max(2, text.split("\n").length + Math.floor(text.length / 40)))}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={key}
        className="w-full resize-none rounded-lg border border-line bg-ground px-3 py-2 outline-none placeholder:text-faint focus:border-strong"
      />
      {over > 0 && (
        <p role="alert" className="text-[13px] text-bad">
          {words.comments.tooLong(over)}
        </p>
      )}
    </>
  );
}

function Threads({ threads, cut, player }: PanelProps & { threads: Thread[] }) {
  return (
    <ol className="flex flex-col gap-2.5 empty:hidden">
      {threads.map((thread) => (
        <ThreadCard key={thread.comment.id} thread={thread} cut={cut} player={player} />
      ))}
    </ol>
  );
}

function ThreadCard({ thread, cut, player }: PanelProps & { thread: Thread }) {
  const { comment, replies, place } = thread;
  const active = useComments((state) => state.active === comment.id);
  const card = useRef<HTMLLIElement>(null);
  const [replying, setReplying] = useState(false);
  useEffect(() => {
    if (active) {
      card.current?.scrollIntoView({ block: "nearest" });
    }
  }, [active]);
  const time = place === null ? "" : clock(place.frame / cut.fps, true);
  const go = (): void => {
    useComments.setState({ active: comment.id });
    if (place === null) {
      player?.showFrame({ mediaId: comment.anchor.mediaId, source: comment.anchor.source });
    } else {
      player?.pause();
      player?.seek(place.frame);
    }
  };
  const resolved = comment.resolver !== null;
  return (
    <li ref={card} data-comment={comment.id} className={classNames("flex flex-col rounded-lg border bg-ground", active ? "border-fair" : "border-line")}>
      <button
        type="button"
        aria-label={place === null ? words.comments.look(comment.author) : words.comments.jump(time, comment.author)}
        onClick={go}
        className="flex min-h-11 items-center gap-2 rounded-t-lg px-3 text-left hover:bg-hover"
      >
        <Who comment={comment} />
        <span className={classNames("ml-auto shrink-0 text-[13px] font-semibold", place === null ? "text-soft" : "text-fair")}>
          {place === null ? words.comments.absentTag : time}
        </span>
      </button>
      <Words comment={comment} />
      {replies.length > 0 && (
        <ol className="mx-3 mb-1 flex flex-col border-l-2 border-line pl-3">
          {replies.map((reply) => (
            <li key={reply.id} data-comment={reply.id}>
              <div className="flex min-h-11 items-center gap-2">
                <Who comment={reply} />
                <Remove comment={reply} replies={0} className="ml-auto" />
              </div>
              <Words comment={reply} inside />
            </li>
          ))}
        </ol>
      )}
      {resolved && <p className="px-3 pb-1 text-[13px] text-good">{words.comments.resolvedBy(comment.resolver ?? "")}</p>}
      {replying ? (
        <ReplyForm cut={cut} to={comment} onEnd={() => setReplying(false)} />
      ) : (
        <div className="flex flex-wrap items-center px-1 pb-1">
          <Button look="quiet" className="px-2.5" icon={<Reply size={16} />} onClick={() => setReplying(true)}>
            {words.comments.reply}
          </Button>
          <Settle comment={comment} resolved={resolved} />
          <Remove comment={comment} replies={replies.length} className="ml-auto" />
        </div>
      )}
    </li>
  );
}

function Who({ comment }: { comment: Comment }) {
  return (
    <>
      <span aria-hidden className="flex size-6 shrink-0 items-center justify-center rounded-full bg-raised text-[12px] font-bold text-soft">
        {initialOf(comment.author)}
      </span>
      <span className="min-w-0 truncate font-semibold">{comment.own ? words.comments.you : comment.author}</span>
      <span className="shrink-0 text-[12px] text-faint">{when({ seconds: BigInt(Math.floor(comment.at / 1000)) })}</span>
    </>
  );
}

function Words({ comment, inside = false }: { comment: Comment; inside?: boolean }) {
  return <p className={classNames("pb-2 break-words whitespace-pre-wrap", !inside && "px-3")}>{comment.text}</p>;
}

/** Does something that may fail, once at a time, with a word about what went wrong. */
function useAct(): [boolean, (act: () => Promise<void>) => void] {
  const [busy, setBusy] = useState(false);
  return [
    busy,
    (act) => {
      setBusy(true);
      act()
        .catch((error: unknown) => toast.error(reasonOf(error)))
        .finally(() => setBusy(false));
    },
  ];
}

function Settle({ comment, resolved }: { comment: Comment; resolved: boolean }): ReactNode {
  const [busy, act] = useAct();
  return (
    <Button
      look="quiet"
      className="px-2.5"
      disabled={busy}
      icon={resolved ? <RotateCcw size={16} /> : <Check size={16} />}
      onClick={() => act(() => settle(comment.id, !resolved))}
    >
      {resolved ? words.comments.reopen : words.comments.resolve}
    </Button>
  );
}

/** Asks once more before it deletes, in the same place. */
function Remove({ comment, replies, className }: { comment: Comment; replies: number; className: string }): ReactNode {
  const mayEdit = useComments((state) => state.mayEdit);
  const [asking, setAsking] = useState(false);
  const [busy, act] = useAct();
  if (!comment.own && !mayEdit) {
    return null;
  }
  if (!asking) {
    return (
      <Button look="quiet" aria-label={words.comments.deleteOf(comment.author)} className={classNames("w-11 px-0", className)} icon={<Trash2 size={16} />} onClick={() => setAsking(true)} />
    );
  }
  return (
    <div className={classNames("flex gap-1", className)}>
      <Button look="quiet" className="px-2.5 text-[13px]" onClick={() => setAsking(false)}>
        {words.comments.keep}
      </Button>
      <Button look="danger" className="px-2.5 text-[13px]" disabled={busy} onClick={() => act(() => remove(comment.id))}>
        {words.comments.deleteSure(replies)}
      </Button>
    </div>
  );
}

function ReplyForm({ cut, to, onEnd }: { cut: Cut; to: Comment; onEnd: () => void }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [said, setSaid] = useState({ text: "", requestId: "" });
  const [busy, act] = useAct();
  useEffect(() => field.current?.focus(), []);
  const send = (): void => {
    if (!busy && isFine(said.text)) {
      act(async () => {
        await answer(cut.jobId, to.id, said.text, said.requestId);
        onEnd();
      });
    }
  };
  return (
    <div className="flex flex-col gap-2 p-2 pt-0">
      <Field
        field={field}
        label={words.comments.replyLabel(to.author)}
        placeholder={words.comments.replyPlaceholder}
        text={said.text}
        onText={(text) => setSaid({ text, requestId: crypto.randomUUID() })}
        onSend={send}
        onLeave={onEnd}
      />
      <div className="flex justify-end gap-2">
        <Button look="quiet" onClick={onEnd}>
          {words.cancel}
        </Button>
        <Button look="main" disabled={busy || !isFine(said.text)} onClick={send}>
          {words.comments.reply}
        </Button>
      </div>
    </div>
  );
}
