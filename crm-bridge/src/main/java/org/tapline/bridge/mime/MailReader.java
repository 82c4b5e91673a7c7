package org.tapline.bridge.mime;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.james.mime4j.stream.RawField;
import org.tapline.journal.Content;

/// Reads messages. Immutable and thread-safe.
public final class MailReader {
    /// Characters of a subject that say what sort of mail it is.
    private static final int LOOKED_AT = 300;

    private final ReadLimits limits;

    public MailReader(ReadLimits limits) {
        this.limits = limits;
    }

    /// Reads one message in one pass.
    ///
    /// @throws IOException only when `content` or `sink` fail; no content of a message makes it
    ///     throw
    public ParsedMail read(Content content, AttachmentSink sink) throws IOException {
        Findings findings = new Findings();
        PartStore store = new PartStore(limits, sink, findings);
        PartWalk walk = new PartWalk(limits, findings, store);
        try (InputStream in = content.open()) {
            walk.walk(in);
        }
        return new HeaderReading(headers(walk.fields()), limits, findings).mail(store);
    }

    private static Headers headers(List<RawField> raw) {
        String charset =
                raw.stream()
                        .filter(field -> field.getName().equalsIgnoreCase("Content-Type"))
                        .findFirst()
                        .flatMap(
                                field ->
                                        Parameters.parse(PartHeader.Builder.value(field))
                                                .get("charset"))
                        .orElse("");
        List<Headers.Field> fields = new ArrayList<>(raw.size());
        for (RawField field : raw) {
            byte[] octets = field.getRaw().toByteArray();
            String value =
                    HeaderText.read(octets, field.getDelimiterIdx() + 1, octets.length, charset);
            fields.add(
                    new Headers.Field(field.getName().strip(), value, EncodedWords.decode(value)));
        }
        return new Headers(fields);
    }

    /// Makes a mail of header fields and parts.
    private record HeaderReading(Headers headers, ReadLimits limits, Findings findings) {

        ParsedMail mail(PartStore store) {
            List<MailAddress> from = addresses("From");
            List<MailAddress> to = addresses("To");
            String subject = headers.get("Subject").orElse("");
            String text = store.text().text();
            return new ParsedMail(
                    ids("Message-ID").stream().findFirst(),
                    ids("In-Reply-To"),
                    references(Fragment.of(store.reports())),
                    headers.raw("Thread-Index")
                            .map(t -> t.replace(" ", ""))
                            .filter(t -> !t.isEmpty()),
                    date(),
                    subject,
                    from,
                    addresses("Sender"),
                    addresses("Reply-To"),
                    to,
                    addresses("Cc"),
                    addresses("Bcc"),
                    headers,
                    text,
                    store.text().html(),
                    store.attachments(),
                    store.bodyHash(),
                    MailKinds.of(
                            new MailKinds.Marks(
                                    headers,
                                    from,
                                    to,
                                    subject.substring(0, Math.min(subject.length(), LOOKED_AT)),
                                    text,
                                    store.reports())),
                    findings.list());
        }

        private Optional<java.time.Instant> date() {
            Optional<java.time.Instant> date = headers.raw("Date").flatMap(MailDate::parse);
            if (date.isEmpty()) {
                findings.add(
                        Defect.Kind.DATE,
                        headers.raw("Date").map(d -> "not a date: " + d).orElse("none"));
            }
            return date;
        }

        /// Pieces of one message refer to the whole.
        private List<String> references(Optional<Fragment> piece) {
            List<String> ids = new ArrayList<>(ids("References"));
            piece.ifPresent(
                    one -> {
                        findings.add(Defect.Kind.PIECE, one.title() + " of a larger message");
                        one.references().stream().filter(id -> !ids.contains(id)).forEach(ids::add);
                    });
            return ids.subList(Math.max(0, ids.size() - MessageIdList.NEWEST), ids.size());
        }

        private List<String> ids(String name) {
            List<String> ids = new ArrayList<>();
            for (Headers.Field field : headers.fields()) {
                if (field.name().equalsIgnoreCase(name)) {
                    MessageIdList.parse(field.raw()).stream()
                            .filter(id -> !ids.contains(id))
                            .forEach(ids::add);
                }
                if (ids.size() > MessageIdList.NEWEST) {
                    ids.subList(0, ids.size() - MessageIdList.NEWEST).clear();
                }
            }
            return ids;
        }

        /// All fields of the name: a second To is not allowed (RFC 5322 §3.6) and is met.
        private List<MailAddress> addresses(String name) {
            List<MailAddress> all = new ArrayList<>();
            for (Headers.Field field : headers.fields()) {
                if (!field.name().equalsIgnoreCase(name)) {
                    continue;
                }
                AddressList.Result result =
                        AddressList.parse(field.raw(), limits.addresses() - all.size());
                all.addAll(result.addresses());
                if (result.odd()) {
                    findings.add(
                            Defect.Kind.ADDRESS,
                            name.toLowerCase(Locale.ROOT) + ": " + field.raw());
                }
                if (result.cut()) {
                    findings.add(
                            Defect.Kind.LIMIT,
                            name.toLowerCase(Locale.ROOT) + ": more than " + limits.addresses());
                }
            }
            return all;
        }
    }
}
