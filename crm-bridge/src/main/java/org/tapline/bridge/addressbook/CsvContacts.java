package org.tapline.bridge.addressbook;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.tapline.bridge.jobs.JobFailure;

/// Reads CSV (RFC 4180) with a first line that names its columns, as spreadsheets and address books
/// write it; divided by commas, semicolons or tabs.
final class CsvContacts implements LineSource {
    /// A first line is shorter; the rest of the file is not looked at to find the divider.
    private static final int LONGEST_HEADER = 64 * 1024;

    /// Octets of one field at most, so that a quote that is never closed does not read everything.
    private static final int LONGEST_FIELD = 1024 * 1024;

    private static final Set<String> NAME =
            Set.of("name", "fullname", "displayname", "contact", "contactname");
    private static final Set<String> FIRST = Set.of("firstname", "givenname");
    private static final Set<String> LAST = Set.of("lastname", "familyname", "surname");
    private static final Set<String> COMPANY =
            Set.of(
                    "company",
                    "companyname",
                    "organization",
                    "organisation",
                    "organizationname",
                    "organization1name");
    private static final Pattern ADDRESS =
            Pattern.compile("(primary|further|other)?e?mails?\\d*(address(es)?)?\\d*(value)?");

    private final Iterator<CsvRecord> records;
    private final Columns columns;

    private record Columns(int name, int first, int last, int company, List<Integer> addresses) {}

    CsvContacts(Reader reader) throws IOException {
        BufferedReader buffered = new BufferedReader(reader, LONGEST_HEADER);
        CsvReader<CsvRecord> csv =
                CsvReader.builder()
                        .fieldSeparator(separator(buffered))
                        .skipEmptyLines(true)
                        .allowExtraFields(true)
                        .allowMissingFields(true)
                        .allowExtraCharsAfterClosingQuote(true)
                        .maxBufferSize(LONGEST_FIELD)
                        .ofCsvRecord(buffered);
        this.records = csv.iterator();
        this.columns = columns(record().map(CsvRecord::getFields).orElse(List.of()));
    }

    private static char separator(BufferedReader reader) throws IOException {
        reader.mark(LONGEST_HEADER);
        char[] start = new char[LONGEST_HEADER];
        int length = 0;
        int read = reader.read(start, 0, start.length);
        while (read > 0 && length + read < start.length) {
            length += read;
            read = reader.read(start, length, start.length - length);
        }
        length += Math.max(read, 0);
        reader.reset();
        String header = new String(start, 0, length).lines().findFirst().orElse("");
        char best = ',';
        for (char candidate : new char[] {';', '\t'}) {
            if (count(header, candidate) > count(header, best)) {
                best = candidate;
            }
        }
        return best;
    }

    private static long count(String text, char c) {
        return text.chars().filter(each -> each == c).count();
    }

    private static Columns columns(List<String> header) {
        int name = -1;
        int first = -1;
        int last = -1;
        int company = -1;
        List<Integer> addresses = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            String column = header.get(i).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
            if (NAME.contains(column) && name < 0) {
                name = i;
            } else if (FIRST.contains(column)) {
                first = i;
            } else if (LAST.contains(column)) {
                last = i;
            } else if (COMPANY.contains(column) && company < 0) {
                company = i;
            } else if (ADDRESS.matcher(column).matches()) {
                addresses.add(i);
            }
        }
        if (addresses.isEmpty()) {
            throw new JobFailure(
                    "the first line names no column \"email\"; it should be something like"
                            + " name,company,email");
        }
        return new Columns(name, first, last, company, addresses);
    }

    @Override
    public Optional<Line> next() throws IOException {
        return record().map(this::line);
    }

    private Optional<CsvRecord> record() throws IOException {
        try {
            return records.hasNext() ? Optional.of(records.next()) : Optional.empty();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (CsvParseException e) {
            throw new JobFailure("it is not CSV from here on: " + e.getMessage());
        }
    }

    private Line line(CsvRecord row) {
        String name = cell(row, columns.name());
        if (name.isBlank()) {
            name = cell(row, columns.first()) + " " + cell(row, columns.last());
        }
        return PersonText.line(
                row.getStartingLineNumber(),
                name,
                cell(row, columns.company()),
                columns.addresses().stream().map(each -> cell(row, each)).toList());
    }

    private static String cell(CsvRecord row, int column) {
        return column < 0 || column >= row.getFieldCount()
                ? ""
                : CellGuard.read(row.getField(column));
    }
}
