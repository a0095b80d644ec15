// SPDX-License-Identifier: Apache-2.0
package dev.rushes.testkit.demo;

import dev.rushes.testkit.demo.CameraPath.Move;
import dev.rushes.testkit.demo.ClipScript.Flaw;
import dev.rushes.testkit.demo.ClipScript.Format;
import dev.rushes.testkit.demo.ClipScript.Framing;
import dev.rushes.testkit.demo.ClipScript.Subject;
import java.util.List;

/** The shot list of the demo: two outfits and three products, three of the clips spoilt on purpose. */
final class ShootPlan {

    private ShootPlan() {}

    static List<ClipScript> demo() {
        return List.of(
                look(
                        "dress_wide_front",
                        3.2,
                        Subject.DRESS_FRONT,
                        Framings.WIDE_FRONT,
                        camera(0, -0.50, 1.42, Move.SLOW_PAN, 0.22)),
                look(
                        "dress_wide_zoom",
                        3.0,
                        Subject.DRESS_FRONT,
                        Framings.ZOOM_FRONT,
                        camera(0, -0.55, 1.40, Move.ZOOM_IN, 0.45)),
                look(
                        "dress_medium_front",
                        2.8,
                        Subject.DRESS_FRONT,
                        Framings.MEDIUM_FRONT,
                        camera(0, -0.74, 0.66, Move.HANDHELD, 0)),
                look(
                        "dress_face",
                        2.6,
                        Subject.DRESS_FRONT,
                        Framings.CLOSE_FRONT,
                        camera(0, -0.90, 0.32, Move.STATIC, 0)),
                look(
                        "dress_detail",
                        2.6,
                        Subject.DRESS_FRONT,
                        Framings.CLOSE_FRONT,
                        camera(0, -0.58, 0.34, Move.TILT, 0.20)),
                look(
                        "dress_wide_side",
                        3.0,
                        Subject.DRESS_SIDE,
                        Framings.WIDE_SIDE,
                        camera(0, -0.50, 1.38, Move.STATIC, 0)),
                look(
                        "dress_medium_side",
                        2.8,
                        Subject.DRESS_SIDE,
                        Framings.MEDIUM_SIDE,
                        camera(0, -0.72, 0.70, Move.SLOW_PAN, 0.16)),
                sage(
                        "coat_wide_front",
                        3.2,
                        Subject.COAT_FRONT,
                        Framings.WIDE_FRONT,
                        camera(0, -0.50, 1.44, Move.HANDHELD, 0)),
                sage(
                        "coat_medium_front",
                        2.8,
                        Subject.COAT_FRONT,
                        Framings.MEDIUM_FRONT,
                        camera(0, -0.72, 0.64, Move.STATIC, 0)),
                sage(
                        "coat_face",
                        2.6,
                        Subject.COAT_FRONT,
                        Framings.CLOSE_FRONT,
                        camera(0.01, -0.89, 0.30, Move.HANDHELD, 0)),
                sage(
                        "coat_wide_side",
                        3.0,
                        Subject.COAT_SIDE,
                        Framings.WIDE_SIDE,
                        camera(0, -0.50, 1.40, Move.FAST_PAN, 0.70)),
                sage(
                        "coat_medium_side",
                        2.8,
                        Subject.COAT_SIDE,
                        Framings.MEDIUM_SIDE,
                        camera(0, -0.70, 0.68, Move.ZOOM_OUT, 0.30)),
                sage(
                        "coat_hem",
                        2.6,
                        Subject.COAT_FRONT,
                        Framings.CLOSE_FRONT,
                        camera(0, -0.24, 0.38, Move.SLOW_PAN, 0.10)),
                cobalt(
                        "sneaker_hero",
                        2.8,
                        Subject.SNEAKER,
                        Framings.CLOSE_SIDE,
                        camera(0, -0.46, 0.92, Move.ZOOM_IN, 0.25)),
                cobalt(
                        "sneaker_detail",
                        2.6,
                        Subject.SNEAKER,
                        Framings.CLOSE_SIDE,
                        camera(0.02, -0.48, 0.36, Move.SLOW_PAN, 0.14)),
                cobalt("bag_hero", 2.8, Subject.BAG, Framings.CLOSE_FRONT, camera(0, -0.52, 0.60, Move.STATIC, 0)),
                cobalt("bag_detail", 2.6, Subject.BAG, Framings.CLOSE_FRONT, camera(0, -0.50, 0.28, Move.HANDHELD, 0)),
                look(
                        "bottle_hero",
                        2.8,
                        Subject.BOTTLE,
                        Framings.CLOSE_FRONT,
                        camera(0, -0.53, 0.56, Move.SLOW_PAN, 0.12)),
                sage(
                        "flatlay_overhead",
                        2.8,
                        Subject.FLAT_LAY,
                        Framings.MEDIUM_OVERHEAD,
                        camera(0, -0.42, 1.42, Move.ZOOM_IN, 0.16)),
                new ClipScript(
                        "set_landscape",
                        Format.LANDSCAPE,
                        3.0,
                        Palette.TERRACOTTA,
                        Subject.COAT_FRONT,
                        Framings.WIDE_FRONT,
                        camera(0.10, -0.48, 1.30, Move.SLOW_PAN, 0.30),
                        Flaw.NONE),
                new ClipScript(
                        "bag_landscape",
                        Format.LANDSCAPE,
                        2.8,
                        Palette.SAGE,
                        Subject.BAG,
                        Framings.MEDIUM_FRONT,
                        camera(0.06, -0.45, 0.74, Move.STATIC, 0),
                        Flaw.NONE),
                new ClipScript(
                        "bottle_24fps",
                        Format.PORTRAIT_24,
                        2.8,
                        Palette.COBALT,
                        Subject.BOTTLE,
                        Framings.CLOSE_FRONT,
                        camera(0, -0.55, 0.46, Move.TILT, 0.10),
                        Flaw.NONE),
                new ClipScript(
                        "spoilt_blurred",
                        Format.PORTRAIT,
                        2.4,
                        Palette.TERRACOTTA,
                        Subject.DRESS_FRONT,
                        Framings.MEDIUM_FRONT,
                        camera(0, -0.70, 0.70, Move.STATIC, 0),
                        Flaw.BLURRED),
                new ClipScript(
                        "spoilt_dark",
                        Format.PORTRAIT,
                        2.4,
                        Palette.SAGE,
                        Subject.COAT_FRONT,
                        Framings.WIDE_FRONT,
                        camera(0, -0.50, 1.40, Move.STATIC, 0),
                        Flaw.DARK),
                new ClipScript(
                        "spoilt_shaky",
                        Format.PORTRAIT,
                        2.4,
                        Palette.COBALT,
                        Subject.SNEAKER,
                        Framings.CLOSE_SIDE,
                        camera(0, -0.46, 0.85, Move.SHAKY, 0),
                        Flaw.SHAKY));
    }

