// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@connectrpc/connect-query";
import { Fingerprint, GraduationCap, Plus, Scale } from "lucide-react";
import { Job_Shape } from "../../gen/rushes/v1/job_pb";
import type { MediaPreview } from "../../gen/rushes/v1/media_preview_pb";
import type { StyleProfile } from "../../gen/rushes/v1/style_profile_pb";
import { StyleProfileService } from "../../gen/rushes/v1/style_profile_service_pb";
import { Segmented } from "../../ui/segmented";
import type { Draft, DraftState } from "../../upload/draft";
import { VIDEO_ACCEPT } from "../../upload/kinds";
import { words } from "../../words";
import { Choice } from "./choice";
import type { Findings } from "./findings";
import { Pick } from "./pick";
import { Section } from "./section";
import { Tile } from "./tile";

/** Whose style the cut follows. */
export type StyleChoice = "learn" | "latest" | "neutral";

export interface StyleProps {
  draft: Draft;
  state: DraftState;
  previews: Map<string, MediaPreview>;
  findings: Findings;
  choice: StyleChoice;
  latest: StyleProfile | undefined;
  onChoice: (choice: StyleChoice) => void;
  shape: Job_Shape;
  onShape: (shape: Job_Shape) => void;
  onFiles: (files: File[]) => void;
}

/** The newest style this creator has. */
export function useLatestStyle(): StyleProfile | undefined {
  return useQuery(StyleProfileService.method.listStyleProfiles, { pageSize: 1 }).data?.styleProfiles[0];
}

/** The choice that stands until a person makes one, and the one that is left when theirs is not possible. */
export function possibleChoice(wanted: StyleChoice | null, finished: number, latest: boolean): StyleChoice {
  const own: StyleChoice = finished > 0 ? "learn" : latest ? "latest" : "neutral";
  const impossible = (wanted === "learn" && finished === 0) || (wanted === "latest" && !latest) || (wanted === "neutral" && finished > 0);
  return wanted === null || impossible ? own : wanted;
}

/** Finished videos to learn from, whose style to follow, and the shape of the video. */
export function Style(props: StyleProps) {
  const finished = props.state.items.filter((item) => item.role === "finished");
  const learnable = finished.filter((item) => item.phase !== "failed").length;
  const { latest } = props;
  return (
    <Section
      number={3}
      title={words.upload.style}
      aside={
        <Segmented
          label={words.upload.shape}
          value={String(props.shape || Job_Shape.VERTICAL)}
          onChange={(value) => props.onShape(Number(value))}
          options={[
            { value: String(Job_Shape.VERTICAL), label: <Shape wide={9} high={16} text={words.upload.shapes.vertical} /> },
            { value: String(Job_Shape.SQUARE), label: <Shape wide={12} high={12} text={words.upload.shapes.square} /> },
            { value: String(Job_Shape.LANDSCAPE), label: <Shape wide={16} high={9} text={words.upload.shapes.landscape} /> },
          ]}
        />
      }
    >
      <Choice
        label={words.upload.whose}
        value={props.choice}
        onChange={props.onChoice}
        options={[
          {
            value: "learn",
            title: words.upload.learn,
            text: words.upload.learnWhat(learnable),
            icon: <GraduationCap size={20} />,
            disabled: learnable === 0,
          },
          {
            value: "latest",
            title: words.upload.latest,
            text:
              latest === undefined
                ? words.upload.latestNone
                : words.upload.latestWhat(latest.trainedOnVideos, latest.shotPatterns?.avgShotLength ?? 0),
            icon: <Fingerprint size={20} />,
            disabled: latest === undefined,
          },
          {
            value: "neutral",
            title: words.upload.neutral,
            text: learnable > 0 ? words.upload.neutralNot : words.upload.neutralWhat,
            icon: <Scale size={20} />,
            disabled: learnable > 0,
          },
        ]}
      />
      <div className="mt-3 rounded-card border border-dashed border-line p-4">
        <div className="flex flex-wrap items-center gap-4">
          <div className="min-w-0 flex-1">
            <p className="font-semibold">{words.upload.finished}</p>
            <p className="text-soft">{words.upload.finishedHow}</p>
          </div>
          <Pick icon={<Plus size={17} />} accept={VIDEO_ACCEPT} onFiles={props.onFiles}>
            {words.upload.chooseFinished}
          </Pick>
        </div>
        {finished.length > 0 && (
          <ul className="mt-4 grid grid-cols-[repeat(auto-fill,minmax(120px,1fr))] gap-3">
            {finished.map((item) => (
              <Tile
                key={item.key}
                item={item}
                draft={props.draft}
                picture={item.mediaId === null ? undefined : props.previews.get(item.mediaId)?.thumbnail?.blob}
                rejection={item.mediaId === null ? null : (props.findings.rejections.get(item.mediaId) ?? null)}
                seconds={item.mediaId === null ? null : (props.findings.seconds.get(item.mediaId) ?? null)}
              />
            ))}
          </ul>
        )}
      </div>
    </Section>
  );
}

function Shape({ wide, high, text }: { wide: number; high: number; text: string }) {
  return (
    <>
      <span aria-hidden className="inline-block rounded-[3px] border-2 border-current" style={{ width: wide * 1.1, height: high * 1.1 }} />
      {text}
    </>
  );
}
