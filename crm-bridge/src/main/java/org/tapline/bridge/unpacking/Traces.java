package org.tapline.bridge.unpacking;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tapline.bridge.mime.Headers;
import org.tapline.bridge.mime.MailAddress;

/// Addresses that servers on the way delivered a mail to: `Delivered-To`, `X-Original-To`,
/// `Envelope-To`, `X-Envelope-To`, and `for` in Received (RFC 5321 §4.4).
final class Traces {
    /// Addresses of one mail that are looked at.
    private static final int MOST = 50;

    /// Received fields that are looked at, the newest.
    private static final int MOST_HOPS = 20;

    private static final List<String> FIELDS =
            List.of("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To");
    private static final Pattern FOR =
            Pattern.compile("\\bfor\\s{1,5}<?([^\\s<>;]{1,320}@[^\\s<>;]{1,255})>?");

    private Traces() {}

    static List<String> of(Headers headers) {
        List<String> all = new ArrayList<>();
        for (String field : FIELDS) {
            for (String value : headers.all(field)) {
                MailAddress.list(value, MOST).stream()
                        .map(MailAddress::address)
                        .filter(address -> address.indexOf('@') > 0)
                        .forEach(all::add);
            }
        }
        headers.all("Received").stream()
                .limit(MOST_HOPS)
                .map(FOR::matcher)
                .filter(Matcher::find)
                .forEach(found -> all.add(found.group(1)));
        return all.size() > MOST ? List.copyOf(all.subList(0, MOST)) : all;
    }
}
