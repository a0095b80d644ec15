// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.blob;

class LocalBlobsTest extends BlobStoreContract {
    @Override
    BlobStore open(long floorBytes) {
        return new LocalBlobs(root.resolve("media"), floorBytes);
    }
}
