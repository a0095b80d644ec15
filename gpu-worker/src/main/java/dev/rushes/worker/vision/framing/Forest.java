// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.framing;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Extremely randomised trees (Geurts et al., Machine Learning 2006): each split is the best of a few inputs at random thresholds. Differs
 * from the paper: examples carry a weight. Few examples and many inputs suit them better than one straight boundary.
 * Immutable; safe for use by several threads.
 */
final class Forest {

    private final int classes;
    private final List<Node> trees;

    private Forest(int classes, List<Node> trees) {
        this.classes = classes;
        this.trees = List.copyOf(trees);
    }

    /** A tree: a question or an answer. */
    private sealed interface Node permits Split, Leaf {}

    private record Split(int input, double threshold, Node below, Node above) implements Node {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Leaf(double[] shares) implements Node {}

    /**
     * Examples to learn from.
     *
     * @param inputs one row an example
     * @param labels class of each
     * @param trust weight of each
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Examples(double[][] inputs, int[] labels, double[] trust) {}

    /**
     * How to grow.
     *
     * @param trees how many
     * @param tried inputs tried at each split
     * @param leastLeaf examples on either side of a split at least
     * @param seed of every random choice
     */
    record Growth(int trees, int tried, int leastLeaf, long seed) {}

    /** Learns from examples; the same examples and growth give the same forest. */
    static Forest grow(Examples examples, int classes, Growth growth) {
        SplittableRandom random = new SplittableRandom(growth.seed);
        List<Node> trees = new ArrayList<>();
        int[] all = new int[examples.labels.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        for (int i = 0; i < growth.trees; i++) {
            trees.add(new Grower(examples, classes, growth, random).node(all));
        }
        return new Forest(classes, trees);
    }

    /** Returns the classes' probabilities: the mean of what the trees' leaves hold. */
    double[] probabilities(double[] inputs) {
        double[] sum = new double[classes];
        for (Node tree : trees) {
            Node at = tree;
            while (at instanceof Split split) {
                at = inputs[split.input] < split.threshold ? split.below : split.above;
            }
            if (at instanceof Leaf leaf) {
                for (int k = 0; k < classes; k++) {
                    sum[k] += leaf.shares[k] / trees.size();
                }
            }
        }
        return sum;
    }

    /** Writes one tree a line: a split is its input, threshold and both sides, a leaf is "=" and its shares in hundredths. */
    String write() {
        StringBuilder text = new StringBuilder();
        for (Node tree : trees) {
            write(tree, text);
            text.append('\n');
        }
        return text.toString();
    }

    private static void write(Node node, StringBuilder text) {
        switch (node) {
            case Split split -> {
                text.append(split.input).append(' ').append(split.threshold).append(' ');
                write(split.below, text);
                write(split.above, text);
            }
            case Leaf leaf -> {
                text.append("= ");
                for (double share : leaf.shares) {
                    text.append(Math.round(100 * share)).append(' ');
                }
            }
        }
    }

    /** Reads what {@link #write} wrote. */
    static Forest read(List<String> lines, int classes) {
        List<Node> trees = new ArrayList<>();
        for (String line : lines) {
            trees.add(new Reader(line.strip().split(" "), classes).node());
        }
        if (trees.isEmpty()) {
            throw new IllegalArgumentException("forest: 0 trees (expected: at least 1)");
        }
        return new Forest(classes, trees);
    }

    private static final class Reader {
        private final String[] words;
        private final int classes;
        private int at;

        Reader(String[] words, int classes) {
            this.words = words;
            this.classes = classes;
        }

        Node node() {
            String word = words[at++];
            if (!word.equals("=")) {
                double threshold = Double.parseDouble(words[at++]);
                Node below = node();
                return new Split(Integer.parseInt(word), threshold, below, node());
            }
            double[] shares = new double[classes];
            for (int k = 0; k < classes; k++) {
                shares[k] = Integer.parseInt(words[at++]) / 100.0;
            }
            return new Leaf(shares);
        }
    }

    private record Grower(Examples examples, int classes, Growth growth, SplittableRandom random) {

        Node node(int[] here) {
            double[] shares = shares(here);
            double impurity = impurity(shares);
            if (impurity < 1e-9 || here.length < 2 * growth.leastLeaf) {
                return leaf(shares);
            }
            int inputs = examples.inputs[0].length;
            int bestInput = -1;
            double bestThreshold = 0;
            double least = Double.MAX_VALUE;
            int tried = 0;
            for (int attempt = 0; attempt < 3 * inputs && tried < growth.tried; attempt++) {
                int input = random.nextInt(inputs);
                double low = Double.MAX_VALUE;
                double high = -Double.MAX_VALUE;
                for (int i : here) {
                    low = Math.min(low, examples.inputs[i][input]);
                    high = Math.max(high, examples.inputs[i][input]);
                }
                if (high - low < 1e-6) {
                    continue;
                }
                tried++;
                double threshold = Math.rint((low + (high - low) * random.nextDouble()) * 1e4) / 1e4;
                int[] below = side(here, input, threshold, true);
                if (below.length < growth.leastLeaf || here.length - below.length < growth.leastLeaf) {
                    continue;
                }
                double left = impurity(shares(below)) + impurity(shares(side(here, input, threshold, false)));
                if (left < least) {
                    least = left;
                    bestInput = input;
                    bestThreshold = threshold;
                }
            }
            if (bestInput < 0) {
                return leaf(shares);
            }
            Node below = node(side(here, bestInput, bestThreshold, true));
            return new Split(bestInput, bestThreshold, below, node(side(here, bestInput, bestThreshold, false)));
        }

        private int[] side(int[] here, int input, double threshold, boolean below) {
            return java.util.Arrays.stream(here)
                    .filter(i -> examples.inputs[i][input] < threshold == below)
                    .toArray();
        }

        private double[] shares(int[] here) {
            double[] sums = new double[classes];
            for (int i : here) {
                sums[examples.labels[i]] += examples.trust[i];
            }
            return sums;
        }

        /** Gini impurity times weight. */
        private static double impurity(double[] sums) {
            double total = 0;
            double squares = 0;
            for (double sum : sums) {
                total += sum;
                squares += sum * sum;
            }
            return total == 0 ? 0 : total - squares / total;
        }

        private static Leaf leaf(double[] sums) {
            double total = 0;
            for (double sum : sums) {
                total += sum;
            }
            double[] shares = new double[sums.length];
            for (int k = 0; k < sums.length; k++) {
                shares[k] = sums[k] / total;
            }
            return new Leaf(shares);
        }
    }
}
