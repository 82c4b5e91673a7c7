package org.tapline.bridge.mime;

import java.util.Locale;
import java.util.Optional;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.BodyDescriptorBuilder;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.RawField;

/// What the header of one part says of its body; mime4j asks it for the boundary and the transfer
/// encoding, so that a Content-Type is read in one way only.
///
/// @param type media type, lower case; `text/plain` where absent or unusable (RFC 2045 §5.2)
/// @param content parameters of Content-Type
/// @param disposition Content-Disposition with its parameters; an empty value where absent
/// @param encoding Content-Transfer-Encoding, lower case
/// @param typed false when the part has no usable Content-Type
record PartHeader(
        String type,
        Parameters content,
        Parameters disposition,
        String encoding,
        Optional<String> contentId,
        Optional<String> description,
        boolean typed)
        implements BodyDescriptor {

    boolean isText() {
        return type.equals("text/plain") || type.equals("text/html");
    }

    /// The file name, from wherever it is given.
    Optional<String> fileName() {
        return disposition.get("filename").or(() -> content.get("name"));
    }

    @Override
    public String getBoundary() {
        return content.named().getOrDefault("boundary", "");
    }

    @Override
    public String getMimeType() {
        return type;
    }

    @Override
    public String getMediaType() {
        return type.substring(0, type.indexOf('/'));
    }

    @Override
    public String getSubType() {
        return type.substring(type.indexOf('/') + 1);
    }

    @Override
    public String getCharset() {
        return content.named().getOrDefault("charset", "");
    }

    @Override
    public String getTransferEncoding() {
        return encoding;
    }

    @Override
    public long getContentLength() {
        return -1;
    }

    /// Collects the fields of one part. The first of each counts.
    static final class Builder implements BodyDescriptorBuilder {
        private final String defaultType;
        private final String outerCharset;
        private Optional<String> type = Optional.empty();
        private Optional<String> disposition = Optional.empty();
        private Optional<String> encoding = Optional.empty();
        private Optional<String> id = Optional.empty();
        private Optional<String> description = Optional.empty();

        /// @param defaultType for a part without a Content-Type
        /// @param outerCharset of the multipart around it: some senders say it there only
        Builder(String defaultType, String outerCharset) {
            this.defaultType = defaultType;
            this.outerCharset = outerCharset;
        }

        @Override
        public void reset() {
            type = Optional.empty();
            disposition = Optional.empty();
            encoding = Optional.empty();
            id = Optional.empty();
            description = Optional.empty();
        }

        @Override
        public Field addField(RawField field) {
            switch (field.getName().toLowerCase(Locale.ROOT)) {
                case "content-type" -> type = type.or(() -> Optional.of(value(field)));
                case "content-disposition" ->
                        disposition = disposition.or(() -> Optional.of(value(field)));
                case "content-transfer-encoding" ->
                        encoding = encoding.or(() -> Optional.of(value(field)));
                case "content-id" -> id = id.or(() -> Optional.of(value(field)));
                case "content-description" ->
                        description =
                                description.or(
                                        () -> Optional.of(EncodedWords.decode(value(field))));
                default -> {}
            }
            return field;
        }

        static String value(RawField field) {
            byte[] raw = field.getRaw().toByteArray();
            return HeaderText.read(raw, field.getDelimiterIdx() + 1, raw.length, "");
        }

        @Override
        public BodyDescriptor build() {
            Parameters content =
                    Parameters.parse(type.orElse("")).withDefault("charset", outerCharset);
            boolean typed = content.value().matches("[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+");
            String media = typed ? content.value() : bareType(content.value());
            boolean boundless = media.startsWith("multipart/") && content.get("boundary").isEmpty();
            return new PartHeader(
                    boundless ? "text/plain" : media,
                    content,
                    Parameters.parse(disposition.orElse("")),
                    transferEncoding(),
                    id.map(text -> text.replaceAll("[<>\\s]", "")).filter(t -> !t.isEmpty()),
                    description,
                    typed && !boundless);
        }

        /// `text` and `html` alone are sent by a few old programs.
        private String bareType(String value) {
            if (value.equals("html") || value.equals("text/html/")) {
                return "text/html";
            }
            return value.isEmpty() ? defaultType : "text/plain";
        }

        /// `"base64"`, `base64;`, `quoted-printable (comment)`.
        private String transferEncoding() {
            String text = encoding.orElse("7bit").toLowerCase(Locale.ROOT);
            for (String known : new String[] {"base64", "quoted-printable"}) {
                if (text.contains(known)) {
                    return known;
                }
            }
            return text.replaceAll("[\"';].*", "").strip();
        }

        @Override
        public BodyDescriptorBuilder newChild() {
            boolean digest = type.orElse("").toLowerCase(Locale.ROOT).contains("multipart/digest");
            return new Builder(
                    digest ? "message/rfc822" : "text/plain",
                    Parameters.parse(type.orElse("")).get("charset").orElse(outerCharset));
        }
    }
}
