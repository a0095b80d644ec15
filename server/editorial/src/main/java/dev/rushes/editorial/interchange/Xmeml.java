// SPDX-License-Identifier: Apache-2.0
package dev.rushes.editorial.interchange;

import dev.rushes.editorial.time.FrameRate;
import dev.rushes.editorial.time.PictureClock;
import dev.rushes.editorial.time.Timecode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashSet;
import java.util.Set;

/**
 * Writes xmeml version 5 after Apple's "Final Cut Pro XML Interchange Format" (2011).
 *
 * <p>{@code start} and {@code end} count frames of the sequence and are -1 at a transition, {@code in} and {@code out} count
 * pictures of the clip at its own rate and include what a transition shows. Between pictures {@code in} cannot stand; it is
 * the picture from which fewest frames differ, and the
 * exact moment is added as {@code pproTicksIn}, which Premiere Pro writes beside it.
 */
final class Xmeml {

    /** Premiere Pro's clock; whole for every rate in use. */
    private static final long TICKS_PER_SECOND = 254_016_000_000L;

    private final CutSheet sheet;
    private final Set<MediaReference> described = new HashSet<>();

    Xmeml(CutSheet sheet) {
        this.sheet = sheet;
    }

    void write(Appendable out) throws IOException {
        XmlPrinter xml = new XmlPrinter(out, "xmeml");
        HandOff.Sequence sequence = sheet.sequence();
        xml.open("xmeml", "version", "5").open("sequence", "id", "sequence-1");
        xml.leaf("name", sequence.title()).leaf("duration", sheet.frameCount());
        rate(xml, sheet.rate());
        timecode(xml, sheet.zero());
        xml.open("media").open("video").open("format").open("samplecharacteristics");
        rate(xml, sheet.rate());
        xml.leaf("width", sequence.width()).leaf("height", sequence.height());
        xml.leaf("anamorphic", "FALSE").leaf("pixelaspectratio", "square").leaf("fielddominance", "none");
        xml.close().close().open("track");
        for (CutSheet.Row row : sheet.rows()) {
            if (row.in() != null) {
                transition(xml, row.in());
            }
            clip(xml, row);
        }
        xml.leaf("enabled", "TRUE").leaf("locked", "FALSE").close().close();
        song(xml);
        xml.close();
        for (long beat : sheet.beats()) {
            marker(xml, "Beat", "", beat);
        }
        xml.close().close();
    }

    private static void rate(XmlPrinter xml, FrameRate rate) throws IOException {
        xml.open("rate").leaf("timebase", Timecode.nominal(rate));
        xml.leaf("ntsc", rate.numerator() % rate.denominator() == 0 ? "FALSE" : "TRUE")
                .close();
    }

    private static void timecode(XmlPrinter xml, Timecode start) throws IOException {
        xml.open("timecode");
        rate(xml, start.rate());
        xml.leaf("string", start).leaf("frame", start.frameNumber());
        xml.leaf("displayformat", start.isDropFrame() ? "DF" : "NDF").close();
    }

    private static void marker(XmlPrinter xml, String name, String comment, long at) throws IOException {
        xml.open("marker").leaf("comment", comment).leaf("name", name);
        xml.leaf("in", at).leaf("out", -1).close();
    }

    private void transition(XmlPrinter xml, CutSheet.Soft soft) throws IOException {
        xml.open("transitionitem").leaf("start", soft.start()).leaf("end", soft.end());
        xml.leaf("alignment", soft.before() == 0 ? "start" : soft.after() == 0 ? "end" : "center");
        xml.leaf(
                "cutPointTicks",
                ticks(soft.before() * sheet.rate().denominator(), sheet.rate().numerator()));
        rate(xml, sheet.rate());
        xml.open("effect").leaf("name", "Cross Dissolve").leaf("effectid", "Cross Dissolve");
        xml.leaf("effectcategory", "Dissolve").leaf("effecttype", "transition").leaf("mediatype", "video");
        xml.leaf("wipecode", 0).leaf("wipeaccuracy", 100).leaf("startratio", 0).leaf("endratio", 1);
        xml.leaf("reverse", "FALSE").close().close();
    }

    private void clip(XmlPrinter xml, CutSheet.Row row) throws IOException {
        MediaReference.Timing timing = row.clip().timing();
        PictureClock clock = sheet.clock(row);
        long in = clock.nearestStart(row.shown());
        long out = in + clock.picturesIn(row.shown().count());
        xml.open("clipitem", "id", "clipitem-" + row.number());
        xml.leaf("name", row.clip().fileName()).leaf("enabled", "TRUE").leaf("duration", timing.pictureCount());
        rate(xml, timing.rate());
        xml.leaf("start", row.in() == null ? row.shot().record().start() : -1);
        xml.leaf("end", row.out() == null ? row.shot().record().end() : -1);
        xml.leaf("in", in).leaf("out", out);
        PictureClock.Position exact = clock.at(row.shown().start(), row.shown());
        long ticksIn = ticks(
                exact.numerator() * timing.rate().denominator(),
                exact.denominator() * timing.rate().numerator());
        xml.leaf("pproTicksIn", ticksIn);
        xml.leaf(
                "pproTicksOut",
                ticksIn
                        + ticks(
                                row.shown().count() * sheet.rate().denominator(),
                                sheet.rate().numerator()));
        file(xml, row.clip());
        framing(xml, row, clock);
        xml.open("sourcetrack").leaf("mediatype", "video").leaf("trackindex", 1).close();
        String why = row.shot().explanation().text();
        if (!why.isBlank()) {
            marker(xml, "Why", why, clock.pictureAt(row.shot().source().start()));
        }
        if (row.shot().isLocked()) {
            marker(
                    xml,
                    "Locked",
                    CutSheet.lockWords(row.shot()),
                    clock.pictureAt(row.shot().source().start()));
        }
        for (CutSheet.Said said : sheet.said(row)) {
            marker(xml, said.name(), said.words(), clock.pictureAt(said.source()));
        }
        xml.close();
    }

