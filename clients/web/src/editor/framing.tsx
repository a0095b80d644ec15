// SPDX-License-Identifier: Apache-2.0
import type { MessageInitShape } from "@bufbuild/protobuf";
import { createConnectQueryKey, useTransport } from "@connectrpc/connect-query";
import { useQueryClient } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import { useRef, useState } from "react";
import { toast } from "sonner";
import { AnalysisService, type CorrectFramingRequestSchema } from "../gen/rushes/v1/analysis_service_pb";
import { Angle, ShotType } from "../gen/rushes/v1/footage_pb";
import { analyses, reasonOf } from "../lib/api";
import { percent } from "../lib/format";
import { Button } from "../ui/button";
import { Segmented } from "../ui/segmented";
import { words } from "../words";
import type { Clip } from "./footage";
import { angleWord, type Framing, sizeWord } from "./model";

/** A zoom is told from motion and cannot be said. */
const SIZES = [ShotType.CLOSE_UP, ShotType.MEDIUM, ShotType.WIDE];
const ANGLES = [Angle.FRONT, Angle.SIDE, Angle.OVERHEAD, Angle.OTHER];

type Change = NonNullable<MessageInitShape<typeof CorrectFramingRequestSchema>["change"]>;

/** What the clip of a shot is taken for, to be put right: cuts from now on go by it, and clips like it are seen the same way. */
export function FramingOfClip({ clip, framing }: { clip: Clip; framing: Framing }) {
  const transport = useTransport();
  const cache = useQueryClient();
  const [busy, setBusy] = useState(false);
  const box = useRef<HTMLDivElement>(null);

  async function say(change: Change): Promise<void> {
    setBusy(true);
    try {
      await analyses.correctFraming({ mediaId: clip.mediaId, change, requestId: crypto.randomUUID() });
      await cache.invalidateQueries({
        queryKey: createConnectQueryKey({ schema: AnalysisService.method.listAnalyses, transport, cardinality: "finite" }),
      });
    } catch (error) {
      toast.error(reasonOf(error));
    } finally {
      setBusy(false);
    }
  }

  // Each word takes the place of all said before, so what stands is said again; until it is known nothing more can be pressed.
  const choose = (said: { shotType?: ShotType; angle?: Angle }): void =>
    void say({
      case: "framing",
      value: { ...(framing.said.size ? { shotType: framing.size } : {}), ...(framing.said.angle ? { angle: framing.angle } : {}), ...said },
    });
  const reset = (): void => {
    if (!busy) {
      // The button goes with what was said, and would take the keyboard's focus along.
      box.current?.querySelector<HTMLElement>("[role=radio]")?.focus();
      void say({ case: "reset", value: {} });
    }
  };
  const isSaid = framing.said.size || framing.said.angle;
  return (
    <div ref={box} className="flex flex-col gap-2" aria-busy={busy}>
      <h3 className="text-[13px] text-soft">{words.framing.title(clip.fileName)}</h3>
      <Segmented
        label={words.framing.size}
        closed={busy}
        value={String(framing.size)}
        onChange={(size) => choose({ shotType: Number(size) })}
        options={SIZES.map((size) => ({ value: String(size), label: sizeWord(size) }))}
      />
      <Segmented
        label={words.framing.angle}
        closed={busy}
        value={String(framing.angle)}
        onChange={(angle) => choose({ angle: Number(angle) })}
        options={ANGLES.map((angle) => ({ value: String(angle), label: words.framing.angles[angle] ?? angleWord(angle) }))}
      />
      <p className="text-[13px] text-soft">
        {isSaid ? words.framing.said : framing.corrections > 0 ? words.framing.learned(framing.corrections) : words.framing.seen(sizeWord(framing.size), percent(framing.sure))}
      </p>
      {isSaid && (
        <Button look="quiet" icon={<Undo2 size={17} />} aria-disabled={busy || undefined} onClick={reset}>
          {words.framing.reset}
        </Button>
      )}
    </div>
  );
}
