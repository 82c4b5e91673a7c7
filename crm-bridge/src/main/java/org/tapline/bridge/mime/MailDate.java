package org.tapline.bridge.mime;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The Date field (RFC 5322 §3.3), its old form with named zones and two-digit years (§4.3), and
/// what is sent instead of it: ISO 8601, month before day, no zone, words in other languages.
final class MailDate {
    /// A date is 31 characters; a longer field is not one.
    private static final int LONGEST = 200;

    private static final Pattern WORDS =
            Pattern.compile(
                    "(?<time>\\d{1,2}[:.]\\d{1,2}(?:[:.]\\d{1,2}(?:[.,]\\d{1,9})?)?)"
                            + "(?<half>\\s?[AaPp][Mm]\\b)?"
                            + "|(?<iso>\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2})T?"
                            + "|(?<slashed>\\d{1,2}/\\d{1,2}/\\d{2,4})"
                            + "|(?<zone>(?:GMT|UTC|UT)?[+-]\\d{1,2}:?\\d{2}(?!\\d))"
                            + "|(?<number>\\d{1,4})"
                            + "|(?<word>[\\p{L}]+)");

    private static final Map<String, Integer> MONTHS =
            Map.ofEntries(
                    Map.entry("jan", 1),
                    Map.entry("feb", 2),
                    Map.entry("mar", 3),
                    Map.entry("apr", 4),
                    Map.entry("may", 5),
                    Map.entry("jun", 6),
                    Map.entry("jul", 7),
                    Map.entry("aug", 8),
                    Map.entry("sep", 9),
                    Map.entry("oct", 10),
                    Map.entry("nov", 11),
                    Map.entry("dec", 12),
                    Map.entry("mär", 3),
                    Map.entry("mai", 5),
                    Map.entry("okt", 10),
                    Map.entry("dez", 12),
                    Map.entry("fév", 2),
                    Map.entry("avr", 4),
                    Map.entry("aoû", 8),
                    Map.entry("déc", 12),
                    Map.entry("ene", 1),
                    Map.entry("abr", 4),
                    Map.entry("ago", 8),
                    Map.entry("dic", 12),
                    Map.entry("maj", 5));

    private int year = -1;
    private int month = -1;
    private int day = -1;
    private int[] time = {};
    private int half;
    private Optional<ZoneOffset> zone = Optional.empty();

    private MailDate() {}

    /// The point in time a field names, if it names one. Without a zone it is taken as UTC
    /// (RFC 5322 §4.3 for unknown zones).
    static Optional<Instant> parse(String field) {
        if (field.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return new MailDate().read(field.replaceAll("\\([^)]*\\)?", " "));
        } catch (DateTimeException impossible) {
            return Optional.empty();
        }
    }

    private Optional<Instant> read(String field) {
        List<Integer> numbers = new ArrayList<>();
        Matcher words = WORDS.matcher(field);
        while (words.find()) {
            if (words.group("time") != null) {
                time(words.group("time"), words.group("half"));
            } else if (words.group("iso") != null) {
                iso(words.group("iso"));
            } else if (words.group("slashed") != null) {
                slashed(words.group("slashed"));
            } else if (words.group("zone") != null) {
                numericZone(words.group("zone"), numbers);
            } else if (words.group("number") != null) {
                numbers.add(Integer.parseInt(words.group("number")));
            } else {
                word(words.group("word").toLowerCase(Locale.ROOT));
            }
        }
        place(numbers);
        if (year < 0 || month < 0 || day < 0 || time.length < 2) {
            return Optional.empty();
        }
        int second = time.length > 2 ? Math.min(time[2], 59) : 0; // a leap second is not in Java
        int hour = half > 0 && time[0] < 12 ? time[0] + 12 : half < 0 ? time[0] % 12 : time[0];
        LocalDateTime local = LocalDateTime.of(year, month, day, 0, 0, second);
        // 24:00 is written by some for the midnight that ends a day.
        return Optional.of(
                local.plusHours(hour > 24 ? fail(hour) : hour)
                        .plusMinutes(time[1] > 59 ? fail(time[1]) : time[1])
                        .toInstant(zone.orElse(ZoneOffset.UTC)));
    }

    private static int fail(int value) {
        throw new DateTimeException("no such time: " + value);
    }

    private void time(String text, String halfOfDay) {
        if (time.length > 0) {
            return;
        }
        String[] parts = text.split("[:.,]", 4);
        time = new int[Math.min(parts.length, 3)];
        for (int i = 0; i < time.length; i++) {
            time[i] = Integer.parseInt(parts[i]);
        }
        if (halfOfDay != null) {
            half = halfOfDay.toLowerCase(Locale.ROOT).contains("p") ? 1 : -1;
        }
    }

    private void iso(String text) {
        String[] parts = text.split("[-/.]", 3);
        year = Integer.parseInt(parts[0]);
        month = Integer.parseInt(parts[1]);
        day = Integer.parseInt(parts[2]);
    }

    /// `5/7/2012`: the American order unless it cannot be.
    private void slashed(String text) {
        String[] parts = text.split("/", 3);
        int first = Integer.parseInt(parts[0]);
        int second = Integer.parseInt(parts[1]);
        month = first > 12 ? second : first;
        day = first > 12 ? first : second;
        year = century(Integer.parseInt(parts[2]), parts[2].length());
    }

    /// `-0700`; but `12-05-2012` and `7-Jan-13` have hyphens too.
    private void numericZone(String text, List<Integer> numbers) {
        String digits = text.replaceAll("[^0-9]", "");
        if (time.length == 0) {
            numbers.add(Integer.parseInt(digits));
            return;
        }
        int hours = Integer.parseInt(digits.substring(0, digits.length() - 2));
        int minutes = Integer.parseInt(digits.substring(digits.length() - 2));
        int sign = text.contains("-") ? -1 : 1;
        if (hours <= 18 && minutes < 60) {
            zone = Optional.of(ZoneOffset.ofTotalSeconds(sign * (hours * 60 + minutes) * 60));
        }
    }

    private void word(String word) {
        if (month < 0 && word.length() >= 3 && MONTHS.containsKey(word.substring(0, 3))) {
            month = MONTHS.getOrDefault(word.substring(0, 3), -1);
        } else if (time.length > 0 && zone.isEmpty()) {
            zone = ZoneName.offset(word);
        }
    }

    /// Numbers that stand alone: day and year, in either order.
    private void place(List<Integer> numbers) {
        for (int number : numbers) {
            if (day < 0 && number >= 1 && number <= 31) {
                day = number;
            } else if (month < 0 && day > 0 && number >= 1 && number <= 12) {
                month = number;
            } else if (year < 0) {
                year = century(number, number > 999 ? 4 : number > 99 ? 3 : 2);
            }
        }
    }

    /// RFC 5322 §4.3: 00 to 49 are of this century; two and three digits else count from 1900.
    private static int century(int number, int digits) {
        if (digits == 2) {
            return number < 50 ? 2000 + number : 1900 + number;
        }
        return digits == 3 ? 1900 + number : number;
    }
}
