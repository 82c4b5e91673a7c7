package org.tapline.bridge.forwards;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.tapline.bridge.mime.AttachmentSink;
import org.tapline.bridge.mime.MailReader;
import org.tapline.bridge.mime.ParsedMail;
import org.tapline.journal.Content;

/// Keeps the messages attached to a mail while it is read, so that they can be read in turn. All
/// attachments also go on to another sink.
///
/// For one reading; not thread-safe.
public final class AttachedMessages implements AttachmentSink {
    /// A forward of more messages than that is an archive.
    public static final int MOST = 50;

    private final AttachmentSink next;
    private final Store store;
    private final int most;
    private final List<Integer> kept = new ArrayList<>();

    /// @param next takes all attachments, the messages too
    /// @param store keeps the messages
    /// @param most further messages are not kept
    public AttachedMessages(AttachmentSink next, Store store, int most) {
        this.next = next;
        this.store = store;
        this.most = most;
    }

    /// Where attached messages lie: a spool file, say.
    public interface Store {
        /// Opens the place of one message; it is closed before the next is opened.
        OutputStream open(int index) throws IOException;

        /// The octets written to that place.
        Content content(int index) throws IOException;

        /// Messages in memory, for small ones and for tests.
        static Store inMemory() {
            List<ByteArrayOutputStream> all = new ArrayList<>();
            return new Store() {
                @Override
                public OutputStream open(int index) {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    all.add(out);
                    return out;
                }

                @Override
                public Content content(int index) {
                    return Content.of(all.get(index).toByteArray());
                }
            };
        }
    }

    @Override
    public OutputStream open(int index) throws IOException {
        return next.open(index);
    }

    @Override
    public OutputStream open(int index, String type) throws IOException {
        boolean message = type.equals("message/rfc822") || type.equals("message/global");
        if (!message || kept.size() >= most) {
            return next.open(index, type);
        }
        OutputStream onward = next.open(index, type);
        try {
            OutputStream own = store.open(kept.size());
            kept.add(index);
            return new Both(onward, own);
        } catch (IOException failed) {
            onward.close();
            throw failed;
        }
    }

    /// The messages, in the order of the mail.
    public List<Content> contents() throws IOException {
        List<Content> all = new ArrayList<>();
        for (int at = 0; at < kept.size(); at++) {
            all.add(store.content(at));
        }
        return all;
    }

    /// The messages, parsed. What is attached to them is not kept.
    public List<ParsedMail> read(MailReader reader) throws IOException {
        List<ParsedMail> all = new ArrayList<>();
        for (Content content : contents()) {
            all.add(reader.read(content, AttachmentSink.discard()));
        }
        return all;
    }

    /// Writes everything twice.
    private static final class Both extends OutputStream {
        private final OutputStream first;
        private final OutputStream second;

        Both(OutputStream first, OutputStream second) {
            this.first = first;
            this.second = second;
        }

        @Override
        public void write(int octet) throws IOException {
            first.write(octet);
            second.write(octet);
        }

        @Override
        public void write(byte[] octets, int from, int length) throws IOException {
            first.write(octets, from, length);
            second.write(octets, from, length);
        }

        @Override
        public void close() throws IOException {
            try (first;
                    second) {
                second.flush();
            }
        }
    }
}
