// SPDX-License-Identifier: Apache-2.0
package dev.rushes.worker.vision;

/** Finds people in a picture. Not for use by several threads. */
interface PeopleFinder extends AutoCloseable {

    People find(Picture picture);

    @Override
    void close();
}
