package org.tapline.bridge.timeline;

/// What the ways of a search in some mailboxes cost, by the statistics, in rows that the index of
/// words yields: mostly a page each, 2 µs where it is in memory and 10 where it is not.
///
/// @param messages how many there are
/// @param having how many of them have the words
/// @param held how many of them the mailboxes hold
/// @param wanted how many hits are looked for
record Costs(double messages, double having, double held, double wanted) {
    /// To look through one message.
    private static final double LOOK = 4;

    /// To ask whether a mailbox holds one.
    private static final double PROBE = 2;

    /// To name one that a mailbox holds.
    private static final double NAME = 0.04;

    /// No estimate may lead to looking through more: some 50 ms.
    private static final int LONGEST_LOOK = 5_000;

    /// How what mailboxes hold is brought together with what has the words.
    enum Way {
        /// The newest that the mailboxes hold, whatever words they have.
        LOOKED_THROUGH,
        /// All that has the words in some time; each is asked for in the mailboxes.
        PROBED,
        /// All that has the words in some time, and all that the mailboxes hold of that time.
        NAMED
    }

    Way cheapest() {
        double byIndex = yielded() + Math.min(probes(), names());
        return looked() <= LONGEST_LOOK && LOOK * looked() < byIndex
                ? Way.LOOKED_THROUGH
                : cheapestByIndex();
    }

    Way cheapestByIndex() {
        return probes() < names() ? Way.PROBED : Way.NAMED;
    }

    private double probes() {
        return PROBE * yielded();
    }

    private double names() {
        return NAME * held * yielded() / having;
    }

    /// Which part of all messages are hits.
    double share() {
        return having / messages * held / messages;
    }

    /// How many messages are looked through until enough have the words.
    double looked() {
        return Math.min(held, wanted * messages / having);
    }

    /// How many messages with the words there are until enough are in the mailboxes.
    private double yielded() {
        return Math.min(having, wanted * messages / held);
    }
}