    /** Describes a file where it is first used; later uses name it only. */
    private void file(XmlPrinter xml, MediaReference media) throws IOException {
        String id = "file-" + (sheet.clips().indexOf(media) + 1);
        if (!described.add(media)) {
            xml.empty("file", "id", id);
            return;
        }
        MediaReference.Timing timing = media.timing();
        xml.open("file", "id", id).leaf("name", media.fileName()).leaf("pathurl", media.url());
        rate(xml, timing.rate());
        xml.leaf("duration", timing.pictureCount());
        timecode(xml, timing.start() == null ? Timecode.zero(timing.rate(), false) : timing.start());
        xml.open("media");
        MediaReference.Picture picture = media.picture();
        if (picture != null) {
            xml.open("video").open("samplecharacteristics");
            rate(xml, timing.rate());
            xml.leaf("width", picture.width()).leaf("height", picture.height());
            xml.close().close();
        }
        MediaReference.Sound sound = media.sound();
        if (sound != null) {
            xml.open("audio").open("samplecharacteristics");
            xml.leaf("depth", 16).leaf("samplerate", sound.sampleRate()).close();
            xml.leaf("channelcount", sound.channels()).close();
        }
        xml.close().close();
    }

    /** The centre is given in shares of the clip's size, its scale in percent of its pixels. */
    private void framing(XmlPrinter xml, CutSheet.Row row, PictureClock clock) throws IOException {
        MediaReference.Picture picture = row.clip().picture();
        if (picture == null) {
            return;
        }
        Framing framing = Framing.of(row, sheet.sequence());
        xml.open("filter").open("effect").leaf("name", "Basic Motion").leaf("effectid", "basic");
        xml.leaf("effectcategory", "motion").leaf("effecttype", "motion").leaf("mediatype", "video");
        xml.open("parameter").leaf("parameterid", "scale").leaf("name", "Scale");
        xml.leaf("valuemin", 0)
                .leaf("valuemax", 1000)
                .leaf("value", decimal(framing.scale() * 100))
                .close();
        xml.open("parameter").leaf("parameterid", "center").leaf("name", "Center");
        for (Framing.Move move : framing.moves()) {
            if (!framing.isStill()) {
                xml.open("keyframe").leaf("when", clock.pictureAt(move.frame()));
            }
            xml.open("value").leaf("horiz", decimal(move.right() / picture.width()));
            xml.leaf("vert", decimal(move.down() / picture.height())).close();
            if (!framing.isStill()) {
                xml.close();
            }
        }
        xml.close().close().close();
    }

    private void song(XmlPrinter xml) throws IOException {
        MediaReference song = sheet.handOff().song();
        xml.open("audio").leaf("numOutputChannels", 2).open("format").open("samplecharacteristics");
        xml.leaf("depth", 16).leaf("samplerate", 48_000).close().close();
        long in = songFrame(sheet.songStartSample());
        long ticksIn = ticks(sheet.songStartSample(), sheet.songSampleRate());
        for (int channel = 1; channel <= Math.min(2, sheet.songChannels()); channel++) {
            xml.open("track").open("clipitem", "id", "song-" + channel).leaf("name", song.fileName());
            xml.leaf("enabled", "TRUE").leaf("duration", song.timing().pictureCount());
            rate(xml, sheet.rate());
            xml.leaf("start", 0).leaf("end", sheet.frameCount()).leaf("in", in).leaf("out", in + sheet.frameCount());
            xml.leaf("pproTicksIn", ticksIn);
            xml.leaf(
                    "pproTicksOut",
                    ticksIn
                            + ticks(
                                    sheet.frameCount() * sheet.rate().denominator(),
                                    sheet.rate().numerator()));
            songFile(xml, song, channel == 1);
            xml.open("sourcetrack")
                    .leaf("mediatype", "audio")
                    .leaf("trackindex", channel)
                    .close();
            xml.close()
                    .leaf("enabled", "TRUE")
                    .leaf("locked", "FALSE")
                    .leaf("outputchannelindex", channel)
                    .close();
        }
        xml.close();
    }

    private void songFile(XmlPrinter xml, MediaReference song, boolean first) throws IOException {
        if (!first) {
            xml.empty("file", "id", "file-song");
            return;
        }
        xml.open("file", "id", "file-song").leaf("name", song.fileName()).leaf("pathurl", song.url());
        rate(xml, sheet.rate());
        xml.leaf("duration", song.timing().pictureCount()).open("media").open("audio");
        xml.open("samplecharacteristics")
                .leaf("depth", 16)
                .leaf("samplerate", sheet.songSampleRate())
                .close();
        xml.leaf("channelcount", sheet.songChannels()).close().close().close();
    }

    /** Returns the frame of the sequence's rate nearest to a sample, a half going down. */
    private long songFrame(long sample) {
        long unit = (long) sheet.songSampleRate() * sheet.rate().denominator();
        return Math.ceilDiv(2 * sample * sheet.rate().numerator() - unit, 2 * unit);
    }

    private static long ticks(long numerator, long denominator) {
        return BigDecimal.valueOf(numerator)
                .multiply(BigDecimal.valueOf(TICKS_PER_SECOND))
                .divide(BigDecimal.valueOf(denominator), 0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    private static String decimal(double value) {
        return JsonPrinter.number(value).toPlainString();
    }
}
