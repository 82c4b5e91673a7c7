package org.tapline.journal.artemis;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.core.io.IOCallback;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.LargeServerMessage;
import org.jspecify.annotations.Nullable;
import org.tapline.journal.Content;
import org.tapline.journal.JournalException;
import org.tapline.journal.Observation;

/// A line into the broker of this process, past its client: an entry is given to the broker's
/// routing as its sessions do it, on our thread.
///
/// The content of a large entry is written once, by us, to the file where the broker keeps it, and
/// is on disk before the broker hears of it. A file whose message never came (a crash between the
/// two) is removed by the broker at its next start, as it does with those of its own sessions.
final class DirectLine implements AppendLine {
    private final ActiveMQServer server;
    private final StorageManager storage;

    /// What this line has asked of the broker's files; says when that is on disk.
    private final OperationContext written;

    DirectLine(ActiveMQServer server) {
        this.server = server;
        this.storage = server.getStorageManager();
        this.written = storage.newContext(server.getExecutorFactory().getExecutor());
    }

    @Override
    public void send(
            Observation observation, Content content, Consumer<@Nullable JournalException> answer)
            throws IOException, ActiveMQException {
        byte[] start = EntryMessage.start(observation, content);
        long size = content.size() + start.length;
        long id = storage.generateID();
        if (size < Endpoint.LARGE) {
            CoreMessage message = labelled(observation, id, (int) size, size);
            EntryMessage.fill(message.getBodyBuffer(), start, content);
            route(message, answer);
        } else {
            CoreMessage label = labelled(observation, id, 0, size);
            label.putLongProperty(Message.HDR_LARGE_BODY_SIZE, size);
            Path file = storage.createFileForLargeMessage(id, true).getJavaFile().toPath();
            try {
                write(file, start, content);
                route(large(id, label), answer);
            } catch (IOException | ActiveMQException | RuntimeException e) {
                Files.deleteIfExists(file);
                throw e;
            }
        }
    }

    private static CoreMessage labelled(Observation observation, long id, int room, long size) {
        CoreMessage message = new CoreMessage(id, room + CoreMessage.BODY_OFFSET);
        message.setType(Message.BYTES_TYPE);
        message.setDurable(true);
        message.setAddress(Queues.ENTRIES);
        // as the client does: the queue goes by priority before it goes by age
        message.setPriority((byte) ActiveMQClient.DEFAULT_PRIORITY);
        EntryMessage.label(message, observation, size);
        return message;
    }

    private Message large(long id, CoreMessage label) throws ActiveMQException {
        try {
            LargeServerMessage message = storage.createCoreLargeMessage(id, label);
            return message.toMessage();
        } catch (Exception e) {
            throw refused(e);
        }
    }

    private static void write(Path file, byte[] start, Content content) throws IOException {
        try (FileChannel out =
                FileChannel.open(
                        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer first = ByteBuffer.wrap(start);
            while (first.hasRemaining()) {
                out.write(first);
            }
            long octets = content.writeTo(out);
            if (octets != content.size()) {
                throw new IOException(
                        "the content announced " + content.size() + " octets and has " + octets);
            }
            out.force(false);
        }
        // the name of the new file is part of the promise, too
        try (FileChannel folder = FileChannel.open(file.resolveSibling(""))) {
            folder.force(true);
        }
    }

    private void route(Message message, Consumer<@Nullable JournalException> answer)
            throws ActiveMQException {
        storage.setContext(written);
        try {
            server.getPostOffice().route(message, false);
            written.executeOnCompletion(new Answer(answer));
        } catch (Exception e) {
            throw refused(e);
        } finally {
            storage.clearContext();
        }
    }

    private static ActiveMQException refused(Exception e) {
        return e instanceof ActiveMQException known
                ? known
                : new ActiveMQException("the broker refuses it: " + e.getMessage(), e, null);
    }

    /// Nothing of its own is open.
    @Override
    public void close() {}

    private record Answer(Consumer<@Nullable JournalException> to) implements IOCallback {
        @Override
        public void done() {
            to.accept(null);
        }

        @Override
        public void onError(int code, String message) {
            to.accept(new JournalException("The journal could not be written: " + message));
        }
    }
}
