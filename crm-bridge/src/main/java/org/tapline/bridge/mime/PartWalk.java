package org.tapline.bridge.mime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.stream.RecursionMode;

/// Walks once through the parts of a message and hands each on: header fields of the message,
/// readable text, everything else.
///
/// Messages inside the message are leaves: they are attachments.
final class PartWalk {
    private final ReadLimits limits;
    private final Findings findings;
    private final PartStore store;
    private final List<RawField> fields = new ArrayList<>();
    private final Deque<Container> containers = new ArrayDeque<>();
    private long fieldOctets;
    private int nextPlace;
    private int leaves;
    private byte[] preamble = {};

    PartWalk(ReadLimits limits, Findings findings, PartStore store) {
        this.limits = limits;
        this.findings = findings;
        this.store = store;
    }

    /// A multipart that is open.
    ///
    /// @param place the place of its text parts among the readable texts, or -1 when each has its
    ///     own
    private record Container(boolean related, int place) {}

    /// Header fields of the message itself.
    List<RawField> fields() {
        return fields;
    }

    void walk(InputStream in) throws IOException {
        MimeConfig config =
                MimeConfig.custom()
                        // mime4j refuses from the limit on, not above it
                        .setMaxLineLen(limits.headerOctets() + 2)
                        .setMaxHeaderLen(limits.headerOctets() + 1)
                        .setMaxHeaderCount(limits.headerFields())
                        .setMaxContentLen(-1)
                        .build();
        MimeTokenStream stream =
                new MimeTokenStream(
                        config,
                        DecodeMonitor.SILENT,
                        null,
                        new PartHeader.Builder("text/plain", ""));
        stream.setRecursionMode(RecursionMode.M_NO_RECURSE);
        Source source = new Source(in);
        stream.parse(source);
        try {
            EntityState state = stream.getState();
            while (state != EntityState.T_END_OF_STREAM && leaves <= limits.parts()) {
                visit(stream, state);
                state = stream.next();
            }
            withoutParts();
        } catch (MimeException broken) {
            source.rethrow();
            boolean limit = String.valueOf(broken.getMessage()).contains("limit");
            findings.add(
                    limit ? Defect.Kind.LIMIT : Defect.Kind.STRUCTURE,
                    String.valueOf(broken.getMessage()));
        } catch (BrokenPart broken) {
            source.rethrow();
            findings.add(Defect.Kind.STRUCTURE, String.valueOf(broken.getMessage()));
        }
    }

    private void visit(MimeTokenStream stream, EntityState state) throws IOException {
        switch (state) {
            case T_FIELD -> {
                if (containers.isEmpty() && stream.getField() instanceof RawField field) {
                    keep(field);
                }
            }
            case T_START_MULTIPART -> open(stream);
            case T_PREAMBLE -> {
                if (containers.size() == 1) {
                    preamble = stream.getInputStream().readNBytes(limits.textOctets());
                }
            }
            case T_END_MULTIPART -> {
                containers.pop();
                stream.setRecursionMode(RecursionMode.M_NO_RECURSE);
            }
            case T_BODY -> leaf(stream);
            case T_START_MESSAGE,
                    T_END_MESSAGE,
                    T_RAW_ENTITY,
                    T_START_HEADER,
                    T_END_HEADER,
                    T_EPILOGUE,
                    T_START_BODYPART,
                    T_END_BODYPART,
                    T_END_OF_STREAM -> {}
        }
    }

    /// A multipart whose boundary is nowhere in it has no parts: what it says is taken for text.
    private void withoutParts() throws IOException {
        if (leaves == 0 && preamble.length > 0) {
            findings.add(Defect.Kind.STRUCTURE, "a multipart without parts");
            store.take(
                    (PartHeader) new PartHeader.Builder("text/plain", "").build(),
                    new ByteArrayInputStream(preamble),
                    new PartStore.Position(true, false, false, nextPlace++));
        }
    }

    private void keep(RawField field) {
        fieldOctets += field.getRaw().length();
        if (fieldOctets <= 4L * limits.headerOctets()) {
            fields.add(field);
        } else {
            findings.add(Defect.Kind.LIMIT, "header larger than " + 4L * limits.headerOctets());
        }
    }

    private void open(MimeTokenStream stream) {
        String subtype = stream.getBodyDescriptor().getSubType();
        int outer = containers.isEmpty() ? -1 : containers.peek().place();
        boolean choice = subtype.equals("alternative");
        containers.push(
                new Container(
                        subtype.equals("related"), outer < 0 && choice ? nextPlace++ : outer));
        if (containers.size() >= limits.depth()) {
            stream.setRecursionMode(RecursionMode.M_FLAT);
        }
    }

    private void leaf(MimeTokenStream stream) throws IOException {
        if (++leaves > limits.parts()) {
            findings.add(Defect.Kind.LIMIT, "more parts than " + limits.parts());
            return;
        }
        PartHeader header = (PartHeader) stream.getBodyDescriptor();
        if (header.type().startsWith("multipart/")) {
            findings.add(Defect.Kind.LIMIT, "multiparts deeper than " + limits.depth());
        }
        boolean root = containers.isEmpty();
        boolean choice = !root && containers.peek().place() >= 0;
        boolean related = !root && containers.peek().related();
        int place = choice ? containers.peek().place() : nextPlace++;
        store.take(
                header, body(stream, header), new PartStore.Position(root, related, choice, place));
    }

    /// The decoded body; mime4j's own Base64 drops an unpadded end, and it knows no uuencode.
    private InputStream body(MimeTokenStream stream, PartHeader header) {
        return switch (header.encoding()) {
            case "base64" -> new Base64Body(stream.getInputStream());
            case "x-uuencode", "x-uue", "uuencode", "uue" ->
                    new UuencodedBody(stream.getInputStream(), findings);
            default -> stream.getDecodedInputStream();
        };
    }
}
