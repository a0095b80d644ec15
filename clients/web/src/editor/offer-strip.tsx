// SPDX-License-Identifier: Apache-2.0
import { Check } from "lucide-react";
import { useMemo } from "react";
import { classNames } from "../ui/class-names";
import { words } from "../words";
import { Film } from "./film";
import { useFootage } from "./footage";
import type { Cut } from "./model";
import { offeredCut, partsOf } from "./offer";
import { type Scale, xOf } from "./scale";
import { type Ask, useEditor } from "./store";
import { STRIP_HEIGHT, STRIP_TOP } from "./strip";

type Offered = Extract<Ask, { state: "offered" }>;

/** The proposed shots over the standing ones, each part with a tick: ticked parts are taken. */
export function OfferStrip({ offered, cut, scale, shape }: { offered: Offered; cut: Cut; scale: Scale; shape: number }) {
  const { clips } = useFootage();
  const parts = useMemo(() => partsOf(cut, offered.proposal), [cut, offered.proposal]);
  const toggle = (from: number): void => {
    const refused = new Set(offered.refused);
    if (!refused.delete(from)) {
      refused.add(from);
    }
    useEditor.setState({ ask: { ...offered, refused, offered: offeredCut(cut, offered.proposal, refused) } });
  };
  return (
    <div className="absolute inset-x-0 z-10" style={{ top: STRIP_TOP, height: STRIP_HEIGHT }}>
      {parts.map((part) => {
        const taken = !offered.refused.has(part.from);
        return (
          <div
            key={part.from}
            className={classNames("absolute inset-y-0 overflow-hidden rounded-md ring-2", part.same ? "ring-strong" : taken ? "ring-ai" : "opacity-35 ring-strong")}
            style={{ left: xOf(scale, part.from) + 1, width: (part.to - part.from) * scale.perFrame - 2 }}
          >
            {part.offered.map((shot) => {
              const clip = clips.get(shot.mediaId);
              const width = shot.frames * scale.perFrame;
              return (
                <div key={shot.id} className="absolute inset-y-0 flex overflow-hidden border-r-2 border-ground" style={{ left: (shot.start - part.from) * scale.perFrame, width }}>
                  {clip &&
                    Array.from({ length: Math.max(1, Math.ceil(width / (STRIP_HEIGHT * shape))) }, (_, i) => (
                      <Film key={i} clip={clip} width={Math.max(28, STRIP_HEIGHT * shape)} height={STRIP_HEIGHT} at={shot.source / cut.fps} />
                    ))}
                </div>
              );
            })}
            {!part.same && (
              <button
                type="button"
                role="checkbox"
                aria-checked={taken}
                aria-label={words.timeline.keep}
                onClick={() => toggle(part.from)}
                className="absolute inset-0 flex items-start justify-end p-1"
              >
                <span className={classNames("flex size-6 items-center justify-center rounded-md border-2", taken ? "border-ai bg-ai text-ground" : "border-white bg-black/60")}>
                  {taken && <Check size={16} strokeWidth={3} />}
                </span>
              </button>
            )}
          </div>
        );
      })}
    </div>
  );
}
