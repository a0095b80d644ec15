# SPDX-License-Identifier: Apache-2.0
"""Reads hand-off documents with OpenTimelineIO and compares every frame with what the renderer shows.

Usage: read_hand_offs.py FOLDER, as HandOffBench fills it. Needs opentimelineio, otio-cmx3600-adapter and
otio-fcp-adapter. FCPXML is read with fractions here: the library's adapter rounds times to the sequence's frames.
"""

import collections
import json
import math
import pathlib
import sys
import xml.etree.ElementTree as ElementTree
from fractions import Fraction

import opentimelineio as otio


def fraction(text):
    return Fraction(text)


def near(rate):
    """The exact rate of a float such as 29.97002997002997."""
    return Fraction(round(rate)) if abs(rate - round(rate)) < 1e-9 else Fraction(round(rate * 1.001) * 1000, 1001)


def pictures(first, before, count, clip_rate, rate):
    """The picture whose time has come, for each frame; a millionth of a picture for rounded floats."""
    step = clip_rate / rate
    return [math.floor(first + (k - before) * step + Fraction(1, 1_000_000)) for k in range(count)]


def read_track(track, rate, first_of):
    """Shots of an OTIO track: name, first record frame, pictures."""
    shots = []
    at = 0
    children = list(track)
    for i, child in enumerate(children):
        if isinstance(child, otio.schema.Transition):
            continue
        count = round(child.source_range.duration.rescaled_to(float(rate)).value)
        before = after = 0
        if i > 0 and isinstance(children[i - 1], otio.schema.Transition):
            before = round(children[i - 1].in_offset.rescaled_to(float(rate)).value)
        if i + 1 < len(children) and isinstance(children[i + 1], otio.schema.Transition):
            after = round(children[i + 1].out_offset.rescaled_to(float(rate)).value)
        if not isinstance(child, otio.schema.Gap):
            first, clip_rate = first_of(child)
            shots.append((child.name, at - before, pictures(first, before, before + count + after, clip_rate, rate)))
        at += count
    return shots


def read_otio(path, wanted):
    timeline = otio.adapters.read_from_file(str(path))

    def first_of(clip):
        start = clip.source_range.start_time
        media = clip.media_reference.available_range.start_time
        return Fraction(start.value) - Fraction(media.value), near(start.rate)

    return read_track(timeline.video_tracks()[0], fraction(wanted["rate"]), first_of)


def read_xmeml(path, wanted):
    timeline = otio.adapters.read_from_file(str(path), adapter_name="fcp_xml")
    rate = fraction(wanted["rate"])

    def first_of(clip):
        clip_rate = fraction(wanted["clips"][clip.name]["rate"])
        start = clip.source_range.start_time
        media = clip.media_reference.available_range.start_time
        value = Fraction(start.value - media.value).limit_denominator(1_000_000)
        return value * clip_rate / near(start.rate), clip_rate

    return read_track(timeline.video_tracks()[0], rate, first_of)


def read_edl(path, wanted):
    rate = fraction(wanted["rate"])
    timeline = otio.adapters.read_from_file(str(path), adapter_name="cmx_3600", rate=float(rate))

    def first_of(clip):
        facts = wanted["clips"][clip.name]
        clip_rate = fraction(facts["rate"])
        zero = label_frames(facts["start"], clip_rate, rate) if facts["start"] else 0
        return (Fraction(round(clip.source_range.start_time.value)) - zero) * clip_rate / rate, clip_rate

    return read_track(timeline.video_tracks()[0], rate, first_of)


def label_frames(label, clip_rate, rate):
    """Frames of a clip's first label counted at the list's rate; drop-frame by minutes, as ST 12-1 describes it."""
    base, clip_base = math.ceil(rate), math.ceil(clip_rate)
    hours, minutes, seconds, frames = (int(part) for part in label.replace(";", ":").split(":"))
    frames = frames * base // clip_base
    drops = ";" in label and rate.denominator == 1001 and base != 24
    minutes += 60 * hours
    if drops and seconds == 0 and minutes % 10:
        frames = max(frames, base // 15)
    left = base // 15 * (minutes - minutes // 10) if drops else 0
    return (minutes * 60 + seconds) * base + frames - left


def read_fcpxml(path, wanted):
    root = ElementTree.parse(path).getroot()
    resources = {element.get("id"): element for element in root.find("resources")}
    sequence = root.find("library/event/project/sequence")

    def time(element, name):
        return Fraction(element.get(name, "0s")[:-1])

    frame = time(resources[sequence.get("format")], "frameDuration")
    items = list(sequence.find("spine"))
    shots = []
    for i, item in enumerate(items):
        if item.tag != "asset-clip":
            continue
        start = cut_in = time(item, "offset") / frame
        end = start + time(item, "duration") / frame
        if i > 0 and items[i - 1].tag == "transition":
            start = time(items[i - 1], "offset") / frame
        if i + 1 < len(items) and items[i + 1].tag == "transition":
            end = (time(items[i + 1], "offset") + time(items[i + 1], "duration")) / frame
        asset = resources[item.get("ref")]
        clip_frame = time(resources[asset.get("format")], "frameDuration")
        first = time(item, "start") - time(asset, "start")
        shown = [math.floor((first + (at - cut_in) * frame) / clip_frame) for at in range(int(start), int(end))]
        shots.append((item.get("name"), int(start), shown))
    return shots


READERS = {".otio": read_otio, ".xml": read_xmeml, ".edl": read_edl, ".fcpxml": read_fcpxml}


def main():
    folder = pathlib.Path(sys.argv[1])
    tally = collections.defaultdict(collections.Counter)
    bad = []
    for expected in sorted(folder.glob("*.expected.json")):
        wanted = json.loads(expected.read_text())
        right = [(shot["name"], shot["start"], shot["pictures"]) for shot in wanted["shots"]]
        for suffix, reader in READERS.items():
            document = folder / (expected.name.split(".")[0] + suffix)
            count = tally[suffix]
            try:
                read = reader(document, wanted)
            except Exception as error:  # noqa: BLE001 - an unreadable document is a result
                count["unreadable"] += 1
                bad.append(f"{document.name}: {type(error).__name__}: {error}")
                continue
            count["cuts"] += 1
            if len(read) != len(right):
                bad.append(f"{document.name}: {len(read)} shots, expected {len(right)}")
                count["wrong shots"] += abs(len(read) - len(right))
                continue
            for number, (got, want) in enumerate(zip(read, right), start=1):
                count["shots"] += 1
                count["frames"] += len(want[2])
                if got == want:
                    count["exact shots"] += 1
                elif number in wanted["named"][suffix] and got[:2] == want[:2]:
                    count["named shots"] += 1
                    count["frames off, named"] += sum(a != b for a, b in zip(got[2], want[2]))
                else:
                    count["wrong shots"] += 1
                    bad.append(f"{document.name} shot {number}: {got[:2]} {got[2][:4]} expected {want[:2]} {want[2][:4]}")
    for suffix, count in tally.items():
        print(suffix, dict(count))
    for line in bad[:20]:
        print("WRONG", line)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
