package org.tapline.proxy.ops;

/// Exceptions as one line of a log: the innermost words, without control characters and quotes.
public final class OneLine {
    private OneLine() {}

    public static String of(Throwable cause) {
        Throwable innermost = cause;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage();
        return (message == null ? innermost.getClass().getSimpleName() : message)
                .replaceAll("[\\p{Cntrl}\"]+", " ")
                .strip();
    }
}
