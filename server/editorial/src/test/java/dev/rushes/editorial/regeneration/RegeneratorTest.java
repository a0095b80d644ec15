// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.regeneration;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.editorial.footage.ShotType;
import dev.rushes.editorial.music.SongAnalysis;
import dev.rushes.editorial.regeneration.RegenerationOutcome.NothingToPropose;
import dev.rushes.editorial.regeneration.RegenerationOutcome.Proposal;
import dev.rushes.editorial.sequence.Candidate;
import dev.rushes.editorial.sequence.Effort;
import dev.rushes.editorial.sequence.SequenceFixtures;
import dev.rushes.editorial.sequence.SequenceOptimizer;
import dev.rushes.editorial.sequence.SequenceOutcome;
import dev.rushes.editorial.time.FrameRange;
import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.timeline.Lock;
import dev.rushes.editorial.timeline.Shot;
import dev.rushes.editorial.timeline.Timeline;
import dev.rushes.editorial.timeline.Transition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Regenerations over random cuts, locks and sections (promise P-9). */
@Tag("promise")
class RegeneratorTest {
    private static final SequenceOptimizer OPTIMIZER = new SequenceOptimizer();
    private static final int CASES = Integer.getInteger("rushes.cases", 20_000);
    /** Locks, sections and clips ruled out that are tried on each cut: making a cut takes four times as long as changing it. */
    private static final int DRAWS = 5;

    /** A figure that is said to stand instead of itself. */
    private static final Pattern SAME_FIGURE = Pattern.compile("\\b(\\d+\\.\\d+)( s)?( each)? instead of \\1\\b");

    private final Regenerator regenerator = new Regenerator(OPTIMIZER);

    /** Each cut is asked for every instruction under several draws of locks, sections and clips ruled out; all cores try. */
    @Test
    void lockedAndOuterShotsStayAndTheEffectIsThere() {
        Map<Instruction, LongAdder> proposals = new EnumMap<>(Instruction.class);
        Instruction[] instructions = Instruction.values();
        for (Instruction instruction : instructions) {
            proposals.put(instruction, new LongAdder());
        }
        int cuts = CASES / (DRAWS * instructions.length);
        LongStream.rangeClosed(1, cuts).parallel().forEach(seed -> {
            Scene scene = Scene.random(seed);
            for (int draw = 0; draw < DRAWS; draw++) {
                Scene drawn = draw == 0 ? scene : scene.locked(new Random(seed * DRAWS + draw));
                for (Instruction instruction : instructions) {
                    String what = "seed " + seed + ", draw " + draw + ": " + instruction;
                    if (isProposed(drawn.request(instruction, seed * DRAWS + draw), what)) {
                        requireNonNull(proposals.get(instruction)).increment();
                    }
                }
            }
        });
        assertThat(proposals)
                .as("proposals of %s cases each", cuts * DRAWS)
                .allSatisfy((instruction, made) ->
                        assertThat(made.intValue()).as("%s", instruction).isGreaterThan(cuts * DRAWS / 2));
    }

    /** Checks what comes of a request; returns whether it was a proposal. */
    private boolean isProposed(RegenerationRequest request, String what) {
        return switch (regenerator.regenerate(request, Effort.QUICK, null)) {
            case Proposal proposal -> {
                assertKeepsEverythingElse(request, proposal, what);
                Receipt receipt = proposal.receipt();
                assertThat(request.instruction().isAchieved(receipt.before(), receipt.after()))
                        .as("%s: %s", what, receipt)
                        .isTrue();
                assertThat(receipt.sentences()).as(what).noneMatch(SAME_FIGURE.asPredicate());
                assertThat(receipt.after()).as(what).isEqualTo(Effect.of(proposal.timeline(), receipt.section()));
                yield true;
            }
            case NothingToPropose nothing -> {
                assertThat(nothing.message()).as(what).isNotBlank().endsWith(".");
                yield false;
            }
        };
    }

