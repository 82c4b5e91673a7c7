package org.tapline.proxy.imap;

/// Limits that a test can reach.
final class SmallLimits {
    static final ImapLimits SMALL = new ImapLimits(128, 256, 16, 64, 4, 8, 5, 6, 10, 4, 10, 10);

    private SmallLimits() {}
}
