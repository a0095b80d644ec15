// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision.motion;

import dev.rushes.worker.vision.picture.OpenCv;
import dev.rushes.worker.vision.picture.Picture;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_video.DISOpticalFlow;
import org.jspecify.annotations.Nullable;

/**
 * Dense inverse search flow (Kroeger et al., ECCV 2016; the "ultrafast" preset) and a robust similarity fit on a grid of
 * flow vectors. Cells in which there is something to see weigh much alike, whatever their contrast; the middle of the picture,
 * where subjects are, weighs half.
 */
public final class FlowMotionEstimator implements MotionEstimator {

    private final DISOpticalFlow flow;
    private @Nullable Mat before;
    private @Nullable Mat after;
    private @Nullable Mat field;
    private float[] vectors = new float[0];
    private @Nullable SimilarityFit fit;

    /** Loads OpenCV, which takes most of a second the first time. */
    public FlowMotionEstimator() {
        OpenCv.load();
        flow = DISOpticalFlow.create(DISOpticalFlow.PRESET_ULTRAFAST);
    }

    @Override
    public Motion estimate(Picture from, Picture to) {
        double elapsed = Math.max(to.seconds - from.seconds, 1e-3);
        if (Math.min(from.width, from.height) < 32) {
            return Motion.none(elapsed); // the flow's patches do not fit
        }
        SimilarityFit grid = prepare(from);
        Mat first = before;
        Mat second = after;
        Mat result = field;
        if (first == null || second == null || result == null) {
            throw new IllegalStateException("estimate after close");
        }
        first.data().put(from.luma, 0, from.luma.length);
        second.data().put(to.luma, 0, to.luma.length);
        result.release(); // a field of the right size would be taken for the first guess
        flow.calc(first, second, result);
        new FloatPointer(result.data()).get(vectors);
        return grid.fit(from, to, vectors, elapsed);
    }

    private SimilarityFit prepare(Picture picture) {
        SimilarityFit current = fit;
        if (current == null || current.width() != picture.width || current.height() != picture.height) {
            release();
            before = new Mat(picture.height, picture.width, opencv_core.CV_8UC1);
            after = new Mat(picture.height, picture.width, opencv_core.CV_8UC1);
            field = new Mat();
            vectors = new float[picture.width * picture.height * 2];
            current = new SimilarityFit(picture.width, picture.height);
            fit = current;
        }
        return current;
    }

    private void release() {
        for (Mat mat : new @Nullable Mat[] {before, after, field}) {
            if (mat != null) {
                mat.close();
            }
        }
        before = null;
        after = null;
        field = null;
        fit = null;
    }

    @Override
    public void close() {
        release();
        flow.close();
    }
}
