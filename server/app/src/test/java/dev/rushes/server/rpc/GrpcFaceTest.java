// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.util.TimeoutMode;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GrpcFaceTest {
    private static final String CALL = "/rushes.v1.JobService/GetJob";
    private static final String STREAM = "/rushes.v1.TimelineService/WatchTimeline";

    @Test
    void aUnaryCallWithoutADeadlineGetsTenSeconds() throws Exception {
        assertThat(timeout(CALL, Duration.ZERO)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void noUnaryCallMayTakeLongerThanAMinute() throws Exception {
        assertThat(timeout(CALL, Duration.ofMinutes(5))).isEqualTo(Duration.ofSeconds(60));
        assertThat(timeout(CALL, Duration.ofSeconds(20))).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void streamsAreLeftToTheirOwnLimits() throws Exception {
        assertThat(timeout(STREAM, Duration.ZERO)).isEqualTo(Duration.ZERO);
        assertThat(timeout(STREAM, Duration.ofMinutes(5))).isEqualTo(Duration.ofMinutes(5));
    }

    /** Returns the timeout of a call whose client wished for one; zero is none, as the service below sets it from its header. */
    private static Duration timeout(String path, Duration wished) throws Exception {
        HttpRequest request = HttpRequest.of(HttpMethod.POST, path);
        ServiceRequestContext context = ServiceRequestContext.of(request);
        HttpService called = (own, asked) -> {
            if (wished.isZero()) {
                own.clearRequestTimeout();
            } else {
                own.setRequestTimeout(TimeoutMode.SET_FROM_START, wished);
            }
            return HttpResponse.of(200);
        };
        HttpResponse answer = GrpcFace.deadlines(Set.of(STREAM)).apply(called).serve(context, request);
        answer.abort();
        return Duration.ofMillis(context.requestTimeoutMillis());
    }
}
