package org.tapline.bridge.mime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What is inside a winmail.dat (MS-OXTNEF): the files, and the text where Outlook put it there.
///
/// Files are ranges of the given octets, never copies. A damaged file yields what came before the
/// damage.
final class Tnef {
    private static final int SIGNATURE = 0x223e9f78;
    private static final int HEAD = 6;

    // Attribute numbers (MS-OXTNEF §2.1.3.1), without their types.
    private static final int OEM_CODE_PAGE = 0x9007;
    private static final int MESSAGE_PROPERTIES = 0x9003;
    private static final int RENDERING = 0x9002;
    private static final int TITLE = 0x8010;
    private static final int DATA = 0x800f;
    private static final int ATTACHMENT_PROPERTIES = 0x9005;

    private final ByteBuffer in;
    private final int mostFiles;
    private final List<File> files = new ArrayList<>();
    private Charset codePage = Charset.forName("windows-1252");
    private Optional<String> html = Optional.empty();
    private Optional<String> text = Optional.empty();
    private boolean broken;
    private Draft draft = new Draft();

    private Tnef(byte[] octets, int mostFiles) {
        this.in = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
        this.mostFiles = mostFiles;
    }

    /// One file.
    ///
    /// @param from where its octets start in the winmail.dat
    record File(String name, String type, Optional<String> contentId, int from, int length) {}

    /// The file being put together from its attributes.
    private static final class Draft {
        private String title = "";
        private String longName = "";
        private String type = "application/octet-stream";
        private Optional<String> contentId = Optional.empty();
        private int from = -1;
        private int length;
    }

    static boolean isOne(PartHeader header) {
        return header.type().equals("application/ms-tnef")
                || header.type().equals("application/vnd.ms-tnef")
                || header.fileName()
                        .filter(name -> name.toLowerCase(Locale.ROOT).equals("winmail.dat"))
                        .isPresent();
    }

    static Tnef read(byte[] octets, int mostFiles) {
        Tnef tnef = new Tnef(octets, mostFiles);
        tnef.run();
        return tnef;
    }

    List<File> files() {
        return files;
    }

    Optional<String> html() {
        return html;
    }

    Optional<String> text() {
        return text;
    }

    boolean broken() {
        return broken;
    }

    private void run() {
        if (in.remaining() < HEAD || in.getInt() != SIGNATURE) {
            broken = true;
            return;
        }
        in.getShort(); // key
        while (in.remaining() >= 11 && !broken && files.size() < mostFiles) {
            in.get(); // level: the attribute says it too
            int id = in.getInt() & 0xffff;
            int length = in.getInt();
            if (length < 0 || length > in.remaining() - 2) {
                broken = true;
                break;
            }
            int from = in.position();
            attribute(id, from, length);
            in.position(from + length + 2); // behind the checksum
        }
        finish();
    }

    private void attribute(int id, int from, int length) {
        switch (id) {
            case OEM_CODE_PAGE -> {
                if (length >= 4) {
                    codePage = Charsets.lookup("cp" + in.getInt(from)).orElse(codePage);
                }
            }
            case RENDERING -> {
                finish();
                draft = new Draft();
            }
            case TITLE -> draft.title = string(from, length, codePage);
            case DATA -> {
                draft.from = from;
                draft.length = length;
            }
            case ATTACHMENT_PROPERTIES -> properties(from, length, false);
            case MESSAGE_PROPERTIES -> properties(from, length, true);
            default -> {}
        }
    }

    private void finish() {
        if (draft.from >= 0) {
            String name = draft.longName.isBlank() ? draft.title : draft.longName;
            files.add(new File(name, draft.type, draft.contentId, draft.from, draft.length));
        }
        draft = new Draft();
    }

    private void properties(int from, int length, boolean ofMessage) {
        boolean whole =
                TnefProperties.read(
                        in.duplicate().order(ByteOrder.LITTLE_ENDIAN),
                        from,
                        length,
                        property -> {
                            if (ofMessage) {
                                messageProperty(property);
                            } else {
                                fileProperty(property);
                            }
                        });
        broken |= !whole;
    }

    private void messageProperty(TnefProperties.Property property) {
        switch (property.id()) {
            case 0x1000 -> text = Optional.of(string(property));
            case 0x1013 -> html = Optional.of(bodyText(property));
            case 0x1009 -> {
                if (html.isEmpty()) {
                    RtfBody.read(octets(property)).ifPresent(this::rtf);
                }
            }
            default -> {}
        }
    }

    private void rtf(RtfBody body) {
        if (body.html()) {
            html = Optional.of(body.text());
        } else if (text.isEmpty()) {
            text = Optional.of(body.text());
        }
    }

    private void fileProperty(TnefProperties.Property property) {
        switch (property.id()) {
            case 0x3707 -> draft.longName = string(property);
            case 0x3704 -> {
                if (draft.title.isEmpty()) {
                    draft.title = string(property);
                }
            }
            case 0x370e -> draft.type = string(property);
            case 0x3712 -> draft.contentId = Optional.of(string(property).replaceAll("[<>]", ""));
            case 0x3701 -> {
                // An embedded object is preceded by the 16 octets of its interface id.
                int skip = property.type() == 0x0d ? Math.min(16, property.length()) : 0;
                draft.from = property.from() + skip;
                draft.length = property.length() - skip;
            }
            default -> {}
        }
    }

    private String bodyText(TnefProperties.Property property) {
        return property.type() == 0x1f
                ? string(property)
                : Charsets.read(octets(property), "").text();
    }

    private String string(TnefProperties.Property property) {
        Charset charset = property.type() == 0x1f ? StandardCharsets.UTF_16LE : codePage;
        return string(property.from(), property.length(), charset);
    }

    private String string(int from, int length, Charset charset) {
        String whole = new String(in.array(), from, length, charset);
        int end = whole.indexOf('\0');
        return end < 0 ? whole : whole.substring(0, end);
    }

    private byte[] octets(TnefProperties.Property property) {
        return Arrays.copyOfRange(in.array(), property.from(), property.from() + property.length());
    }
}
