package org.tapline.cli.table;

import java.util.ArrayList;
import java.util.List;

/// Rows under headings.
public final class Table {
    private static final String GAP = "  ";

    /// No column is squeezed below this.
    private static final int NARROWEST = 8;

    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... headings) {
        this.headings = List.of(headings);
    }

    /// One cell for each heading; anything may be in them.
    public void row(String... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException("a row needs " + headings.size() + " cells");
        }
        List<String> clean = new ArrayList<>();
        for (String cell : cells) {
            clean.add(Cells.harmless(cell));
        }
        rows.add(clean);
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /// The lines, headings first.
    ///
    /// @param columns width of the terminal; the widest columns give way when it is too small
    public List<String> lines(int columns) {
        int[] widths = widths(columns);
        List<String> lines = new ArrayList<>();
        lines.add(line(headings, widths));
        rows.forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    private int[] widths(int columns) {
        int[] widths = new int[headings.size()];
        int total = GAP.length() * (widths.length - 1);
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            int widest =
                    rows.stream().mapToInt(row -> Cells.width(row.get(column))).max().orElse(0);
            widths[i] = Math.max(Cells.width(headings.get(i)), widest);
            total += widths[i];
        }
        while (total > columns) {
            int widest = 0;
            for (int i = 1; i < widths.length; i++) {
                widest = widths[i] > widths[widest] ? i : widest;
            }
            if (widths[widest] <= NARROWEST) {
                break;
            }
            widths[widest]--;
            total--;
        }
        return widths;
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(i == 0 ? "" : GAP).append(Cells.fit(cells.get(i), widths[i]));
        }
        return line.toString().stripTrailing();
    }
}
