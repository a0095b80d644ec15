// SPDX-License-Identifier: Apache-2.0
package dev.rushes.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteRangeTest {

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=0-99, 0, 100",
        "bytes=10-, 10, 90",
        "bytes=-10, 90, 10",
        "bytes=-1000, 0, 100",
        "bytes=99-5000, 99, 1",
        "'bytes= 5-6', 5, 2"
    })
    void oneRangeIsAPart(String header, long start, long length) {
        assertThat(ByteRange.parse(header, 100)).isEqualTo(new ByteRange.Ask.Part(new ByteRange(start, length)));
    }

    @ParameterizedTest
    @CsvSource({"bytes=100-", "bytes=100-200", "bytes=-0"})
    void aRangeOutsideTheFileCannotBeServed(String header) {
        assertThat(ByteRange.parse(header, 100)).isEqualTo(new ByteRange.Ask.Unsatisfiable());
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "null",
                "bytes=",
                "bytes=-",
                "bytes=a-b",
                "bytes=5-4",
                "bytes=0-1,5-6",
                "lines=0-1",
                "bytes=--5",
                "bytes=9999999999999999999-"
            },
            delimiter = ';',
            nullValues = "null")
    void anythingElseIsTheWholeFile(@Nullable String header) {
        assertThat(ByteRange.parse(header, 100)).isEqualTo(new ByteRange.Ask.Whole());
    }
}
