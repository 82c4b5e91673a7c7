package org.tapline.bridge.forwards;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Dates of header blocks in the languages of mail programs.
final class BlockDateTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "26. Oktober 2021 um 14:25:08 OESZ | 2021-10-26T11:25:08Z",
                "25 October 2021 at 11:17:21 EEST | 2021-10-25T08:17:21Z",
                "17 août 2022 à 09:06:24 UTC+2 | 2022-08-17T07:06:24Z",
                "26. lokakuuta 2021 klo 14.25.08 UTC+3 | 2021-10-26T11:25:08Z",
                "2021. október 26. 14:25:08 EEST | 2021-10-26T11:25:08Z",
                "26 жовтня 2021 р. о 14:25:08 GMT+3 | 2021-10-26T11:25:08Z",
                "Wed, Oct 27, 2021 at 9:31 AM | 2021-10-27T08:31:00Z",
                "mié, 27 oct 2021 a las 9:31 | 2021-10-27T08:31:00Z",
                "2021. okt. 27., Sze, 9:31 | 2021-10-27T08:31:00Z",
                "quarta, 27/10/2021 à(s) 09:31 | 2021-10-27T08:31:00Z",
                "2022年9月19日月曜日 17:55:44 -0400 | 2022-09-19T21:55:44Z",
                "Monday, September 19, 2022, 5:55:44 PM -0400 | 2022-09-19T21:55:44Z",
                "tirsdag den 2. november 2021 09.26.50 CET | 2021-11-02T08:26:50Z",
                "Tuesday, November 2, 2021, 12:26:50 AM GMT+1 | 2021-11-01T23:26:50Z",
                "28/10/2021 12:46 | 2021-10-28T11:46:00Z",
                "10/28/2021 12:46 | 2021-10-28T11:46:00Z",
                "05.06.2021 12:46 | 2021-06-05T11:46:00Z",
                "2021-06-05 12:46 | 2021-06-05T11:46:00Z"
            })
    void dates_are_read(String text, Instant expected) {
        assertThat(BlockDate.parse(text, ZoneOffset.ofHours(1))).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "02/10/2023 4:52 PM EST", // February or October
                "mar., 27 oct. 2021 la 09:31", // Tuesday or March
                "27 lis 2021 u 09:31", // October in Croatian, November in Polish
                "yesterday at nine",
                "31 February 2021 10:00",
                "27 October 2021",
                "27 October 2021 at 25:61",
                ""
            })
    void doubtful_dates_are_none(String text) {
        assertThat(BlockDate.parse(text, ZoneOffset.UTC)).isEmpty();
    }
}
