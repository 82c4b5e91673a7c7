package org.tapline.bridge.forwards;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tapline.bridge.mime.ZoneName;

/// The date of a header block, as programs write it for people: `26. Oktober 2021 um 14:25:08
/// MESZ`, `mié, 27 oct 2021 a las 9:31`, `2021. okt. 27., Sze, 9:31`, `28/10/2021 12:46`.
///
/// What could be two dates (`02/10/2023`) is none. Without a zone it is the forwarder's.
final class BlockDate {
    /// The longest form with names of day, month and zone is below 80.
    private static final int LONGEST = 120;

    /// Clocks differ, and a date without zone may be off by some hours.
    private static final Duration TOLERANCE = Duration.ofHours(26);

    private static final Pattern CJK =
            Pattern.compile("(\\d{4})\\s?[年년]\\s?(\\d{1,2})\\s?[月월]\\s?(\\d{1,2})\\s?[日일]");
    private static final Pattern YEAR_FIRST =
            Pattern.compile("\\b(\\d{4})[-/.]\\s?(\\d{1,2})[-/.]\\s?(\\d{1,2})\\b");
    private static final Pattern YEAR_LAST =
            Pattern.compile("\\b(\\d{1,2})([-/.])\\s?(\\d{1,2})[-/.]\\s?(\\d{4}|(?<=/)\\d{2})\\b");
    private static final Pattern WORD = Pattern.compile("\\p{L}+");
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern TIME =
            Pattern.compile(
                    "\\b(\\d{1,2})[:.](\\d{2})(?:[:.](\\d{2}))?(?:\\s?([AaPp])\\.?\\s?[Mm]\\b)?");
    private static final Pattern OFFSET =
            Pattern.compile("(?:UTC|GMT)?([+-])(\\d{1,2}):?(\\d{2})?\\s*(?:\\(.{0,40}\\))?$");
    private static final Map<String, Integer> MONTHS = months();

    private BlockDate() {}

    private static Map<String, Integer> months() {
        Map<String, Integer> months = new HashMap<>();
        Set<String> doubtful = new HashSet<>();
        for (String[] columns : Marks.rows("months.tsv")) {
            int month = Integer.parseInt(columns[0]);
            for (String word : columns[1].split(" ", -1)) {
                Integer other = months.putIfAbsent(word, month);
                if (other != null && other != month) {
                    doubtful.add(word);
                }
            }
        }
        months.keySet().removeAll(doubtful);
        return Map.copyOf(months);
    }

    /// The point in time, when the text leaves no doubt.
    ///
    /// @param local zone of times that name none
    static Optional<Instant> parse(String text, ZoneOffset local) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            Matcher time = TIME.matcher(withoutDates(text));
            ZoneOffset zone = offset(text).or(() -> namedZone(text)).orElse(local);
            return time.find()
                    ? day(text).map(day -> day.atTime(time(time)).toInstant(zone))
                    : Optional.empty();
        } catch (DateTimeException impossible) {
            return Optional.empty();
        }
    }

    /// Whether a date can be that of an original.
    static boolean isBefore(Instant written, Instant forwarded) {
        return Duration.between(forwarded, written).compareTo(TOLERANCE) < 0;
    }

    private static String withoutDates(String text) {
        String rest = CJK.matcher(text).replaceAll(" ");
        rest = YEAR_FIRST.matcher(rest).replaceAll(" ");
        return YEAR_LAST.matcher(rest).replaceAll(" ");
    }

    private static LocalTime time(Matcher time) {
        int hour = Integer.parseInt(time.group(1));
        String half = time.group(4);
        if (half != null) {
            hour = hour % 12 + (half.equalsIgnoreCase("p") ? 12 : 0);
        }
        int second = time.group(3) == null ? 0 : Integer.parseInt(time.group(3));
        return LocalTime.of(hour, Integer.parseInt(time.group(2)), second);
    }

    /// The numeric zone at the end of a date, also of a Date field (RFC 5322 §3.3).
    static Optional<ZoneOffset> offset(String text) {
        Matcher offset = OFFSET.matcher(text.length() > LONGEST ? "" : text.strip());
        if (!offset.find()) {
            return Optional.empty();
        }
        int hours = Integer.parseInt(offset.group(2));
        int minutes = offset.group(3) == null ? 0 : Integer.parseInt(offset.group(3));
        int sign = offset.group(1).equals("-") ? -1 : 1;
        return hours > 14 || minutes > 59
                ? Optional.empty()
                : Optional.of(ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes));
    }

    private static Optional<ZoneOffset> namedZone(String text) {
        String last = text.strip().substring(text.strip().lastIndexOf(' ') + 1);
        return ZoneName.offset(last);
    }

    private static Optional<LocalDate> day(String text) {
        Matcher cjk = CJK.matcher(text);
        if (cjk.find()) {
            return Optional.of(date(cjk.group(1), cjk.group(2), cjk.group(3)));
        }
        Matcher yearFirst = YEAR_FIRST.matcher(text);
        if (yearFirst.find()) {
            return Optional.of(date(yearFirst.group(1), yearFirst.group(2), yearFirst.group(3)));
        }
        Matcher yearLast = YEAR_LAST.matcher(text);
        return yearLast.find() ? numeric(yearLast) : worded(text);
    }

    private static LocalDate date(String year, String month, String day) {
        return LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day));
    }

    /// Points put the day first everywhere; with slashes it depends on the country.
    private static Optional<LocalDate> numeric(Matcher found) {
        int first = Integer.parseInt(found.group(1));
        int second = Integer.parseInt(found.group(3));
        int year = Integer.parseInt(found.group(4));
        int full = year < 100 ? 2000 + year : year;
        if (found.group(2).equals(".") || first > 12 || first == second) {
            return Optional.of(LocalDate.of(full, second, first));
        }
        return second > 12 ? Optional.of(LocalDate.of(full, first, second)) : Optional.empty();
    }

    /// A month by name, one number of four digits, and one that can be a day.
    private static Optional<LocalDate> worded(String text) {
        Set<Integer> months = new HashSet<>();
        Matcher words = WORD.matcher(text.toLowerCase(Locale.ROOT));
        while (words.find()) {
            Optional.ofNullable(MONTHS.get(words.group())).ifPresent(months::add);
        }
        Optional<Integer> year = Optional.empty();
        Optional<Integer> day = Optional.empty();
        Matcher numbers = NUMBER.matcher(TIME.matcher(text).replaceAll(" "));
        while (numbers.find()) {
            int length = numbers.group().length();
            if (length == 4 && year.isEmpty()) {
                year = Optional.of(Integer.parseInt(numbers.group()));
            } else if (length <= 2 && day.isEmpty()) {
                day = Optional.of(Integer.parseInt(numbers.group()));
            }
        }
        return months.size() == 1 && year.isPresent() && day.isPresent()
                ? Optional.of(LocalDate.of(year.get(), months.iterator().next(), day.get()))
                : Optional.empty();
    }
}
