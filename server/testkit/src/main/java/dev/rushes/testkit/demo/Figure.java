// SPDX-License-Identifier: Apache-2.0
package dev.rushes.testkit.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Arc2D;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;

/** Paints a model in one of two outfits. The feet are at (0, 0), the top of the head at (0, -1). */
final class Figure {

    private final Graphics2D g;
    private final Palette colors;
    private final boolean side;
    private final double swing;
    private final double sway;

    /**
     * @param side seen from the side instead of the front
     * @param seconds time in the clip: the model walks on the spot and turns the head a little
     */
    Figure(Graphics2D g, Palette colors, boolean side, double seconds) {
        this.g = g;
        this.colors = colors;
        this.side = side;
        this.swing = Math.sin(seconds * 2 * Math.PI * 0.9);
        this.sway = Math.sin(seconds * 2 * Math.PI * 0.45 + 0.6);
    }

    void paint(boolean coat) {
        Studio.shadow(g, 0.02, 0.012, 0.22, 0.45);
        var old = g.getTransform();
        g.translate(0.012 * sway, -0.006 * Math.abs(swing));
        hairBehind();
        legs(coat);
        arm(-1, coat);
        neck();
        if (coat) {
            coat();
        } else {
            dress();
        }
        arm(1, coat);
        head();
        g.setTransform(old);
    }

