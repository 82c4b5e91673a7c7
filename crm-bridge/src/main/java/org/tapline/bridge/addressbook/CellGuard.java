package org.tapline.bridge.addressbook;

/// Keeps a spreadsheet from taking a cell of an exported file for a formula.
///
/// A cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return gets an apostrophe in
/// front, which spreadsheets do not show. So does a cell that looks as if it had got one already,
/// so that reading takes off what writing put on, and nothing else: `'s-Hertogenbosch` stays.
final class CellGuard {
    private static final String FORMULA = "=+-@\t\r";

    private CellGuard() {}

    static String written(String cell) {
        return risky(cell) || guarded(cell) ? "'" + cell : cell;
    }

    static String read(String cell) {
        return guarded(cell) ? cell.substring(1) : cell;
    }

    private static boolean risky(String cell) {
        return !cell.isEmpty() && FORMULA.indexOf(cell.charAt(0)) >= 0;
    }

    private static boolean guarded(String cell) {
        return cell.startsWith("'") && (risky(cell.substring(1)) || guarded(cell.substring(1)));
    }
}
