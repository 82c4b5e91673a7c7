package org.tapline.bridge.mime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Sorts the parts of one message into readable text and attachments while their octets stream by.
final class PartStore {
    /// Forms of a text that stand beside its plain and HTML forms and are nobody's attachment.
    private static final Set<String> OTHER_FORMS =
            Set.of("text/enriched", "text/richtext", "text/x-amp-html", "text/watch-html");

    private final ReadLimits limits;
    private final AttachmentSink sink;
    private final Findings findings;
    private final BodyDigest digest = new BodyDigest();
    private final ReadableText text = new ReadableText();
    private final List<Attachment> attachments = new ArrayList<>();
    private final List<ReportPart> reports = new ArrayList<>();
    private final byte[] buffer = new byte[16 << 10];
    private int textOctets;

    PartStore(ReadLimits limits, AttachmentSink sink, Findings findings) {
        this.limits = limits;
        this.sink = sink;
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
        return attachments;
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
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        int room = limits.textOctets() - textOctets;
        for (int n = next(body); n >= 0; n = next(body)) {
            digest.update(buffer, 0, n);
            if (n > room - kept.size()) {
                findings.add(Defect.Kind.LIMIT, "text longer than " + limits.textOctets());
            }
            kept.write(buffer, 0, Math.min(n, room - kept.size()));
        }
        textOctets += kept.size();
        text.add(
                place,
                header.type().equals("text/html"),
                TextPart.read(kept.toByteArray(), header, findings));
    }

    private void attachment(PartHeader header, InputStream body, Position position)
            throws IOException {
        boolean report = ReportPart.isOne(header.type()) && reports.size() < ReportPart.MOST_PARTS;
        boolean tnef = Tnef.isOne(header);
        int keep = tnef ? limits.tnefOctets() : report ? ReportPart.MOST_OCTETS : 0;
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        MessageDigest own = Digests.sha256();
        long size = 0;
        try (OutputStream out = sink.open(attachments.size(), header.type())) {
            for (int n = next(body); n >= 0; n = next(body)) {
                out.write(buffer, 0, n);
                own.update(buffer, 0, n);
                digest.update(buffer, 0, n);
                kept.write(buffer, 0, Math.min(n, keep - kept.size()));
                size += n;
            }
        }
        boolean inline =
                header.disposition().value().equals("inline")
                        || (position.related()
                                && header.contentId().isPresent()
                                && !header.disposition().value().equals("attachment"));
        attachments.add(
                new Attachment(
                        FileNames.of(header, attachments.size()),
                        header.type(),
                        size,
                        inline,
                        Digests.hex(own),
                        header.contentId()));
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
            try (OutputStream out =
                    sink.open(attachments.size(), file.type().toLowerCase(Locale.ROOT))) {
                out.write(octets, file.from(), file.length());
            }
            MessageDigest own = Digests.sha256();
            own.update(octets, file.from(), file.length());
            attachments.add(
                    new Attachment(
                            FileNames.safe(file.name(), "attachment-" + attachments.size()),
                            file.type().toLowerCase(Locale.ROOT),
                            file.length(),
                            false,
                            Digests.hex(own),
                            file.contentId()));
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
