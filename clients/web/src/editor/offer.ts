// SPDX-License-Identifier: Apache-2.0
import { create } from "@bufbuild/protobuf";
import { EditSchema, type Edit } from "../gen/rushes/v1/edit_pb";
import { Instruction, type Proposal } from "../gen/rushes/v1/proposal_pb";
import type { Shot as WireShot, Transition as WireTransition } from "../gen/rushes/v1/timeline_pb";
import { type Cut, joinOf, type Shot, shotOf } from "./model";

/** A stretch of the section between two cut points that the standing and the proposed cut share: it can be taken or left by itself. */
export interface OfferPart {
  from: number;
  to: number;
  standing: Shot[];
  offered: Shot[];
  /** Whether both are the same. */
  same: boolean;
}

const INSTRUCTION_WORDS: Record<number, string> = {
  [Instruction.MAKE_TIGHTER]: "make_tighter",
  [Instruction.ADD_ENERGY]: "add_energy",
  [Instruction.SLOW_DOWN]: "slow_down",
  [Instruction.REGENERATE_SECTION]: "regenerate_section",
};

/** The parts of a proposal, in order. */
export function partsOf(cut: Cut, proposal: Proposal): OfferPart[] {
  const first = cut.shots.findIndex((shot) => shot.id === proposal.firstShotId);
  const last = cut.shots.findIndex((shot) => shot.id === proposal.lastShotId);
  if (first < 0 || last < first) {
    return [];
  }
  const standing = cut.shots.slice(first, last + 1);
  const offered = placed(proposal.shots.map(shotOf), standing[0]?.start ?? 0);
  const shared = new Set(offered.map((shot) => shot.start));
  const parts: OfferPart[] = [];
  for (const shot of standing) {
    const part = parts.at(-1);
    if (part === undefined || shared.has(shot.start)) {
      parts.push({ from: shot.start, to: shot.start + shot.frames, standing: [shot], offered: [], same: false });
    } else {
      part.standing.push(shot);
      part.to = shot.start + shot.frames;
    }
  }
  for (const part of parts) {
    part.offered = offered.filter((shot) => shot.start >= part.from && shot.start < part.to);
    part.same =
      part.standing.length === part.offered.length && part.standing.every((shot, i) => isSame(shot, part.offered[i] as Shot));
  }
  return parts;
}

/** The cut as it would be with the parts that are not refused. */
export function offeredCut(cut: Cut, proposal: Proposal, refused: Set<number>): Cut {
  const parts = partsOf(cut, proposal);
  const section = parts[0];
  if (section === undefined) {
    return cut;
  }
  const chosen = parts.flatMap((part) => (refused.has(part.from) ? part.standing : part.offered));
  const first = cut.shots.findIndex((shot) => shot.id === proposal.firstShotId);
  const last = cut.shots.findIndex((shot) => shot.id === proposal.lastShotId);
  const there = new Map([...cut.joins, ...proposal.transitions.map(joinOf)].map((join) => [`${join.from} ${join.to}`, join]));
  const shots = [...cut.shots.slice(0, first), ...placed(chosen, section.from), ...cut.shots.slice(last + 1)];
  const joins = shots.slice(1).flatMap((shot, i) => there.get(`${shots[i]?.id} ${shot.id}`) ?? []);
  return { ...cut, shots, joins };
}

/** The one edit that takes the parts that are not refused. */
export function acceptance(cut: Cut, proposal: Proposal, refused: Set<number>): Edit {
  const result = offeredCut(cut, proposal, refused);
  const parts = partsOf(cut, proposal);
  const from = parts[0]?.from ?? 0;
  const to = parts.at(-1)?.to ?? 0;
  const shots = result.shots.filter((shot) => shot.start >= from && shot.start < to);
  const ids = new Set(shots.map((shot) => shot.id));
  return create(EditSchema, {
    kind: {
      case: "acceptProposal",
      value: {
        proposal: named(proposal),
        firstShot: { ref: { case: "shotId", value: proposal.firstShotId } },
        lastShot: { ref: { case: "shotId", value: proposal.lastShotId } },
        shots: shots.map(moved),
        transitions: proposal.transitions.filter((join) => isInside(join, ids)),
      },
    },
  });
}

/** The edit that says no. */
export function rejection(proposal: Proposal): Edit {
  return create(EditSchema, { kind: { case: "rejectProposal", value: { proposal: named(proposal) } } });
}

function named(proposal: Proposal) {
  const section = proposal.receipt?.section;
  return {
    proposalId: proposal.proposalId,
    section: { startFrame: section?.startFrame ?? 0n, frameCount: section?.frameCount ?? 0n },
    instruction: INSTRUCTION_WORDS[proposal.receipt?.instruction ?? 0] ?? "",
  };
}

function isInside(join: WireTransition, ids: Set<string>): boolean {
  return ids.has(join.fromShotId) || ids.has(join.toShotId);
}

function moved(shot: Shot): WireShot {
  if (shot.wire === null) {
    throw new Error(`shot ${shot.id} is not known to the server yet`);
  }
  return { ...shot.wire, recordRange: { $typeName: "rushes.v1.FrameRange", startFrame: BigInt(shot.start), frameCount: BigInt(shot.frames) } };
}

function placed(shots: Shot[], start: number): Shot[] {
  let at = start;
  return shots.map((shot) => {
    const here = { ...shot, start: at };
    at += shot.frames;
    return here;
  });
}

const isSame = (a: Shot, b: Shot): boolean => a.mediaId === b.mediaId && a.source === b.source && a.frames === b.frames;
