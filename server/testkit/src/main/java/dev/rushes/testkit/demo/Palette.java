// SPDX-License-Identifier: Apache-2.0
package dev.rushes.testkit.demo;

import java.awt.Color;

/**
 * The colours of one look.
 *
 * @param wall backdrop, upper end
 * @param wallLow backdrop, lower end
 * @param floor ground
 * @param accent arches and props
 * @param cloth main garment or product
 * @param clothShade its shaded side
 * @param trim details: belt, sole, buckle
 * @param hair hair and dark lines
 * @param skin skin
 */
record Palette(
        Color wall,
        Color wallLow,
        Color floor,
        Color accent,
        Color cloth,
        Color clothShade,
        Color trim,
        Color hair,
        Color skin) {

    static final Palette TERRACOTTA =
            of("f3dfc8", "e8c3a0", "d9a47c", "c8643c", "2f4858", "1d3140", "f6c667", "3a2218", "e2a87f");
    static final Palette SAGE =
            of("e6ebdf", "c5d3bc", "a7b79b", "6b8f71", "e4572e", "b93d1c", "fff4d6", "1f1a17", "9c6644");
    static final Palette COBALT =
            of("dfe7fb", "aebff0", "8296d6", "2a3f9e", "ffd23f", "e0a800", "f25f5c", "20130c", "f0c3a0");

    private static Palette of(String... hex) {
        Color[] c = new Color[hex.length];
        for (int i = 0; i < hex.length; i++) {
            c[i] = new Color(Integer.parseInt(hex[i], 16));
        }
        return new Palette(c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8]);
    }

    static Color fade(Color color, double alpha) {
        return new Color(color.getRed(), color.getGreen(), color.getBlue(), (int) Math.round(255 * alpha));
    }

    static Color mix(Color a, Color b, double share) {
        return new Color(
                (int) (a.getRed() + (b.getRed() - a.getRed()) * share),
                (int) (a.getGreen() + (b.getGreen() - a.getGreen()) * share),
                (int) (a.getBlue() + (b.getBlue() - a.getBlue()) * share));
    }
}
