// SPDX-License-Identifier: Apache-2.0
package dev.rushes.testkit.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.SplittableRandom;

/** Paints the set: a panelled wall with an arch, a plant, window light and a terrazzo floor. Units are figure heights. */
final class Studio {

    private static final double FLOOR = 0.03;

    private Studio() {}

    static void paint(Graphics2D g, Palette colors, double seconds) {
        g.setPaint(new GradientPaint(0, -1.7f, colors.wall(), 0, (float) FLOOR, colors.wallLow()));
        g.fill(new Rectangle2D.Double(-4, -4, 8, 4 + FLOOR));
        panels(g, colors);
        arch(g, colors);
        windowLight(g);
        g.setPaint(new GradientPaint(
                0,
                (float) FLOOR,
                Palette.mix(colors.floor(), Color.WHITE, 0.12),
                0,
                0.8f,
                colors.floor().darker()));
        g.fill(new Rectangle2D.Double(-4, FLOOR, 8, 3));
        terrazzo(g, colors);
        plant(g, colors, seconds);
    }

    /** A round pedestal whose top is at height {@code top} above the floor. */
    static void pedestal(Graphics2D g, Palette colors, double top, double radius) {
        shadow(g, 0, FLOOR + 0.03, radius * 1.5, 0.28);
        Color light = Palette.mix(colors.wall(), Color.WHITE, 0.6);
        g.setPaint(new GradientPaint(
                (float) -radius, 0, light, (float) radius, 0, Palette.mix(colors.accent(), light, 0.35)));
        g.fill(new Rectangle2D.Double(-radius, top, 2 * radius, FLOOR - top));
        g.fill(new Ellipse2D.Double(-radius, FLOOR - radius * 0.16, 2 * radius, radius * 0.32));
        g.setPaint(light);
        g.fill(new Ellipse2D.Double(-radius, top - radius * 0.16, 2 * radius, radius * 0.32));
    }

    /** A soft shadow on the ground. */
    static void shadow(Graphics2D g, double x, double y, double radius, double strength) {
        var old = g.getTransform();
        g.translate(x, y);
        g.scale(1, 0.18);
        g.setPaint(new RadialGradientPaint(new Point2D.Double(0, 0), (float) radius, new float[] {0, 1}, new Color[] {
            new Color(0f, 0f, 0f, (float) strength), new Color(0, 0, 0, 0)
        }));
        g.fill(new Ellipse2D.Double(-radius, -radius, 2 * radius, 2 * radius));
        g.setTransform(old);
    }

    private static void panels(Graphics2D g, Palette colors) {
        g.setStroke(new BasicStroke(0.004f));
        for (int i = -24; i <= 24; i++) {
            double x = i * 0.13;
            g.setColor(Palette.fade(Color.WHITE, 0.30));
            g.draw(new Line2D.Double(x, -4, x, FLOOR));
            g.setColor(Palette.fade(colors.accent().darker(), 0.16));
            g.draw(new Line2D.Double(x + 0.005, -4, x + 0.005, FLOOR));
        }
        g.setColor(Palette.mix(colors.wallLow(), Color.WHITE, 0.35));
        g.fill(new Rectangle2D.Double(-4, FLOOR - 0.06, 8, 0.06));
    }

    private static void arch(Graphics2D g, Palette colors) {
        g.setPaint(new GradientPaint(
                -0.5f, -1.3f, colors.accent(), 0.5f, 0, Palette.mix(colors.accent(), colors.wallLow(), 0.45)));
        var arch = new Path2D.Double();
        arch.moveTo(-0.46, FLOOR);
        arch.lineTo(-0.46, -0.85);
        arch.curveTo(-0.46, -1.45, 0.46, -1.45, 0.46, -0.85);
        arch.lineTo(0.46, FLOOR);
        arch.closePath();
        g.fill(arch);
        g.setColor(Palette.fade(Color.WHITE, 0.22));
        g.setStroke(new BasicStroke(0.012f));
        g.draw(arch);
        var sun = new Ellipse2D.Double(0.30, -1.45, 0.34, 0.34);
        g.setColor(Palette.fade(colors.trim(), 0.9));
        g.fill(sun);
    }

    private static void windowLight(Graphics2D g) {
        g.setColor(Palette.fade(Color.WHITE, 0.15));
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 2; column++) {
                double x = -0.62 + column * 0.27 + row * 0.07;
                double y = -1.25 + row * 0.30;
                var pane = new Path2D.Double();
                pane.moveTo(x, y);
                pane.lineTo(x + 0.23, y + 0.05);
                pane.lineTo(x + 0.29, y + 0.31);
                pane.lineTo(x + 0.06, y + 0.26);
                pane.closePath();
                g.fill(pane);
            }
        }
    }

    private static void terrazzo(Graphics2D g, Palette colors) {
        var random = new SplittableRandom(11);
        for (int i = 0; i < 420; i++) {
            double depth = random.nextDouble();
            double size = 0.006 + 0.02 * depth;
            double x = random.nextDouble() * 6 - 3;
            double y = FLOOR + 0.01 + depth * depth * 0.8;
            g.setColor(Palette.fade(i % 3 == 0 ? colors.cloth() : i % 3 == 1 ? Color.WHITE : colors.accent(), 0.45));
            g.fill(new Ellipse2D.Double(x, y, size * 1.6, size * 0.5));
        }
    }

    private static void plant(Graphics2D g, Palette colors, double seconds) {
        Color leaf = Palette.mix(new Color(0x2e5e3e), colors.accent(), 0.15);
        var old = g.getTransform();
        g.translate(0.74, FLOOR + 0.02);
        shadow(g, 0, 0, 0.22, 0.25);
        for (int i = 0; i < 9; i++) {
            var base = g.getTransform();
            double sway = 0.03 * Math.sin(seconds * 1.3 + i);
            g.translate(0, -0.16);
            g.rotate(-1.1 + i * 0.275 + sway);
            g.setPaint(new GradientPaint(0, 0, leaf.darker(), 0, -0.55f, Palette.mix(leaf, Color.WHITE, 0.25)));
            g.fill(leaf(0.36 + 0.10 * ((i * 7) % 3)));
            g.setTransform(base);
        }
        g.setPaint(new GradientPaint(
                -0.09f,
                0,
                Palette.mix(colors.trim(), Color.WHITE, 0.2),
                0.09f,
                0,
                colors.trim().darker()));
        var pot = new Path2D.Double();
        pot.moveTo(-0.10, -0.17);
        pot.lineTo(0.10, -0.17);
        pot.lineTo(0.075, 0.01);
        pot.lineTo(-0.075, 0.01);
        pot.closePath();
        g.fill(pot);
        g.setTransform(old);
    }

    private static Shape leaf(double length) {
        var leaf = new Path2D.Double();
        leaf.moveTo(0, 0);
        leaf.curveTo(-0.07, -length * 0.4, -0.05, -length * 0.8, 0, -length);
        leaf.curveTo(0.05, -length * 0.8, 0.07, -length * 0.4, 0, 0);
        return leaf;
    }
}
