// SPDX-License-Identifier: Apache-2.0
package dev.rushes.chaos;

import java.util.Locale;

/**
 * Measures how long the first proposal of a regeneration takes on a minute's timeline of 200 looked-at clips, first with nothing else to do,
 * then while two other jobs are looked at: server, worker and database as they ship. Argument: how many asks each, 40 if absent.
 */
public final class FirstProposalBench {
    private FirstProposalBench() {}

    public static void main(String[] args) throws Exception {
        int asks = args.length > 0 ? Integer.parseInt(args[0]) : 40;
        try (Scene scene = Scene.open("FirstProposalBench")) {
            ServerChild server = ServerChild.startToMeasure(scene, "data", FirstProposals.settings());
            FirstProposals proposals = FirstProposals.prepared(scene, server);
            System.out.printf(
                    Locale.ROOT,
                    "%d cores; %d clips, %d shots%n",
                    Runtime.getRuntime().availableProcessors(),
                    FirstProposals.CLIPS,
                    proposals.shots());
            line("nothing else to do", proposals.ask(asks));
            proposals.bringAnotherJob(FirstProposals.CLIPS);
            proposals.bringAnotherJob(FirstProposals.CLIPS);
            long before = proposals.waiting();
            double[] waits = proposals.ask(asks);
            line(
                    "two jobs looked at, " + before + " clips waiting at the start and " + proposals.waiting()
                            + " at the end",
                    waits);
        }
    }

    private static void line(String what, double[] sorted) {
        System.out.printf(
                Locale.ROOT,
                "%s: first proposal p50 %.0f ms, p95 %.0f, max %.0f (%d asks)%n",
                what,
                sorted[sorted.length / 2],
                sorted[(int) (sorted.length * 0.95)],
                sorted[sorted.length - 1],
                sorted.length);
    }
}
