// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.subject;

import dev.rushes.worker.vision.picture.Box;
import dev.rushes.worker.vision.picture.OpenCv;
import dev.rushes.worker.vision.picture.Picture;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.RectVector;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;

/**
 * Haar cascades for faces (Viola and Jones 2001), as OpenCV ships them. OpenCV's histogram-of-gradients people detector was
 * tried and left out: at 256 pixels it found one of about six whole people, and a bottle.
 */
public final class CascadePeopleFinder implements PeopleFinder {

    private static final double SCALE_STEP = 1.2;
    private static final int NEIGHBOURS = 4;
    private final CascadeClassifier frontal;
    private final CascadeClassifier profile;

    /** Loads OpenCV and both cascades, which takes as long as looking at two pictures. */
    public CascadePeopleFinder() {
        OpenCv.load();
        frontal = new CascadeClassifier(
                OpenCv.cascade("haarcascade_frontalface_alt2").toString());
        profile =
                new CascadeClassifier(OpenCv.cascade("haarcascade_profileface").toString());
    }

    @Override
    public List<Box> faces(Picture picture) {
        if (isTiny(picture)) {
            return List.of();
        }
        try (PointerScope scope = new PointerScope()) {
            return detect(frontal, even(picture), false);
        }
    }

    @Override
    public List<Box> profiles(Picture picture) {
        if (isTiny(picture)) {
            return List.of();
        }
        try (PointerScope scope = new PointerScope()) {
            Mat even = even(picture);
            List<Box> sides = new ArrayList<>(detect(profile, even, false));
            Mat mirrored = new Mat();
            opencv_core.flip(even, mirrored, 1);
            sides.addAll(detect(profile, mirrored, true));
            return sides;
        }
    }

    private static boolean isTiny(Picture picture) {
        return Math.min(picture.width, picture.height) < 48;
    }

    private static Mat even(Picture picture) {
        Mat image = new Mat(picture.height, picture.width, opencv_core.CV_8UC1);
        image.data().put(picture.luma, 0, picture.luma.length);
        Mat even = new Mat();
        opencv_imgproc.equalizeHist(image, even);
        return even;
    }

    private static List<Box> detect(CascadeClassifier cascade, Mat image, boolean mirrored) {
        RectVector found = new RectVector();
        int least = Math.max(20, Math.max(image.rows(), image.cols()) / 10);
        cascade.detectMultiScale(image, found, SCALE_STEP, NEIGHBOURS, 0, new Size(least, least), new Size());
        List<Box> boxes = new ArrayList<>();
        for (long i = 0; i < found.size(); i++) {
            Box box = box(found.get(i), image.cols(), image.rows());
            boxes.add(mirrored ? new Box(1 - box.left() - box.width(), box.top(), box.width(), box.height()) : box);
        }
        return boxes;
    }

    private static Box box(Rect rect, int width, int height) {
        return new Box(
                (double) rect.x() / width,
                (double) rect.y() / height,
                (double) rect.width() / width,
                (double) rect.height() / height);
    }

    @Override
    public void close() {
        frontal.close();
        profile.close();
    }
}
