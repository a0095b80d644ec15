// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.audio.bench;

import java.util.List;

/**
 * A family of rhythms a made song can be drawn from. A line is one bar, equally divided: {@code X} loud, {@code x} soft,
 * {@code ?} played now and then, {@code .} rest. Where a voice has several lines, one is drawn for a song.
 */
public enum Rhythm {
    HOUSE(
            112,
            130,
            4,
            List.of("X...X...X...X..."),
            List.of("....X.......X...", "................"),
            List.of("..X...X...X...X.", "x.X.x.X.x.X.x.X.", "xxXxxxXxxxXxxxXx"),
            List.of("..x...x...x...x.", "X.xx..x.X.xx..x.", "..xx..xx..xx..xx")),
    TECHNO(
            126,
            150,
            4,
            List.of("X...X...X...X..."),
            List.of("................", "....x.......x..."),
            List.of("..X...X...X...X.", "x.x.x.x.x.x.x.x."),
            List.of(".xxx.xxx.xxx.xxx", "..x...x...x...x.", "x..x..x.x..x..x.")),
    DISCO(
            104,
            128,
            4,
            List.of("X...X...X...X..."),
            List.of("....X.......X..."),
            List.of("x.X.x.X.x.X.x.X.", "xxXxxxXxxxXxxxXx"),
            List.of("x.X.x.X.x.X.x.X.", "X..x..X.X..x..X.")),
    ROCK(
            88,
            156,
            4,
            List.of("X.......X.......", "X.......X.x.....", "X.....x.X.....?.", "X.x.....X.x....."),
            List.of("....X.......X..."),
            List.of("X.x.X.x.X.x.X.x.", "X...X...X...X..."),
            List.of("x.x.x.x.x.x.x.x.", "X.......X.x.....")),
    SIXTEENS(
            68,
            102,
            4,
            List.of("X..x..x.X.....x.", "X.....x..xX.....", "X..X......X....."),
            List.of("....X.......X...", "....X..?.?..X..?"),
            List.of("xxxxxxxxxxxxxxxx", "x.xxx.xxx.xxx.xx"),
            List.of("X..x..x.X.....x.", "X.....x..xX.....")),
    HIPHOP(
            80,
            102,
            4,
            List.of("X......x..X.....", "X.x.......X..x..", "X..x....x.X....."),
            List.of("....X.......X..."),
            List.of("x.x.x.x.x.x.x.x.", "x.xxx.x.x.xxx.x."),
            List.of("X......x..X.....", "X.............x.")),
    DRUM_AND_BASS(
            164,
            178,
            4,
            List.of("X.........X.....", "X.....?...X....."),
            List.of("....X.......X..."),
            List.of("x.x.x.x.x.x.x.x.", "X.x.X.x.X.x.X.x."),
            List.of("X...............", "X.........x.....")),
    PUNK(
            144,
            180,
            4,
            List.of("X.......X.......", "X.x.....X.x.....", "X.....x.X......."),
            List.of("....X.......X..."),
            List.of("X...X...X...X...", "X.x.X.x.X.x.X.x."),
            List.of("x.x.x.x.x.x.x.x.")),
    FUNK(
            88,
            118,
            4,
            List.of("X..x..x...x..x..", "X.x....x..x.....", "X.....x..x.x...."),
            List.of("....X..?.?..X..?"),
            List.of("xxxxxxxxxxxxxxxx", "x.x.x.x.x.x.x.x."),
            List.of("X..x..x...x..xx.", "X.x....x..x.x...")),
    REGGAE(
            68,
            90,
            4,
            List.of("........X.......", "X.......X......."),
            List.of("........X.......", "....x.......x..."),
            List.of("x.x.x.x.x.x.x.x."),
            List.of("X..x..x...x.x...", "..x.x.......x.x.")),
    SON(
            96,
            124,
            4,
            List.of("X...X...X...X...", "X.......X......."),
            List.of("X..X..X...X.X...", "..X.X...X..X..X."),
            List.of("x.x.x.x.x.x.x.x.", "x..xx..xx..xx..x"),
            List.of("X..X..X.X..X..X.", "...x..X....x..X.")),
    DEMBOW(
            86,
            102,
            4,
            List.of("X...X...X...X..."),
            List.of("...X..X....X..X."),
            List.of("x.x.x.x.x.x.x.x."),
            List.of("X...........X...", "X..x..x.X..x..x.")),
    SHUFFLE(
            86,
            142,
            4,
            List.of("X.....X.....", "X..X..X..X..", "X.....X.x..."),
            List.of("...X.....X.."),
            List.of("X.xX.xX.xX.x"),
            List.of("X..X..X..X..", "X.xX.xX.xX.x")),
    WALTZ(
            84,
            180,
            3,
            List.of("X..........."),
            List.of("............", "....x...x..."),
            List.of("X...X...X...", "X.x.x.x.x.x.", "............"),
            List.of("X...........")),
    SIX_EIGHT(
            48,
            76,
            2,
            List.of("X...........", "X.........?."),
            List.of("......X....."),
            List.of("x.x.x.x.x.x."),
            List.of("X.....x...x.", "X...........")),
    BALLAD(
            60,
            92,
            4,
            List.of("................"),
            List.of("................"),
            List.of("................"),
            List.of("X.......X.......", "X...............")),
    FOLK(
            78,
            132,
            4,
            List.of("................", "X.......X......."),
            List.of("................"),
            List.of("................", "..x...x...x...x."),
            List.of("X.......X......."));

    private final double slowest;
    private final double fastest;
    private final int meter;
    private final List<String> kicks;
    private final List<String> snares;
    private final List<String> hats;
    private final List<String> basses;

    Rhythm(
            double slowest,
            double fastest,
            int meter,
            List<String> kicks,
            List<String> snares,
            List<String> hats,
            List<String> basses) {
        this.slowest = slowest;
        this.fastest = fastest;
        this.meter = meter;
        this.kicks = kicks;
        this.snares = snares;
        this.hats = hats;
        this.basses = basses;
    }

    double slowest() {
        return slowest;
    }

    double fastest() {
        return fastest;
    }

    int meter() {
        return meter;
    }

    List<String> kicks() {
        return kicks;
    }

    List<String> snares() {
        return snares;
    }

    List<String> hats() {
        return hats;
    }

    List<String> basses() {
        return basses;
    }

    /** Tells whether a song of this family has no drums to speak of. */
    boolean isSoft() {
        return this == BALLAD || this == FOLK;
    }
}
