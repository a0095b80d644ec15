// SPDX-License-Identifier: Apache-2.0
package dev.rushes.testkit.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;

/** Paints products on a pedestal whose top is at y = -0.40; units are figure heights. */
final class Products {

    static final double PEDESTAL_TOP = -0.40;

    private final Graphics2D g;
    private final Palette colors;
    private final double seconds;

    Products(Graphics2D g, Palette colors, double seconds) {
        this.g = g;
        this.colors = colors;
        this.seconds = seconds;
    }

    void sneaker() {
        Studio.pedestal(g, colors, PEDESTAL_TOP, 0.26);
        Studio.shadow(g, 0, PEDESTAL_TOP, 0.21, 0.5);
        var old = g.getTransform();
        g.translate(0, PEDESTAL_TOP);
        double tilt = 0.03 * Math.sin(seconds * 1.7);
        g.rotate(-0.04 + tilt);
        g.setPaint(new GradientPaint(0, -0.045f, Color.WHITE, 0, 0, new Color(0xd8d8d8)));
        g.fill(new RoundRectangle2D.Double(-0.185, -0.048, 0.37, 0.048, 0.05, 0.05));
        var upper = new Path2D.Double();
        upper.moveTo(-0.178, -0.046);
        upper.curveTo(-0.190, -0.12, -0.180, -0.17, -0.150, -0.178);
        upper.quadTo(-0.10, -0.160, -0.062, -0.172);
        upper.curveTo(-0.01, -0.150, 0.05, -0.105, 0.115, -0.096);
        upper.curveTo(0.170, -0.088, 0.186, -0.070, 0.182, -0.046);
        upper.closePath();
        g.setPaint(new GradientPaint(
                -0.15f, -0.17f, Palette.mix(colors.cloth(), Color.WHITE, 0.15), 0.15f, -0.05f, colors.clothShade()));
        g.fill(upper);
        var toe = new Path2D.Double();
        toe.moveTo(0.085, -0.046);
        toe.quadTo(0.090, -0.095, 0.120, -0.096);
        toe.curveTo(0.170, -0.088, 0.186, -0.070, 0.182, -0.046);
        toe.closePath();
        g.setColor(colors.trim());
        g.fill(toe);
        var swoosh = new Path2D.Double();
        swoosh.moveTo(-0.155, -0.085);
        swoosh.curveTo(-0.08, -0.055, 0.0, -0.070, 0.055, -0.112);
        swoosh.curveTo(0.0, -0.098, -0.08, -0.088, -0.155, -0.085);
        g.fill(swoosh);
        g.setStroke(new BasicStroke(0.008f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.setColor(Color.WHITE);
        for (int i = 0; i < 5; i++) {
            double x = -0.055 + i * 0.026;
            double y = -0.160 + i * 0.013;
            g.draw(new Line2D.Double(x, y, x + 0.030, y + 0.028));
        }
        g.setColor(Palette.fade(colors.hair(), 0.35));
        g.setStroke(new BasicStroke(0.003f));
        for (int i = 0; i < 18; i++) {
            g.draw(new Line2D.Double(-0.17 + i * 0.02, -0.022, -0.162 + i * 0.02, -0.008));
        }
        g.setTransform(old);
    }

    void bag() {
        Studio.pedestal(g, colors, PEDESTAL_TOP, 0.26);
        Studio.shadow(g, 0, PEDESTAL_TOP, 0.20, 0.5);
        var old = g.getTransform();
        g.translate(0, PEDESTAL_TOP);
        double sway = 0.02 * Math.sin(seconds * 2.1);
        g.setColor(colors.clothShade());
        g.setStroke(new BasicStroke(0.016f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.draw(new Arc2D.Double(-0.085 + sway, -0.335, 0.17, 0.24, 0, 180, Arc2D.OPEN));
        var body = new Path2D.Double();
        body.moveTo(-0.135, -0.215);
        body.lineTo(0.135, -0.215);
        body.curveTo(0.165, -0.10, 0.175, -0.03, 0.160, 0);
        body.lineTo(-0.160, 0);
        body.curveTo(-0.175, -0.03, -0.165, -0.10, -0.135, -0.215);
        g.setPaint(new GradientPaint(
                -0.16f, -0.2f, Palette.mix(colors.cloth(), Color.WHITE, 0.12), 0.16f, 0, colors.clothShade()));
        g.fill(body);
        var flap = new Path2D.Double();
        flap.moveTo(-0.140, -0.218);
        flap.lineTo(0.140, -0.218);
        flap.curveTo(0.15, -0.12, 0.06, -0.085, 0, -0.085);
        flap.curveTo(-0.06, -0.085, -0.15, -0.12, -0.140, -0.218);
        g.setPaint(new GradientPaint(
                0, -0.22f, colors.cloth(), 0, -0.08f, Palette.mix(colors.clothShade(), Color.BLACK, 0.12)));
        g.fill(flap);
        g.setColor(Palette.fade(colors.trim(), 0.8));
        g.setStroke(new BasicStroke(
                0.003f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {0.008f, 0.006f}, 0));
        g.draw(new Arc2D.Double(-0.128, -0.31, 0.256, 0.21, 200, 140, Arc2D.OPEN));
        g.setPaint(new GradientPaint(-0.02f, -0.11f, Color.WHITE, 0.02f, -0.07f, colors.trim()));
        g.fill(new RoundRectangle2D.Double(-0.026, -0.112, 0.052, 0.040, 0.014, 0.014));
        g.setColor(colors.clothShade().darker());
        g.fill(new RoundRectangle2D.Double(-0.012, -0.101, 0.024, 0.018, 0.006, 0.006));
        g.setTransform(old);
    }

    void bottle() {
        Studio.pedestal(g, colors, PEDESTAL_TOP, 0.22);
        Studio.shadow(g, 0, PEDESTAL_TOP, 0.14, 0.5);
        var old = g.getTransform();
        g.translate(0, PEDESTAL_TOP);
        g.setPaint(new GradientPaint(
                -0.085f, 0, Palette.fade(colors.cloth(), 0.95), 0.085f, 0, Palette.fade(colors.clothShade(), 0.95)));
        g.fill(new RoundRectangle2D.Double(-0.085, -0.225, 0.17, 0.225, 0.04, 0.04));
        g.setColor(Palette.fade(Color.WHITE, 0.25));
        g.fill(new RoundRectangle2D.Double(-0.066, -0.205, 0.022, 0.17, 0.02, 0.02));
        double glint = (seconds * 0.35) % 1.4 - 0.2;
        g.setColor(Palette.fade(Color.WHITE, 0.28));
        g.fill(new Rectangle2D.Double(-0.085 + 0.17 * Math.clamp(glint, 0, 0.9), -0.22, 0.014, 0.215));
        g.setPaint(new GradientPaint(-0.04f, 0, Color.WHITE, 0.04f, 0, colors.trim()));
        g.fill(new Rectangle2D.Double(-0.022, -0.252, 0.044, 0.03));
        g.fill(new RoundRectangle2D.Double(-0.042, -0.318, 0.084, 0.07, 0.02, 0.02));
        g.setColor(Palette.mix(Color.WHITE, colors.wall(), 0.3));
        g.fill(new RoundRectangle2D.Double(-0.052, -0.150, 0.104, 0.085, 0.008, 0.008));
        g.setColor(colors.hair());
        g.setStroke(new BasicStroke(0.004f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.draw(new Line2D.Double(-0.034, -0.122, 0.034, -0.122));
        g.draw(new Line2D.Double(-0.022, -0.106, 0.022, -0.106));
        g.draw(new Ellipse2D.Double(-0.010, -0.094, 0.020, 0.020));
        g.setTransform(old);
    }

    /** Things laid out on a table, seen from straight above. */
    void flatLay() {
        g.setPaint(new GradientPaint(-1, -2, colors.wall(), 1, 1, colors.wallLow()));
        g.fill(new Rectangle2D.Double(-4, -4, 8, 8));
        g.setStroke(new BasicStroke(0.003f));
        g.setColor(Palette.fade(colors.accent(), 0.25));
        for (int i = -30; i < 30; i++) {
            g.draw(new Line2D.Double(-3, i * 0.09, 3, i * 0.09 + 0.3));
        }
        g.setColor(Palette.fade(colors.accent(), 0.85));
        g.fill(new RoundRectangle2D.Double(-0.34, -0.86, 0.50, 0.62, 0.05, 0.05));
        g.setColor(Palette.fade(Color.BLACK, 0.18));
        g.fill(new Ellipse2D.Double(-0.01, -0.55, 0.36, 0.36));
        g.setPaint(new GradientPaint(
                0, -0.6f, Palette.mix(colors.cloth(), Color.WHITE, 0.2), 0.3f, -0.2f, colors.clothShade()));
        g.fill(new Ellipse2D.Double(-0.02, -0.57, 0.36, 0.36));
        g.setColor(colors.trim());
        g.setStroke(new BasicStroke(0.022f));
        g.draw(new Ellipse2D.Double(0.06, -0.49, 0.20, 0.20));
        g.setColor(colors.hair());
        g.setStroke(new BasicStroke(0.016f));
        g.draw(new Ellipse2D.Double(-0.31, -0.42, 0.14, 0.12));
        g.draw(new Ellipse2D.Double(-0.13, -0.42, 0.14, 0.12));
        g.draw(new Line2D.Double(-0.17, -0.37, -0.13, -0.37));
        g.setColor(Palette.fade(colors.hair(), 0.55));
        g.fill(new Ellipse2D.Double(-0.31, -0.42, 0.14, 0.12));
        g.fill(new Ellipse2D.Double(-0.13, -0.42, 0.14, 0.12));
        g.setColor(colors.trim());
        g.fill(new RoundRectangle2D.Double(-0.27, -0.80, 0.09, 0.22, 0.03, 0.03));
        g.setColor(Palette.mix(colors.skin(), Color.WHITE, 0.1));
        double hand = 0.06 * Math.sin(seconds * 1.6);
        g.fill(new RoundRectangle2D.Double(0.16 + hand, -0.20, 0.13, 0.55, 0.13, 0.13));
        for (int finger = 0; finger < 4; finger++) {
            g.fill(new RoundRectangle2D.Double(
                    0.155 + hand + finger * 0.034, -0.30 + 0.02 * Math.abs(finger - 1.5), 0.030, 0.16, 0.03, 0.03));
        }
    }
}
