# SPDX-License-Identifier: Apache-2.0
"""Scores our beats and those of librosa on the same sound with mir_eval.

Only for measuring; the product needs no Python. How to run:

  python3 -m venv /tmp/beats && /tmp/beats/bin/pip install librosa==0.11.0 mir_eval==0.8.2
  mkdir /tmp/ours && JDK_JAVA_OPTIONS=-Dbeats.out=/tmp/ours ./rushes bench Beat
  /tmp/beats/bin/python gpu-worker/src/test/bench/compare_beats.py MEDIA_FOLDER /tmp/ours [FFMPEG]

MEDIA_FOLDER holds truth/songs.json and songs/. Both trackers hear what FFmpeg decodes to mono; librosa gets it at its
default 22050 Hz with default settings. The first five seconds are left out and estimates are cut to the annotated
span, as BeatBench does.
"""

import json
import pathlib
import subprocess
import sys
import time

import librosa
import mir_eval
import numpy as np


def decode(ffmpeg, path, rate):
    command = [ffmpeg, "-v", "error", "-i", str(path), "-vn", "-ac", "1", "-ar", str(rate), "-f", "f32le", "-"]
    return np.frombuffer(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout, dtype=np.float32)


def inside(beats, truth):
    return beats[(beats >= truth[0] - 0.07) & (beats <= truth[-1] + 0.07)]


def score(truth, beats):
    truth = mir_eval.beat.trim_beats(truth)
    beats = mir_eval.beat.trim_beats(inside(beats, truth))
    f = mir_eval.beat.f_measure(truth, beats)
    _, cmlt, _, amlt = mir_eval.beat.continuity(truth, beats)
    errors = [e for e in (beats[np.abs(beats - t).argmin()] - t for t in truth) if abs(e) <= 0.07] if len(beats) else []
    bias = np.median(errors) * 1000 if errors else float("nan")
    p90 = np.percentile(np.abs(errors), 90) * 1000 if errors else float("nan")
    return f, cmlt, amlt, bias, p90


def main():
    root, ours = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    ffmpeg = sys.argv[3] if len(sys.argv) > 3 else "ffmpeg"
    rows = {"rushes": [], "librosa": []}
    print(f"librosa {librosa.__version__}, mir_eval {mir_eval.__version__}")
    for song in json.loads((root / "truth" / "songs.json").read_text())["songs"]:
        path = root / song["file"]
        truth = np.array(song["beats"])
        sound = decode(ffmpeg, path, 22050)
        start = time.process_time()
        _, theirs = librosa.beat.beat_track(y=sound, sr=22050, units="time")
        took = time.process_time() - start
        text = (ours / (path.name + ".txt")).read_text().split("\n")
        mine = np.array([float(line.split()[0]) for line in text if line.strip()])
        for name, beats in (("rushes", mine), ("librosa", theirs)):
            row = score(truth, beats)
            rows[name].append(row)
            print("%-26s %-8s F %.3f  CMLt %.3f  AMLt %.3f  median %+5.1f ms  p90 %4.1f ms" % (path.name, name, *row))
        print("%-26s librosa took %.2f CPU s" % ("", took))
    for name, all_rows in rows.items():
        mean = np.nanmean(np.array(all_rows), axis=0)
        print("mean %-8s F %.3f  CMLt %.3f  AMLt %.3f  median %+5.1f ms  p90 %4.1f ms" % (name, *mean))


if __name__ == "__main__":
    main()
