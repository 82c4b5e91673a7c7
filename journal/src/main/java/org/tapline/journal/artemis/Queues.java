package org.tapline.journal.artemis;

import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;

/// The two queues, the same on the embedded broker and on one that is forwarded to.
final class Queues {
    /// Entries that wait for the bridge.
    static final String ENTRIES = "tapline.observations";

    /// Entries nobody could read.
    static final String PARKED = "tapline.observations.parked";

    /// Mailboxes are spread over so many buckets, so that the broker's table of groups does not
    /// grow with the number of mailboxes. Mailboxes of one bucket share a worker.
    private static final int GROUP_BUCKETS = 1024;

    private Queues() {}

    /// Without the broker's own rebalancing: it gives a mailbox to another worker while the first
    /// still holds an entry of it (tried: the order broke). [DeliveryWorker] does it instead.
    static QueueConfiguration entries() {
        return durable(ENTRIES).setGroupBuckets(GROUP_BUCKETS).setGroupRebalance(false);
    }

    static QueueConfiguration parked() {
        return durable(PARKED);
    }

    private static QueueConfiguration durable(String name) {
        return QueueConfiguration.of(name)
                .setAddress(name)
                .setRoutingType(RoutingType.ANYCAST)
                .setDurable(true)
                .setAutoDelete(false)
                .setAutoCreateAddress(true);
    }
}
