package org.tapline.journal.artemis;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
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
    /// What the broker's client gives; the queue goes by priority before it goes by age.
    private static final byte PRIORITY = 4;

    private final ActiveMQServer server;
    private final StorageManager storage;

    /// What this line has asked of the broker's files; says when that is on disk.
    private final OperationContext written;

    private final boolean pastCache;
    private @Nullable ByteBuffer stage;

    /// @param pastCache whether large entries go to the disk past the page cache
    DirectLine(ActiveMQServer server, boolean pastCache) {
        this.server = server;
        this.pastCache = pastCache;
        this.storage = server.getStorageManager();
        this.written = storage.newContext(server.getExecutorFactory().getExecutor());
    }

    @Override
    public void send(
            Observation observation, Content content, Consumer<@Nullable JournalException> answer)
            throws IOException, ActiveMQException {
        if (content.size() < Endpoint.LARGE) {
            sendSmall(observation, content, answer);
        } else {
            sendLarge(observation, content, answer);
        }
    }

    private void sendSmall(
            Observation observation, Content content, Consumer<@Nullable JournalException> answer)
            throws IOException, ActiveMQException {
        byte[] start = EntryMessage.start(observation, content);
        int size = (int) content.size() + start.length;
        if (size >= Endpoint.LARGE) {
            sendLarge(observation, content, answer);
            return;
        }
        CoreMessage message = labelled(observation, storage.generateID(), size, size);
        EntryMessage.fill(message.getBodyBuffer(), start, content);
        route(message, answer);
    }

    private void sendLarge(
            Observation observation, Content content, Consumer<@Nullable JournalException> answer)
            throws IOException, ActiveMQException {
        byte[] start = EntryMessage.start(observation, content, BlockFile.BLOCK);
        long size = content.size() + start.length;
        long id = storage.generateID();
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

    private static CoreMessage labelled(Observation observation, long id, int room, long size) {
        CoreMessage message = new CoreMessage(id, room + CoreMessage.BODY_OFFSET);
        message.setType(Message.BYTES_TYPE);
        message.setDurable(true);
        message.setAddress(Queues.ENTRIES);
        message.setPriority(PRIORITY);
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

    private void write(Path path, byte[] start, Content content) throws IOException {
        try (BlockFile file = BlockFile.create(path, pastCache, stage())) {
            file.write(ByteBuffer.wrap(start));
            long octets = content.writeTo(file);
            if (octets != content.size()) {
                throw new IOException(
                        "the content announced " + content.size() + " octets and has " + octets);
            }
            file.finish();
        }
        // the name of the new file is part of the promise, too
        try (FileChannel folder = FileChannel.open(path.resolveSibling(""))) {
            folder.force(true);
        }
    }

    private ByteBuffer stage() {
        ByteBuffer mine = stage;
        if (mine == null) {
            mine = BlockFile.stage();
            stage = mine;
        }
        return mine;
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