    private static void assertKeepsEverythingElse(RegenerationRequest request, Proposal proposal, String what) {
        Timeline before = request.timeline();
        Timeline after = proposal.timeline();
        Set<Shot> kept = new HashSet<>(after.shots());
        for (Shot shot : before.shots()) {
            if (shot.isLocked() || !request.section().contains(shot.record().start())) {
                assertThat(kept).as("%s: kept shots", what).contains(shot);
            }
        }
        assertThat(after.frameCount()).as(what).isEqualTo(before.frameCount());
        assertThat(after.shots()).as(what).extracting(Shot::id).doesNotHaveDuplicates();
        assertThat(after.song()).as(what).isEqualTo(before.song());
        Map<String, Transition> stood = new HashMap<>();
        before.transitions().forEach(t -> stood.put(t.fromShotId() + t.toShotId(), t));
        for (Transition transition : after.transitions()) {
            Transition old = stood.get(transition.fromShotId() + transition.toShotId());
            if (old != null) {
                assertThat(transition).as(what).isEqualTo(old);
            }
        }
        List<Shot> fresh = new ArrayList<>(after.shots());
        fresh.removeAll(before.shots());
        for (Shot shot : fresh) {
            assertThat(request.material().avoidedClipIds()).as(what).doesNotContain(shot.clipId());
            for (Shot other : after.shots()) {
                if (other != shot && other.clipId().equals(shot.clipId())) {
                    assertThat(other.source().overlaps(shot.source()))
                            .as("%s: %s and %s show the same moment", what, shot, other)
                            .isFalse();
                }
            }
        }
        assertThat(proposal.receipt().newShots()).as(what).isEqualTo(fresh.size());
        assertThat(replaced(before, proposal)).as(what).isEqualTo(after.shots());
    }

    /** The timeline as an editor makes it from the proposal's section alone. */
    private static List<Shot> replaced(Timeline before, Proposal proposal) {
        List<Shot> shots = new ArrayList<>();
        boolean isInside = false;
        for (Shot shot : before.shots()) {
            isInside |= shot.id().equals(proposal.section().firstShotId());
            if (!isInside) {
                shots.add(shot);
            }
            if (shot.id().equals(proposal.section().lastShotId())) {
                shots.addAll(proposal.section().shots());
                isInside = false;
            }
        }
        return shots;
    }

    @Test
    void oneShotIsReplacedInItsPlaceByAnotherClip() {
        Scene scene = Scene.random(4);
        Shot asked = scene.timeline().shots().stream()
                .filter(shot -> !shot.isLocked())
                .findFirst()
                .orElseThrow();

        Proposal proposal = (Proposal) regenerator.regenerate(
                new RegenerationRequest(
                        scene.timeline(),
                        asked.record(),
                        Instruction.REGENERATE_SECTION,
                        RegenerationRequest.Constraints.NONE,
                        scene.material(Set.of()),
                        9),
                Effort.FULL,
                null);

        assertThat(proposal.section().shots()).singleElement().satisfies(shot -> {
            assertThat(shot.record()).isEqualTo(asked.record());
            assertThat(shot.clipId()).isNotEqualTo(asked.clipId());
        });
    }

    @Test
    void constraintsHoldForNewShots() {
        Scene scene = Scene.random(7).unlocked();
        RegenerationRequest request = new RegenerationRequest(
                scene.timeline(),
                scene.timeline().range(),
                Instruction.REGENERATE_SECTION,
                new RegenerationRequest.Constraints(0.9, 2.0, Set.of(ShotType.CLOSE_UP)),
                scene.material(Set.of()),
                3);

        Proposal proposal = (Proposal) regenerator.regenerate(request, Effort.FULL, null);

        assertThat(proposal.section().shots())
                .allSatisfy(shot -> assertThat(scene.timeline()
                                .frameRate()
                                .seconds(shot.record().count()))
                        .isBetween(0.88, 2.02));
        assertThat(closeUps(proposal.timeline())).isGreaterThan(closeUps(scene.timeline()));
    }

