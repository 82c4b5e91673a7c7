package org.tapline.journal.artemis;

import java.io.IOException;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.SendAcknowledgementHandler;
import org.apache.activemq.artemis.api.core.client.SessionFailureListener;
import org.jspecify.annotations.Nullable;
import org.tapline.journal.Content;
import org.tapline.journal.JournalException;
import org.tapline.journal.Observation;

/// A line to a broker elsewhere: a session of its client.
///
/// @param link closed with the line
record ClientLine(Endpoint.Link link, ClientProducer producer) implements AppendLine {

    static ClientLine dial(Endpoint endpoint, Consumer<String> lost) throws ActiveMQException {
        Endpoint.Link link = endpoint.connect();
        link.session().addFailureListener(new Loss(lost));
        return new ClientLine(link, link.session().createProducer(Queues.ENTRIES));
    }

    @Override
    public void send(
            Observation observation, Content content, Consumer<@Nullable JournalException> answer)
            throws IOException, ActiveMQException {
        ClientMessage message = EntryMessage.of(link.session(), observation, content);
        producer.send(message, new Answer(answer));
    }

    @Override
    public void close() {
        link.close();
    }

    private record Answer(Consumer<@Nullable JournalException> to)
            implements SendAcknowledgementHandler {
        @Override
        public void sendAcknowledged(Message message) {
            to.accept(null);
        }

        @Override
        public void sendFailed(Message message, Exception e) {
            to.accept(new JournalException("The journal refused an entry: " + e, e));
        }
    }

    /// The session is gone, and with it every answer that was still to come.
    private record Loss(Consumer<String> lost) implements SessionFailureListener {
        @Override
        public void connectionFailed(ActiveMQException e, boolean failedOver) {
            lost.accept("The journal lost its broker: " + e.getMessage());
        }

        @Override
        public void connectionFailed(
                ActiveMQException e, boolean failedOver, @Nullable String scaleDownTarget) {
            connectionFailed(e, failedOver);
        }

        @Override
        public void beforeReconnect(ActiveMQException e) {}
    }
}
