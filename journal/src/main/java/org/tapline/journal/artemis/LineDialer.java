package org.tapline.journal.artemis;

import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;

/// Opens lines to one broker.
@FunctionalInterface
interface LineDialer {
    /// @param lost told why, when the line is gone and with it every answer still to come
    AppendLine dial(Consumer<String> lost) throws ActiveMQException;
}