    private static long closeUps(Timeline timeline) {
        return timeline.shots().stream()
                .filter(shot -> shot.metadata().shotType() == ShotType.CLOSE_UP)
                .mapToLong(shot -> shot.record().count())
                .sum();
    }

    @Test
    void equalRequestsGiveEqualProposals() {
        Scene scene = Scene.random(11);
        RegenerationRequest request = scene.request(Instruction.ADD_ENERGY, 5);

        assertThat(regenerator.regenerate(request, Effort.FULL, null))
                .isEqualTo(regenerator.regenerate(request, Effort.FULL, null));
    }

    @Test
    void fullyLockedSectionIsRefusedInWords() {
        Scene scene = Scene.random(2).locked();

        assertThat(regenerator.regenerate(scene.request(Instruction.MAKE_TIGHTER, 2), Effort.QUICK, null))
                .isInstanceOfSatisfying(
                        NothingToPropose.class,
                        nothing ->
                                assertThat(nothing.message()).contains("locked").contains("unlock"));
    }

    @Test
    void emptySectionIsRefusedInWords() {
        Scene scene = Scene.random(2);
        RegenerationRequest request = new RegenerationRequest(
                scene.timeline(),
                new FrameRange(scene.timeline().frameCount() + 10, 30),
                Instruction.MAKE_TIGHTER,
                RegenerationRequest.Constraints.NONE,
                scene.material(Set.of()),
                1);

        assertThat(regenerator.regenerate(request, Effort.QUICK, null))
                .isInstanceOfSatisfying(
                        NothingToPropose.class,
                        nothing -> assertThat(nothing.message()).contains("select"));
    }

    /** More shots of at least this length do not fit into the cut. */
    @Test
    void nobodyIsToldToSelectMoreThanTheWholeCut() {
        Scene free = Scene.random(5).unlocked();
        Timeline cut = free.timeline();
        double shortest =
                cut.frameRate().seconds(cut.frameCount()) / (cut.shots().size() + 1) + 0.05;

        assertThat(refusalToTighten(free, cut.range(), shortest))
                .startsWith("The cut cannot be made tighter: ")
                .contains(String.format(Locale.ROOT, "allow shots shorter than %.2f s", shortest), "add clips")
                .doesNotContain("select", "unlock");
        FrameRange longest = cut.shots().stream()
                .map(Shot::record)
                .max(Comparator.comparingLong(FrameRange::count))
                .orElseThrow();
        assertThat(refusalToTighten(free, longest, 0.8 * cut.frameRate().seconds(longest.count())))
                .startsWith("The section cannot be made tighter: ")
                .contains("select a longer section")
                .doesNotContain("unlock");
    }

    @Test
    void aLengthThatCannotBeKeptIsNotTakenForLittleFootage() {
        Scene free = Scene.random(5).unlocked();
        FrameRange place = free.timeline().shots().get(1).record();
        double longer = free.timeline().frameRate().seconds(place.count()) + 1;

        assertThat(refusalToTighten(free, place, longer))
                .isEqualTo(String.format(
                        Locale.ROOT,
                        "The section cannot be made tighter: no shots of %.2f s or longer fill what is free on the beats; allow"
                                + " shorter shots.",
                        longer));
    }

    private String refusalToTighten(Scene scene, FrameRange section, double shortest) {
        return ((NothingToPropose) regenerator.regenerate(
                        new RegenerationRequest(
                                scene.timeline(),
                                section,
                                Instruction.MAKE_TIGHTER,
                                new RegenerationRequest.Constraints(shortest, 0, Set.of()),
                                scene.material(Set.of()),
                                1),
                        Effort.QUICK,
                        null))
                .message();
    }

