// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ServerCacheControl;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.file.FileService;
import com.linecorp.armeria.server.file.HttpFile;
import java.time.Duration;

/**
 * The browser editor at {@code /}, from the jar of clients/web. Names below {@code /assets} carry a hash and are kept for a year; every
 * address of a page answers the one document. Without that jar's pages, because the build had no Node, {@code /} says so.
 */
final class WebPages {
    private static final String FOLDER = "rushes-web";
    private static final ServerCacheControl FOR_A_YEAR = ServerCacheControl.builder()
            .cachePublic()
            .maxAge(Duration.ofDays(365))
            .immutable()
            .build();

    /** Only what this server serves runs in the page; styles may be set by scripts, as the component library does. */
    private static final HttpHeaders GUARDS = HttpHeaders.builder()
            .add(
                    HttpHeaderNames.CONTENT_SECURITY_POLICY,
                    "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; style-src 'self' 'unsafe-inline'; "
                            + "worker-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'")
            .add(HttpHeaderNames.REFERRER_POLICY, "no-referrer")
            .add(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
            .build();

    private static final String NOT_BUILT = """
            <!doctype html><html lang="en"><meta charset="utf-8"><title>Rushes</title>
            <body style="font: 16px/1.5 system-ui; max-width: 40em; margin: 4em auto; padding: 0 1em">
            <h1>Rushes runs</h1><p>The browser editor is not part of this build: Node 20.19 or newer was not found when it was made.
            Install Node with npm and start again; it is built then. The command line, gRPC and REST work without.</p>
            """;

    private WebPages() {}

    static void addTo(ServerBuilder builder) {
        ClassLoader jar = WebPages.class.getClassLoader();
        if (jar.getResource(FOLDER + "/index.html") == null) {
            builder.route()
                    .path("/")
                    .methods(HttpMethod.GET, HttpMethod.HEAD)
                    .build((context, request) -> HttpResponse.of(HttpStatus.OK, MediaType.HTML_UTF_8, NOT_BUILT));
            return;
        }
        builder.serviceUnder(
                "/assets",
                FileService.builder(jar, FOLDER + "/assets")
                        .serveCompressedFiles(true)
                        .cacheControl(FOR_A_YEAR)
                        .setHeaders(GUARDS)
                        .build());
        get(builder, "/icon.svg", HttpFile.of(jar, FOLDER + "/icon.svg").asService());
        HttpService page = HttpFile.builder(jar, FOLDER + "/index.html")
                .cacheControl(ServerCacheControl.REVALIDATED)
                .setHeaders(GUARDS)
                .build()
                .asService();
        for (String address : new String[] {"/", "/new", "/style", "/analytics"}) {
            get(builder, address, page);
        }
        get(builder, "prefix:/new/", page);
        get(builder, "prefix:/p/", page);
    }

    private static void get(ServerBuilder builder, String path, HttpService service) {
        builder.route().path(path).methods(HttpMethod.GET, HttpMethod.HEAD).build(service);
    }
}
