// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.handoff;

import dev.rushes.server.fault.Fault;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * The folder of the clips on the machine that will open a document, which need not be ours: a path from the root, one with
 * a drive letter, or a network share.
 *
 * @param url ends with a slash; empty to name files only
 */
record MediaRoot(String url) {

    static MediaRoot parse(String text) {
        if (text.isEmpty()) {
            return new MediaRoot("");
        }
        boolean drive = text.matches("[A-Za-z]:[/\\\\].*");
        boolean share = text.startsWith("\\\\");
        if (!drive && !share && !text.startsWith("/") || text.chars().anyMatch(Character::isISOControl)) {
            throw new Fault.Invalid(
                    "media_root",
                    "\"" + text + "\" (expected: an absolute folder such as /Volumes/Shoot or D:\\Shoot)");
        }
        String slashes = drive || share ? text.replace('\\', '/') : text;
        String path = slashes.replaceFirst("/*$", "/");
        if (drive) {
            return new MediaRoot("file://" + escaped("/" + path));
        }
        return new MediaRoot(share ? "file:" + "/" + escaped(path.substring(1)) : "file://" + escaped(path));
    }

    /** Returns the URL of a file in the folder; without a folder, relative to the document. */
    String of(String fileName) {
        String name = fileName.replaceFirst("^.*[/\\\\]", "");
        return url + escaped("/" + name).substring(1).replace(":", "%3A");
    }

    private static String escaped(String path) {
        try {
            return new URI("file", "", path, null).toASCIIString().substring("file://".length());
        } catch (URISyntaxException e) {
            throw new Fault.Invalid("media_root", "\"" + path + "\" (" + e.getReason() + ")");
        }
    }
}
