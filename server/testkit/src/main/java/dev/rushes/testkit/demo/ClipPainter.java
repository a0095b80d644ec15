// SPDX-License-Identifier: Apache-2.0
package dev.rushes.testkit.demo;

import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;

/** Paints the frames of one clip. Used by one thread. */
final class ClipPainter {

    private static final int BLUR_FACTOR = 18;

    private final ClipScript script;
    private final BufferedImage image;

    ClipPainter(ClipScript script) {
        this.script = script;
        this.image = new BufferedImage(script.format().width(), script.format().height(), BufferedImage.TYPE_INT_RGB);
    }

    /** Returns a frame; overwritten by the next call. */
    BufferedImage frame(int index) {
        double seconds = (double) index / script.format().fps();
        double t = script.frameCount() < 2 ? 0 : (double) index / (script.frameCount() - 1);
        AffineTransform camera = script.camera().at(t, seconds, image.getWidth(), image.getHeight());
        if (script.flaw() == ClipScript.Flaw.BLURRED) {
            paintBlurred(camera, seconds);
        } else {
            paint(image, camera, seconds);
        }
        if (script.flaw() == ClipScript.Flaw.DARK) {
            darken();
        }
        return image;
    }

    private void paint(BufferedImage target, AffineTransform camera, double seconds) {
        Graphics2D g = target.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.transform(camera);
        Palette colors = script.palette();
        var products = new Products(g, colors, seconds);
        if (script.subject() != ClipScript.Subject.FLAT_LAY) {
            Studio.paint(g, colors, seconds);
        }
        switch (script.subject()) {
            case DRESS_FRONT -> new Figure(g, colors, false, seconds).paint(false);
            case DRESS_SIDE -> new Figure(g, colors, true, seconds).paint(false);
            case COAT_FRONT -> new Figure(g, colors, false, seconds).paint(true);
            case COAT_SIDE -> new Figure(g, colors, true, seconds).paint(true);
            case SNEAKER -> products.sneaker();
            case BAG -> products.bag();
            case BOTTLE -> products.bottle();
            case FLAT_LAY -> products.flatLay();
        }
        g.dispose();
    }

    private void paintBlurred(AffineTransform camera, double seconds) {
        var small = new BufferedImage(
                image.getWidth() / BLUR_FACTOR, image.getHeight() / BLUR_FACTOR, BufferedImage.TYPE_INT_RGB);
        var scaled = AffineTransform.getScaleInstance(
                (double) small.getWidth() / image.getWidth(), (double) small.getHeight() / image.getHeight());
        scaled.concatenate(camera);
        paint(small, scaled, seconds);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        g.drawImage(small, 0, 0, image.getWidth(), image.getHeight(), null);
        g.dispose();
    }

    private void darken() {
        Graphics2D g = image.createGraphics();
        g.setComposite(AlphaComposite.SrcOver.derive(0.94f));
        g.setColor(Color.BLACK);
        g.fillRect(0, 0, image.getWidth(), image.getHeight());
        g.dispose();
    }
}
