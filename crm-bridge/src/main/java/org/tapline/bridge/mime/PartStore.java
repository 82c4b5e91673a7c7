package org.tapline.bridge.mime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Sorts the parts of one message into readable text and attachments while their octets stream by.
final class PartStore {
    /// Forms of a text that stand beside its plain and HTML forms and are nobody's attachment.
    private static final Set<String> OTHER_FORMS =
            Set.of("text/enriched", "text/richtext", "text/x-amp-html", "text/watch-html");

    private final ReadLimits limits;
    private final Findings findings;
    private final BodyDigest digest = new BodyDigest();
    private final ReadableText text = new ReadableText();
    private final Attachments attachments;
    private final List<ReportPart> reports = new ArrayList<>();
    private final byte[] buffer = new byte[16 << 10];
    private int textOctets;

    PartStore(ReadLimits limits, AttachmentSink sink, Findings findings) {
        this.limits = limits;
        this.attachments = new Attachments(sink);
        this.findings = findings;
    }

    /// Where a part stands.
    ///
    /// @param root the message has no other part
    /// @param related directly in a multipart/related
    /// @param choice inside a multipart/alternative
    /// @param place its place among the readable texts
    record Position(boolean root, boolean related, boolean choice, int place) {}

    ReadableText text() {
        return text;
    }

    List<Attachment> attachments() {
        return attachments.list();
    }

    List<ReportPart> reports() {
        return reports;
    }

    String bodyHash() {
        return digest.hex();
    }

    /// Takes one part and reads its body to the end.
    void take(PartHeader header, InputStream body, Position position) throws IOException {
        boolean attached = header.disposition().value().equals("attachment");
        boolean named = header.fileName().isPresent();
        boolean readable = header.isText() && !attached && (!named || position.root());
        digest.begin(header.type().startsWith("text/") || header.type().startsWith("message/"));
        if (position.choice() && OTHER_FORMS.contains(header.type())) {
            passOver(body);
        } else if (readable) {
            readable(header, body, position.place());
        } else {
            attachment(header, body, position);
        }
        digest.end();
    }

    private void passOver(InputStream body) throws IOException {
        for (int n = next(body); n >= 0; n = next(body)) {
            digest.update(buffer, 0, n);
        }
    }

    private void readable(PartHeader header, InputStream body, int place) throws IOException {
        boolean html = header.type().equals("text/html");
        try (LongText kept = new LongText()) {
            UuencodedFiles files = new UuencodedFiles(kept);
            for (int n = next(body); n >= 0; n = next(body)) {
                digest.update(buffer, 0, n);
                if (html) {
                    kept.text(buffer, 0, n);
                } else {
                    files.accept(buffer, 0, n);
                }
            }
            files.finish();
            textOctets += kept.octets.size();
            text.add(place, html, TextPart.read(kept.octets.toByteArray(), header, findings));
        }
    }

    /// A text as far as the limit goes; files that lie in it are attachments.
    private final class LongText implements UuencodedFiles.Taker, AutoCloseable {
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        private Optional<Attachments.Coming> file = Optional.empty();
        private String name = "";

        @Override
        public void text(byte[] from, int at, int length) {
            int room = limits.textOctets() - textOctets - octets.size();
            if (length > room) {
                findings.add(Defect.Kind.LIMIT, "text longer than " + limits.textOctets());
            }
            octets.write(from, at, Math.min(length, room));
        }

        @Override
        public boolean wanted() {
            return attachments.list().size() < limits.parts();
        }

        @Override
        public void begin(String written) throws IOException {
            String read = Charsets.read(written.getBytes(StandardCharsets.ISO_8859_1), "").text();
            name = FileNames.safe(read, "attachment-" + (attachments.list().size() + 1));
            file = Optional.of(attachments.open("application/octet-stream"));
        }

        @Override
        public void data(byte[] from, int length) throws IOException {
            if (file.isPresent()) {
                file.get().write(from, 0, length);
            }
        }

        @Override
        public void end(boolean whole) throws IOException {
            if (!whole) {
                findings.add(Defect.Kind.TRANSFER_ENCODING, "uuencode without its end: " + name);
            }
            if (file.isPresent()) {
                file.get().end(name, false, Optional.empty());
            }
        }

        @Override
        public void close() throws IOException {
            if (file.isPresent()) {
                file.get().close();
            }
        }
    }

    private void attachment(PartHeader header, InputStream body, Position position)
            throws IOException {
        boolean report = ReportPart.isOne(header.type()) && reports.size() < ReportPart.MOST_PARTS;
        boolean tnef = Tnef.isOne(header);
        int keep = tnef ? limits.tnefOctets() : report ? ReportPart.MOST_OCTETS : 0;
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        boolean inline =
                header.disposition().value().equals("inline")
                        || (position.related()
                                && header.contentId().isPresent()
                                && !header.disposition().value().equals("attachment"));
        long size;
        try (Attachments.Coming file = attachments.open(header.type())) {
            for (int n = next(body); n >= 0; n = next(body)) {
                file.write(buffer, 0, n);
                digest.update(buffer, 0, n);
                kept.write(buffer, 0, Math.min(n, keep - kept.size()));
            }
            size = file.size();
            String name = FileNames.of(header, attachments.list().size());
            file.end(name, inline, header.contentId());
        }
        if (report) {
            reports.add(ReportPart.of(header, kept.toByteArray()));
        }
        if (tnef && size <= keep) {
            winmail(kept.toByteArray(), position.place());
        }
    }

    /// The attachments inside a winmail.dat follow it in the list; its text is read when the
    /// message has none.
    private void winmail(byte[] octets, int place) throws IOException {
        Tnef tnef = Tnef.read(octets, limits.parts());
        if (tnef.broken()) {
            findings.add(Defect.Kind.TNEF, "winmail.dat ends early or is damaged");
        }
        for (Tnef.File file : tnef.files()) {
            String name = FileNames.safe(file.name(), "attachment-" + attachments.list().size());
            try (Attachments.Coming coming =
                    attachments.open(file.type().toLowerCase(Locale.ROOT))) {
                coming.write(octets, file.from(), file.length());
                coming.end(name, false, file.contentId());
            }
        }
        tnef.html().ifPresent(html -> text.addIfSilent(place, true, html));
        tnef.text().ifPresent(plain -> text.addIfSilent(place, false, plain));
    }

    /// The next octets of a part, or -1 at its end.
    private int next(InputStream body) throws IOException {
        try {
            return body.read(buffer);
        } catch (IOException | IllegalStateException broken) {
            throw new BrokenPart(broken);
        }
    }
}
