// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.RectVector;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;
import org.bytedeco.opencv.opencv_objdetect.HOGDescriptor;

/**
 * Haar cascades for faces (Viola and Jones 2001) and the histogram-of-gradients people detector (Dalal and Triggs 2005),
 * as OpenCV ships them.
 */
final class CascadePeopleFinder implements PeopleFinder {

    private static final double SCALE_STEP = 1.15;
    private static final int NEIGHBOURS = 4;
    /** Distance to the separating plane; measured: under 0.4 trees become people. */
    private static final double BODY_MARGIN = 0.4;

    private static final double BODY_ZOOM = 1.5;

    private final CascadeClassifier frontal;
    private final CascadeClassifier profile;
    private final HOGDescriptor hog;

    CascadePeopleFinder() {
        OpenCv.load();
        frontal = new CascadeClassifier(
                OpenCv.cascade("haarcascade_frontalface_alt2").toString());
        profile =
                new CascadeClassifier(OpenCv.cascade("haarcascade_profileface").toString());
        hog = new HOGDescriptor();
        int count = (int) hog.getDescriptorSize() + 1;
        float[] plane = new float[count];
        HOGDescriptor.getDefaultPeopleDetector().get(plane);
        try (Mat weights = new Mat(count, 1, opencv_core.CV_32F)) {
            new FloatPointer(weights.data()).put(plane);
            hog.setSVMDetector(weights);
        }
    }

    @Override
    public People find(Picture picture) {
        if (Math.min(picture.width, picture.height) < 48) {
            return People.NOBODY;
        }
        try (PointerScope scope = new PointerScope()) {
            Mat image = new Mat(picture.height, picture.width, opencv_core.CV_8UC1);
            image.data().put(picture.luma, 0, picture.luma.length);
            Mat even = new Mat();
            opencv_imgproc.equalizeHist(image, even);
            List<Box> faces = detect(frontal, even, false);
            List<Box> sides = new ArrayList<>();
            if (faces.isEmpty()) {
                sides.addAll(detect(profile, even, false));
                Mat mirrored = new Mat();
                opencv_core.flip(even, mirrored, 1);
                sides.addAll(detect(profile, mirrored, true));
            }
            return new People(faces, sides, faces.isEmpty() ? bodies(image) : List.of());
        }
    }

    private static List<Box> detect(CascadeClassifier cascade, Mat image, boolean mirrored) {
        RectVector found = new RectVector();
        int least = Math.max(18, Math.max(image.rows(), image.cols()) / 13);
        cascade.detectMultiScale(image, found, SCALE_STEP, NEIGHBOURS, 0, new Size(least, least), new Size());
        List<Box> boxes = new ArrayList<>();
        for (long i = 0; i < found.size(); i++) {
            Box box = box(found.get(i), image.cols(), image.rows());
            boxes.add(mirrored ? new Box(1 - box.left() - box.width(), box.top(), box.width(), box.height()) : box);
        }
        return boxes;
    }

    private List<Box> bodies(Mat image) {
        Mat larger = new Mat();
        opencv_imgproc.resize(image, larger, new Size(), BODY_ZOOM, BODY_ZOOM, opencv_imgproc.INTER_LINEAR);
        if (larger.rows() < 140 || larger.cols() < 72) {
            return List.of();
        }
        RectVector found = new RectVector();
        DoublePointer weights = new DoublePointer();
        hog.detectMultiScale(larger, found, weights, BODY_MARGIN, new Size(8, 8), new Size(8, 8), 1.1, 2, false);
        List<Box> boxes = new ArrayList<>();
        for (long i = 0; i < found.size(); i++) {
            // the detector's window has a margin of an eighth above and below
            Box box = box(found.get(i), larger.cols(), larger.rows());
            boxes.add(new Box(
                            box.left() + box.width() * 0.15,
                            box.top() + box.height() * 0.08,
                            box.width() * 0.7,
                            box.height() * 0.84)
                    .clipped());
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
        hog.close();
    }
}
