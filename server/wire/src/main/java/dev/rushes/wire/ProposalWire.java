// SPDX-License-Identifier: Apache-2.0
package dev.rushes.wire;

import com.google.protobuf.Duration;
import dev.rushes.api.v1.Proposal;
import dev.rushes.api.v1.ProposalReceipt;
import dev.rushes.api.v1.SectionEffect;
import dev.rushes.editorial.footage.ShotType;
import dev.rushes.editorial.regeneration.Effect;
import dev.rushes.editorial.regeneration.Instruction;
import dev.rushes.editorial.regeneration.Receipt;
import dev.rushes.editorial.regeneration.RegenerationRequest;
import dev.rushes.editorial.regeneration.SectionProposal;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Regenerations and their proposals. */
public final class ProposalWire {

    private static final double MICROS = 1e6;

    private ProposalWire() {}

    public static dev.rushes.api.v1.Instruction toProto(Instruction instruction) {
        return switch (instruction) {
            case REGENERATE_SECTION -> dev.rushes.api.v1.Instruction.INSTRUCTION_REGENERATE_SECTION;
            case MAKE_TIGHTER -> dev.rushes.api.v1.Instruction.INSTRUCTION_MAKE_TIGHTER;
            case ADD_ENERGY -> dev.rushes.api.v1.Instruction.INSTRUCTION_ADD_ENERGY;
            case SLOW_DOWN -> dev.rushes.api.v1.Instruction.INSTRUCTION_SLOW_DOWN;
        };
    }

    public static Instruction fromProto(dev.rushes.api.v1.Instruction instruction) {
        return switch (instruction) {
            case INSTRUCTION_REGENERATE_SECTION -> Instruction.REGENERATE_SECTION;
            case INSTRUCTION_MAKE_TIGHTER -> Instruction.MAKE_TIGHTER;
            case INSTRUCTION_ADD_ENERGY -> Instruction.ADD_ENERGY;
            case INSTRUCTION_SLOW_DOWN -> Instruction.SLOW_DOWN;
            case INSTRUCTION_UNSPECIFIED, UNRECOGNIZED -> throw TimeWire.notKnown("instruction", instruction);
        };
    }

    /** Returns the constraints with the clips to avoid, in a stable order. */
    public static dev.rushes.api.v1.RegenerationConstraints toProto(
            RegenerationRequest.Constraints constraints, Set<String> avoidedClipIds) {
        var message = dev.rushes.api.v1.RegenerationConstraints.newBuilder()
                .addAllAvoidedMediaIds(avoidedClipIds.stream().sorted().toList());
        if (constraints.shortestSeconds() > 0) {
            message.setShortestShot(duration(constraints.shortestSeconds()));
        }
        if (constraints.longestSeconds() > 0) {
            message.setLongestShot(duration(constraints.longestSeconds()));
        }
        constraints.preferredTypes().stream()
                .sorted()
                .map(FootageWire::toProto)
                .forEach(message::addPreferredShotTypes);
        return message.build();
    }

    /** Reads the limits; the clips to avoid are the caller's to read. */
    public static RegenerationRequest.Constraints fromProto(dev.rushes.api.v1.RegenerationConstraints message) {
        Set<ShotType> types = message.getPreferredShotTypesList().stream()
                .map(FootageWire::fromProto)
                .collect(Collectors.toSet());
        return new RegenerationRequest.Constraints(
                seconds(message.getShortestShot()), seconds(message.getLongestShot()), types);
    }

    /** Returns a proposal without identities and revision, which are the server's. */
    public static Proposal toProto(SectionProposal proposal) {
        return Proposal.newBuilder()
                .setFirstShotId(proposal.firstShotId())
                .setLastShotId(proposal.lastShotId())
                .addAllShots(
                        proposal.shots().stream().map(TimelineWire::toProto).toList())
                .addAllTransitions(proposal.transitions().stream()
                        .map(TimelineWire::toProto)
                        .toList())
                .setReceipt(toProto(proposal.receipt()))
                .build();
    }

    public static SectionProposal fromProto(Proposal message) {
        return new SectionProposal(
                message.getFirstShotId(),
                message.getLastShotId(),
                message.getShotsList().stream().map(TimelineWire::fromProto).toList(),
                message.getTransitionsList().stream()
                        .map(TimelineWire::fromProto)
                        .toList(),
                fromProto(message.getReceipt()));
    }

    private static ProposalReceipt toProto(Receipt receipt) {
        return ProposalReceipt.newBuilder()
                .setInstruction(toProto(receipt.instruction()))
                .setSection(TimeWire.toProto(receipt.section()))
                .setBefore(toProto(receipt.before()))
                .setPredicted(toProto(receipt.predicted()))
                .setAfter(toProto(receipt.after()))
                .setNewShotCount(receipt.newShots())
                .setLockedShotCount(receipt.keptLocked())
                .addAllSentences(receipt.sentences())
                .build();
    }

    private static Receipt fromProto(ProposalReceipt message) {
        return new Receipt(
                fromProto(message.getInstruction()),
                TimeWire.fromProto(message.getSection()),
                fromProto(message.getBefore()),
                fromProto(message.getPredicted()),
                fromProto(message.getAfter()),
                message.getNewShotCount(),
                message.getLockedShotCount(),
                List.copyOf(message.getSentencesList()));
    }

    private static SectionEffect toProto(Effect effect) {
        return SectionEffect.newBuilder()
                .setShotCount(effect.shotCount())
                .setCutsPerMinute(effect.cutsPerMinute())
                .setMeanShotLength(duration(effect.meanShotSeconds()))
                .setMeanMotion(effect.meanMotion())
                .setEnergyMatch(effect.energyMatch())
                .build();
    }

    private static Effect fromProto(SectionEffect message) {
        return new Effect(
                message.getShotCount(),
                message.getCutsPerMinute(),
                seconds(message.getMeanShotLength()),
                message.getMeanMotion(),
                message.getEnergyMatch());
    }

    /** Whole microseconds are far finer than a frame. */
    private static Duration duration(double seconds) {
        return TimeWire.durationOfMicros(Math.round(seconds * MICROS));
    }

    private static double seconds(Duration duration) {
        return TimeWire.micros(duration) / MICROS;
    }
}
