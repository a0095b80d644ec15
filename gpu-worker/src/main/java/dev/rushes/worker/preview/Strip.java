// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.preview;

/**
 * The layout of a filmstrip: tile i shows what is seen at i times the interval.
 *
 * @param tileWidth pixels
 * @param tileHeight pixels
 * @param tiles how many
 * @param micros interval in microseconds
 */
record Strip(int tileWidth, int tileHeight, int tiles, long micros) {

    /** Lays out the strip of a proxy. */
    static Strip of(int width, int height, long micros) {
        long interval = Math.max(PreviewMaker.LEAST_TILE_MICROS, Math.ceilDiv(micros, (long) PreviewMaker.MOST_TILES));
        int tiles = (int) Math.max(1, Math.ceilDiv(micros, interval));
        PictureSize tile = new PictureSize(width, height).within(PreviewMaker.TILE_LONG_SIDE);
        return new Strip(tile.width(), tile.height(), tiles, interval);
    }

    int rows() {
        return Math.ceilDiv(tiles, PreviewMaker.TILE_COLUMNS);
    }

    /** Returns the filters that choose and shrink the pictures; times are taken a millisecond early, as containers round them. */
    String filter() {
        return "settb=1/1000000,setpts=PTS-1000,fps=1000000/" + micros
                + ":round=up:start_time=0,tpad=stop=-1:stop_mode=clone,trim=end_frame=" + tiles + ",scale=" + tileWidth
                + ":" + tileHeight;
    }
}
