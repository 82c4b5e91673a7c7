package org.tapline.bridge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The law of this room for what stands in messages: nothing throws, and equal stays equal.
class HostileTextTest {

    /// Pieces that mean something to one of the functions, and such as break naive ones.
    private static final List<String> PIECES =
            List.of(
                    "@",
                    ".",
                    "..",
                    "<",
                    ">",
                    "\"",
                    "\\",
                    ",",
                    "(",
                    ")",
                    "[",
                    "]",
                    "+",
                    " ",
                    "\t",
                    "\r\n",
                    "\0",
                    "xn--",
                    "xn--a",
                    "XN--BCHER-KVA",
                    "ß",
                    "ς",
                    "ü",
                    "u\u0308",
                    "İ",
                    "\ud800",
                    "\udc00",
                    "😀",
                    "\u200f",
                    "\u202e",
                    "。",
                    "例え",
                    "אבג",
                    "=?utf-8?Q?",
                    "=?x?B?",
                    "=C3",
                    "?=",
                    " via ",
                    "INBOX",
                    "/",
                    "acme",
                    "test",
                    "co.uk",
                    "-",
                    "_",
                    "192.0.2.1",
                    "\ufdfa",
                    "\u00ad",
                    "\u0130",
                    "\uffff",
                    "1");

    @Test
    void nothing_in_a_message_makes_a_function_throw() {
        Random random = new Random(20261121);
        AddressLists lists = AddressLists.standard();
        OwnPeople own = OwnPeople.of(List.of("a@acme.test"), List.of("acme.test"), lists);
        for (int round = 0; round < 20_000; round++) {
            String text = text(random);
            AddressKey key = AddressKey.of(text);
            assertThat(AddressKey.of(text)).isEqualTo(key);
            assertThat(AddressKey.of(key.value()).domain()).as(text).isEqualTo(key.domain());
            assertThat(key.folded(new AddressFolding(true, true)).domain()).isNotNull();
            assertThat(own.of(key)).isNotNull();
            assertThat(lists.role(key)).isIn(true, false);
            assertThat(Domains.toAscii(Domains.toAscii(text))).isEqualTo(Domains.toAscii(text));
            assertThat(Domains.toUnicode(text)).isNotNull();
            Domains.registrable(text)
                    .ifPresent(domain -> assertThat(Domains.registrable(domain)).contains(domain));
            assertThat(Companies.domain(key, lists)).isNotNull();
            assertThat(PersonNames.fromDisplay(text, text).length())
                    .isLessThanOrEqualTo(PersonNames.LONGEST);
            assertThat(FolderNames.role(text)).isNotNull();
            MessageIds.normalise(text)
                    .ifPresent(id -> assertThat(MessageIds.normalise(id)).contains(id));
            assertThat(MessageKey.of(Optional.of(text), text, Optional.of(Instant.EPOCH), text))
                    .isEqualTo(
                            MessageKey.of(
                                    Optional.of(text), text, Optional.of(Instant.EPOCH), text));
        }
    }

    private static String text(Random random) {
        var out = new StringBuilder();
        int pieces = random.nextInt(12);
        for (int i = 0; i < pieces; i++) {
            out.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return out.toString();
    }
}