    @Test
    void aCutOfSingleBeatsCannotBeTighter() {
        Scene scene = Scene.random(3).unlocked();
        RegenerationRequest shortest = new RegenerationRequest(
                scene.timeline(),
                scene.timeline().range(),
                Instruction.MAKE_TIGHTER,
                new RegenerationRequest.Constraints(0, 60.0 / 128 * 1.2, Set.of()),
                scene.material(Set.of()),
                1);
        Timeline singleBeats = ((Proposal) regenerator.regenerate(shortest, Effort.QUICK, null)).timeline();

        RegenerationOutcome again = regenerator.regenerate(
                new RegenerationRequest(
                        singleBeats,
                        singleBeats.range(),
                        Instruction.MAKE_TIGHTER,
                        RegenerationRequest.Constraints.NONE,
                        scene.material(Set.of()),
                        1),
                Effort.QUICK,
                null);

        assertThat(again)
                .isInstanceOfSatisfying(
                        NothingToPropose.class,
                        nothing -> assertThat(nothing.message()).contains("one beat long already"));
    }

    /** A cut with its material. */
    private record Scene(Timeline timeline, SongAnalysis song, List<Candidate> clips) {

        static Scene random(long seed) {
            Random random = new Random(seed);
            SongAnalysis song = SequenceFixtures.song(128, 165, seed);
            List<Candidate> clips = SequenceFixtures.clips(40 + random.nextInt(30), seed);
            SequenceOutcome outcome = OPTIMIZER.optimize(
                    SequenceFixtures.request(FrameRate.FPS_30, 12 + random.nextInt(9), song, clips, seed),
                    Effort.QUICK);
            Timeline cut = ((SequenceOutcome.Cut) outcome).timeline();
            Timeline.Identity identity = new Timeline.Identity(
                    "job",
                    "project",
                    "ana",
                    4,
                    seed,
                    cut.identity().createdAt(),
                    cut.identity().updatedAt());
            return new Scene(cut.withIdentity(identity), song, clips).locked(random);
        }

        /** Locks a fifth of the shots. */
        Scene locked(Random random) {
            return withLocks(shot -> random.nextInt(5) == 0 ? Lock.Scope.values()[random.nextInt(2)] : null);
        }

        Scene locked() {
            return withLocks(shot -> Lock.Scope.PLACE_AND_RANGE);
        }

        Scene unlocked() {
            return withLocks(shot -> null);
        }

        private Scene withLocks(
                java.util.function.Function<Shot, Lock.@org.jspecify.annotations.Nullable Scope> scopes) {
            List<Shot> shots = new ArrayList<>();
            for (Shot shot : timeline.shots()) {
                Lock.Scope scope = scopes.apply(shot);
                Shot locked = SequenceFixtures.lock(shot, scope == null ? Lock.Scope.RANGE : scope);
                shots.add(
                        scope == null
                                ? new Shot(
                                        shot.id(),
                                        shot.clipId(),
                                        shot.fileName(),
                                        shot.source(),
                                        shot.record(),
                                        null,
                                        shot.metadata(),
                                        shot.explanation(),
                                        shot.history())
                                : locked);
            }
            return new Scene(
                    new Timeline(
                            timeline.identity(),
                            timeline.frameRate(),
                            timeline.song(),
                            shots,
                            timeline.transitions(),
                            timeline.deletedShots(),
                            timeline.userEdits(),
                            timeline.reasoning(),
                            timeline.finalStatus()),
                    song,
                    clips);
        }

        RegenerationRequest.Material material(Set<String> avoided) {
            return new RegenerationRequest.Material(song, clips, SequenceFixtures.style(0), avoided);
        }

        /** Asks for a random stretch, with a tenth of the clips ruled out. */
        RegenerationRequest request(Instruction instruction, long seed) {
            Random random = new Random(seed * 31);
            long length = timeline.frameCount();
            long start = random.nextInt((int) length / 2);
            long count = length / 4 + random.nextInt((int) length / 2);
            Set<String> avoided = new HashSet<>();
            clips.forEach(clip -> {
                if (random.nextInt(10) == 0) {
                    avoided.add(clip.clipId());
                }
            });
            return new RegenerationRequest(
                    timeline,
                    new FrameRange(start, count),
                    instruction,
                    RegenerationRequest.Constraints.NONE,
                    material(avoided),
                    seed);
        }
    }
}