    /** The documented words in use. */
    private static final class Framings {
        static final Framing WIDE_FRONT = new Framing("wide", "front");
        static final Framing WIDE_SIDE = new Framing("wide", "side");
        static final Framing MEDIUM_FRONT = new Framing("medium", "front");
        static final Framing MEDIUM_SIDE = new Framing("medium", "side");
        static final Framing MEDIUM_OVERHEAD = new Framing("medium", "overhead");
        static final Framing CLOSE_FRONT = new Framing("close_up", "front");
        static final Framing CLOSE_SIDE = new Framing("close_up", "side");
        static final Framing ZOOM_FRONT = new Framing("zoom", "front");
    }

    private static CameraPath camera(double x, double y, double height, Move move, double amount) {
        return new CameraPath(x, y, height, move, amount);
    }

    private static ClipScript look(String name, double seconds, Subject subject, Framing framing, CameraPath camera) {
        return new ClipScript(name, Format.PORTRAIT, seconds, Palette.TERRACOTTA, subject, framing, camera, Flaw.NONE);
    }

    private static ClipScript sage(String name, double seconds, Subject subject, Framing framing, CameraPath camera) {
        return new ClipScript(name, Format.PORTRAIT, seconds, Palette.SAGE, subject, framing, camera, Flaw.NONE);
    }

    private static ClipScript cobalt(String name, double seconds, Subject subject, Framing framing, CameraPath camera) {
        return new ClipScript(name, Format.PORTRAIT, seconds, Palette.COBALT, subject, framing, camera, Flaw.NONE);
    }
}