    private void legs(boolean trousers) {
        double stride = side ? 0.075 * swing : 0.018 * swing;
        for (int leg = -1; leg <= 1; leg += 2) {
            double hip = side ? 0 : 0.032 * leg;
            double foot = hip * 1.2 + stride * leg;
            g.setColor(
                    trousers
                            ? colors.clothShade().darker()
                            : Palette.mix(colors.skin(), Color.BLACK, leg < 0 ? 0.10 : 0));
            g.setStroke(new BasicStroke(trousers ? 0.058f : 0.040f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            var path = new Path2D.Double();
            path.moveTo(hip, -0.46);
            path.quadTo(hip + stride * leg * 0.7, -0.25, foot, -0.035);
            g.draw(path);
            g.setColor(colors.trim());
            g.fill(new Ellipse2D.Double(foot - 0.026, -0.034, side ? 0.085 : 0.052, 0.040));
            g.setColor(Color.WHITE);
            g.fill(new Ellipse2D.Double(foot - 0.026, -0.010, side ? 0.085 : 0.052, 0.016));
        }
    }

    private void arm(int which, boolean sleeve) {
        double shoulder = side ? 0.01 * which : 0.098 * which;
        double hand = side ? 0.085 * swing * -which : 0.150 * which + 0.02 * swing;
        Color shade = which < 0 ? colors.clothShade() : colors.cloth();
        var path = new Path2D.Double();
        path.moveTo(shoulder, -0.775);
        path.quadTo(shoulder + (side ? 0.02 : 0.055 * which), -0.62, hand, -0.475);
        g.setStroke(new BasicStroke(sleeve ? 0.052f : 0.034f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.setColor(sleeve ? shade : Palette.mix(colors.skin(), Color.BLACK, which < 0 ? 0.10 : 0));
        g.draw(path);
        g.setColor(colors.skin());
        g.fill(new Ellipse2D.Double(hand - 0.019, -0.492, 0.038, 0.048));
    }

    private void dress() {
        double flare = 0.02 * swing;
        double width = side ? 0.62 : 1;
        var dress = new Path2D.Double();
        dress.moveTo(-0.085 * width, -0.805);
        dress.curveTo(-0.11 * width, -0.74, -0.075 * width, -0.68, -0.066 * width, -0.615);
        dress.curveTo(-0.10 * width, -0.50, -0.17 * width + flare, -0.38, -0.19 * width + flare, -0.285);
        dress.quadTo(0, -0.255, 0.19 * width + flare, -0.285);
        dress.curveTo(0.17 * width + flare, -0.38, 0.10 * width, -0.50, 0.066 * width, -0.615);
        dress.curveTo(0.075 * width, -0.68, 0.11 * width, -0.74, 0.085 * width, -0.805);
        dress.quadTo(0, -0.755, -0.085 * width, -0.805);
        g.setPaint(new GradientPaint(-0.16f, -0.8f, colors.cloth(), 0.18f, -0.3f, colors.clothShade()));
        g.fill(dress);
        pattern(dress, flare);
        g.setColor(colors.trim());
        g.fill(new Area(new java.awt.geom.Rectangle2D.Double(-0.068 * width, -0.63, 0.136 * width, 0.022)));
    }

    private void pattern(Shape garment, double flare) {
        Shape clip = g.getClip();
        g.clip(garment);
        g.setColor(Palette.fade(colors.trim(), 0.55));
        g.setStroke(new BasicStroke(0.006f));
        for (int i = -6; i <= 6; i++) {
            g.draw(new Line2D.Double(i * 0.012, -0.61, i * 0.034 + flare, -0.25));
        }
        for (int i = 0; i < 22; i++) {
            double x = ((i * 37) % 17 - 8) * 0.011;
            double y = -0.79 + ((i * 53) % 16) * 0.0105;
            g.fill(new Ellipse2D.Double(x, y, 0.010, 0.010));
        }
        g.setClip(clip);
    }

    private void coat() {
        double open = 0.012 * swing;
        double width = side ? 0.68 : 1;
        g.setPaint(
                new GradientPaint(0, -0.8f, Palette.mix(Color.WHITE, colors.wall(), 0.5), 0, -0.4f, colors.wallLow()));
        g.fill(new java.awt.geom.RoundRectangle2D.Double(-0.06 * width, -0.81, 0.12 * width, 0.38, 0.04, 0.04));
        for (int half = -1; half <= 1; half += 2) {
            var front = new Path2D.Double();
            front.moveTo(0.03 * half * width, -0.825);
            front.curveTo(0.10 * half * width, -0.82, 0.125 * half * width, -0.78, 0.118 * half * width, -0.66);
            front.lineTo((0.150 * half) * width + open, -0.22);
            front.lineTo((0.028 * half) * width + open, -0.21);
            front.quadTo(0.022 * half * width, -0.58, 0.03 * half * width, -0.825);
            g.setPaint(new GradientPaint(-0.12f, -0.8f, colors.cloth(), 0.16f, -0.2f, colors.clothShade()));
            g.fill(front);
            var lapel = new Path2D.Double();
            lapel.moveTo(0.026 * half * width, -0.825);
            lapel.lineTo(0.078 * half * width, -0.75);
            lapel.lineTo(0.030 * half * width, -0.60);
            lapel.closePath();
            g.setColor(Palette.mix(colors.clothShade(), Color.BLACK, 0.12));
            g.fill(lapel);
            g.setColor(colors.trim());
            g.fill(new Ellipse2D.Double(0.05 * half * width - 0.006, -0.52, 0.012, 0.012));
            g.fill(new Ellipse2D.Double(0.052 * half * width - 0.006, -0.45, 0.012, 0.012));
        }
    }

    private void neck() {
        g.setColor(Palette.mix(colors.skin(), Color.BLACK, 0.10));
        g.fill(new java.awt.geom.RoundRectangle2D.Double(-0.024, -0.90, 0.048, 0.13, 0.03, 0.03));
        g.setColor(colors.skin());
        g.fill(new Ellipse2D.Double(-0.070, -0.812, 0.140, 0.07));
    }

    private void hairBehind() {
        g.setColor(colors.hair());
        var hair = new Path2D.Double();
        double back = side ? -0.03 : 0;
        hair.moveTo(-0.062 + back, -0.93);
        hair.curveTo(-0.105 + back, -0.84, -0.09 + back + 0.01 * swing, -0.76, -0.055 + back, -0.735);
        hair.quadTo(0, -0.76, 0.055 + back * 0.3, -0.735);
        hair.curveTo(0.09 + back, -0.76, 0.100 + back, -0.85, 0.062 + back, -0.93);
        hair.closePath();
        g.fill(hair);
    }

    private void head() {
        double turn = 0.010 * sway + (side ? 0.020 : 0);
        g.setPaint(new GradientPaint(
                -0.05f,
                -0.95f,
                Palette.mix(colors.skin(), Color.WHITE, 0.18),
                0.06f,
                -0.85f,
                Palette.mix(colors.skin(), Color.BLACK, 0.10)));
        g.fill(new Ellipse2D.Double(-0.052, -0.992, 0.104, 0.142));
        g.setColor(Palette.fade(new Color(0xe0604f), 0.22));
        g.fill(new Ellipse2D.Double(-0.040 + turn, -0.912, 0.026, 0.018));
        g.fill(new Ellipse2D.Double(0.016 + turn, -0.912, 0.026, 0.018));
        for (int eye = -1; eye <= 1; eye += 2) {
            if (!side || eye > 0) {
                eye(0.021 * eye + turn);
            }
        }
        line(
                turn,
                -0.928,
                0.004 + turn + (side ? 0.008 : 0),
                -0.908,
                0.0022f,
                Palette.mix(colors.skin(), Color.BLACK, 0.30));
        g.setColor(new Color(0xb23a48));
        var lips = new Path2D.Double();
        lips.moveTo(-0.015 + turn, -0.884);
        lips.quadTo(turn - 0.005, -0.892, turn, -0.888);
        lips.quadTo(turn + 0.005, -0.892, 0.015 + turn, -0.884);
        lips.quadTo(turn, -0.873, -0.015 + turn, -0.884);
        g.fill(lips);
        fringe(turn);
        g.setColor(colors.trim());
        g.fill(new Ellipse2D.Double(-0.058, -0.905, 0.010, 0.020));
        g.fill(new Ellipse2D.Double(0.048, -0.905, 0.010, 0.020));
    }

    private void eye(double x) {
        g.setColor(Color.WHITE);
        g.fill(new Ellipse2D.Double(x - 0.0105, -0.9385, 0.021, 0.012));
        g.setColor(colors.hair());
        g.fill(new Ellipse2D.Double(x - 0.0055 + 0.003 * sway, -0.9385, 0.0115, 0.012));
        g.setColor(Color.WHITE);
        g.fill(new Ellipse2D.Double(x + 0.0005, -0.937, 0.003, 0.003));
        g.setColor(colors.hair());
        g.setStroke(new BasicStroke(0.0032f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.draw(new Arc2D.Double(x - 0.0115, -0.941, 0.023, 0.014, 10, 160, Arc2D.OPEN));
        g.draw(new Arc2D.Double(x - 0.013, -0.957, 0.026, 0.012, 25, 130, Arc2D.OPEN));
    }

    private void fringe(double turn) {
        g.setColor(colors.hair());
        var fringe = new Path2D.Double();
        fringe.moveTo(-0.060, -0.905);
        fringe.curveTo(-0.082, -1.03, 0.082, -1.03, 0.060, -0.905);
        fringe.curveTo(0.058, -0.955, 0.030 + turn, -0.972, 0.008 + turn, -0.975);
        fringe.curveTo(-0.020 + turn, -0.970, -0.052, -0.960, -0.060, -0.905);
        g.fill(fringe);
        g.setColor(Palette.fade(Color.WHITE, 0.16));
        g.setStroke(new BasicStroke(0.006f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.draw(new Arc2D.Double(-0.045, -1.000, 0.075, 0.05, 60, 80, Arc2D.OPEN));
    }

    private void line(double x1, double y1, double x2, double y2, float width, Color color) {
        g.setColor(color);
        g.setStroke(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.draw(new Line2D.Double(x1, y1, x2, y2));
    }
}
