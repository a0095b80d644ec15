// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange;

import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.time.PictureClock;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes FCPXML version 1.10 after Apple's "FCPXML Reference". All times are whole fractions of seconds; the start of a clip
 * may lie between two of its pictures, so that the pictures shown are those of the renderer. Clips at another rate get
 * {@code conform-rate} without scaling: the clip keeps its speed and the picture whose time has come is shown.
 */
final class Fcpxml {

    /** The rates the format has names for. */
    private static final Map<FrameRate, String> SOURCE_RATES = Map.of(
            new FrameRate(24_000, 1_001), "23.98",
            new FrameRate(24, 1), "24",
            new FrameRate(25, 1), "25",
            new FrameRate(30_000, 1_001), "29.97",
            new FrameRate(30, 1), "30",
            new FrameRate(50, 1), "50",
            new FrameRate(60_000, 1_001), "59.94",
            new FrameRate(60, 1), "60");

    private final CutSheet sheet;
    private final List<MediaReference> clips;
    private final List<Look> looks = new ArrayList<>();

    /** What a format resource says. */
    private record Look(FrameRate rate, int width, int height) {}

    Fcpxml(CutSheet sheet) {
        this.sheet = sheet;
        this.clips = sheet.clips();
        looks.add(new Look(
                sheet.rate(), sheet.sequence().width(), sheet.sequence().height()));
        clips.stream()
                .map(this::look)
                .filter(look -> !looks.contains(look))
                .distinct()
                .forEach(looks::add);
    }

    void write(Appendable out) throws IOException {
        XmlPrinter xml = new XmlPrinter(out, "fcpxml");
        String title = sheet.sequence().title();
        xml.open("fcpxml", "version", "1.10");
        resources(xml);
        xml.open("library").open("event", "name", title).open("project", "name", title);
        xml.open(
                "sequence",
                "format",
                "r1",
                "duration",
                time(sheet.frameCount()),
                "tcStart",
                "0s",
                "tcFormat",
                sheet.sequence().isDropFrame() ? "DF" : "NDF",
                "audioLayout",
                "stereo",
                "audioRate",
                "48k");
        xml.open("spine");
        for (CutSheet.Row row : sheet.rows()) {
            if (row.in() != null) {
                CutSheet.Soft soft = row.in();
                xml.empty(
                        "transition",
                        "name",
                        "Cross Dissolve",
                        "offset",
                        time(soft.start()),
                        "duration",
                        time(soft.count()));
            }
            clip(xml, row);
        }
        xml.close().close().close().close().close().close();
    }

    private void resources(XmlPrinter xml) throws IOException {
        xml.open("resources");
        for (Look look : looks) {
            xml.empty(
                    "format",
                    "id",
                    "r" + (looks.indexOf(look) + 1),
                    "frameDuration",
                    time(1, look.rate()),
                    "width",
                    String.valueOf(look.width()),
                    "height",
                    String.valueOf(look.height()),
                    "colorSpace",
                    "1-1-1 (Rec. 709)");
        }
        for (MediaReference clip : clips) {
            List<String> attributes = new ArrayList<>(List.of("id", asset(clip), "name", clip.fileName()));
            MediaReference.Timing timing = clip.timing();
            attributes.addAll(List.of("start", time(timing.startNumber(), timing.rate())));
            attributes.addAll(List.of("duration", time(timing.pictureCount(), timing.rate())));
            attributes.addAll(List.of("hasVideo", "1", "format", "r" + (looks.indexOf(look(clip)) + 1)));
            attributes.addAll(List.of("videoSources", "1"));
            MediaReference.Sound sound = clip.sound();
            if (sound != null) {
                attributes.addAll(sound(sound.channels(), sound.sampleRate()));
            }
            asset(xml, clip.url(), attributes);
        }
        MediaReference song = sheet.handOff().song();
        List<String> attributes = new ArrayList<>(List.of("id", "song", "name", song.fileName(), "start", "0s"));
        attributes.addAll(List.of(
                "duration", time(song.timing().pictureCount(), song.timing().rate())));
        attributes.addAll(sound(sheet.songChannels(), sheet.songSampleRate()));
        asset(xml, song.url(), attributes);
        xml.close();
    }

    private static List<String> sound(int channels, int sampleRate) {
        return List.of(
                "hasAudio",
                "1",
                "audioSources",
                "1",
                "audioChannels",
                String.valueOf(channels),
                "audioRate",
                String.valueOf(sampleRate));
    }

    private static void asset(XmlPrinter xml, String url, List<String> attributes) throws IOException {
        xml.open("asset", attributes.toArray(String[]::new));
        xml.empty("media-rep", "kind", "original-media", "src", url).close();
    }

    private void clip(XmlPrinter xml, CutSheet.Row row) throws IOException {
        MediaReference.Timing timing = row.clip().timing();
        PictureClock clock = sheet.clock(row);
        String start = start(row, row.shot().source().start());
        xml.open(
                "asset-clip",
                "ref",
                asset(row.clip()),
                "offset",
                time(row.shot().record().start()),
                "name",
                row.clip().fileName(),
                "start",
                start,
                "duration",
                time(row.shot().record().count()),
                "tcFormat",
                timing.isDropFrame() ? "DF" : "NDF",
                "srcEnable",
                "video");
        String why = row.shot().explanation().text();
        if (!why.isBlank()) {
            xml.leaf("note", why);
        }
        if (!clock.isSameRate()) {
            String named = SOURCE_RATES.get(timing.rate());
            if (named == null) {
                xml.empty("conform-rate", "scaleEnabled", "0");
            } else {
                xml.empty("conform-rate", "scaleEnabled", "0", "srcFrameRate", named);
            }
        }
        xml.empty("adjust-conform", "type", "fill");
        framing(xml, row);
        if (row.number() == 1) {
            song(xml, start);
        }
        if (row.shot().isLocked()) {
            marker(xml, row, row.shot().record().start(), "Locked", CutSheet.lockWords(row.shot()));
        }
        for (CutSheet.Said said : sheet.said(row)) {
            long record = row.shot().record().start()
                    + said.source()
                    - row.shot().source().start();
            marker(xml, row, record, said.name(), said.words());
        }
        for (long beat : sheet.beats()) {
            if (row.shot().record().contains(beat)) {
                marker(xml, row, beat, "Beat", "");
            }
        }
        xml.close();
    }

    /** Positions are percent of the frame's height, up and to the right. */
    private void framing(XmlPrinter xml, CutSheet.Row row) throws IOException {
        Framing framing = Framing.of(row, sheet.sequence());
        if (framing.isStill()) {
            xml.empty("adjust-transform", "position", position(framing.moves().getFirst()));
            return;
        }
        xml.open("adjust-transform").open("param", "name", "position").open("keyframeAnimation");
        for (Framing.Move move : framing.moves()) {
            xml.empty("keyframe", "time", start(row, move.frame()), "value", position(move));
        }
        xml.close().close().close();
    }

    private String position(Framing.Move move) {
        double percent = 100.0 / sheet.sequence().height();
        return JsonPrinter.number(move.right() * percent).toPlainString() + " "
                + JsonPrinter.number(-move.down() * percent).toPlainString();
    }

    private void song(XmlPrinter xml, String offset) throws IOException {
        xml.empty(
                "asset-clip",
                "ref",
                "song",
                "lane",
                "-1",
                "offset",
                offset,
                "name",
                sheet.handOff().song().fileName(),
                "start",
                fraction(sheet.songStartSample(), sheet.songSampleRate()),
                "duration",
                time(sheet.frameCount()),
                "srcEnable",
                "audio",
                "audioRole",
                "music");
    }

    private void marker(XmlPrinter xml, CutSheet.Row row, long record, String value, String note) throws IOException {
        long source = row.shot().source().start() + record - row.shot().record().start();
        List<String> attributes =
                new ArrayList<>(List.of("start", start(row, source), "duration", time(1), "value", value));
        if (!note.isEmpty()) {
            attributes.addAll(List.of("note", note));
        }
        xml.empty("marker", attributes.toArray(String[]::new));
    }

    /** Returns the clip's own time at a source frame of a shot. */
    private String start(CutSheet.Row row, long frame) {
        long anchor = row.shot().source().start();
        MediaReference.Timing timing = row.clip().timing();
        PictureClock.Position at = sheet.clock(row).at(anchor, row.shown());
        long pictures = timing.startNumber() * at.denominator() + at.numerator();
        // pictures / (denominator * clip rate) + (frame - anchor) / timeline rate
        BigInteger clipTicks = big(at.denominator()).multiply(big(timing.rate().numerator()));
        BigInteger numerator = big(pictures)
                .multiply(big(timing.rate().denominator()))
                .multiply(big(sheet.rate().numerator()))
                .add(big(frame - anchor)
                        .multiply(big(sheet.rate().denominator()))
                        .multiply(clipTicks));
        return fraction(numerator, clipTicks.multiply(big(sheet.rate().numerator())));
    }

    private String time(long frames) {
        return time(frames, sheet.rate());
    }

    private static String time(long frames, FrameRate rate) {
        return fraction(frames * rate.denominator(), rate.numerator());
    }

    private static String fraction(long numerator, long denominator) {
        return fraction(big(numerator), big(denominator));
    }

    private static String fraction(BigInteger numerator, BigInteger denominator) {
        BigInteger common = numerator.gcd(denominator);
        BigInteger rest = denominator.divide(common);
        return numerator.divide(common) + (rest.equals(BigInteger.ONE) ? "s" : "/" + rest + "s");
    }

    private static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }

    private Look look(MediaReference clip) {
        MediaReference.Picture picture = clip.picture();
        return new Look(
                clip.timing().rate(),
                picture == null ? sheet.sequence().width() : picture.width(),
                picture == null ? sheet.sequence().height() : picture.height());
    }

    private String asset(MediaReference clip) {
        return "r" + (looks.size() + clips.indexOf(clip) + 1);
    }
}
