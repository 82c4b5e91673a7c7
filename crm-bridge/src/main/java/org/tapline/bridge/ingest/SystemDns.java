package org.tapline.bridge.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tapline.bridge.authenticity.Dns;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;

/// The name servers that this machine is set up with, by dnsjava.
public final class SystemDns implements Dns {

    /// For one question, all attempts together. SPF should end within 20 s in all
    /// (RFC 7208 §4.6.4), and most questions are answered in milliseconds.
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final Resolver resolver;

    public SystemDns() {
        this.resolver = new ExtendedResolver();
        resolver.setTimeout(PATIENCE);
    }

    @Override
    public Answer lookup(String name, Type type) {
        try {
            Lookup lookup = new Lookup(name + ".", number(type));
            lookup.setResolver(resolver);
            Record[] records = lookup.run();
            return switch (lookup.getResult()) {
                case Lookup.SUCCESSFUL -> new Answer.Records(texts(records));
                case Lookup.HOST_NOT_FOUND, Lookup.TYPE_NOT_FOUND -> new Answer.Records(List.of());
                default -> new Answer.Unavailable(lookup.getErrorString());
            };
        } catch (TextParseException noName) {
            return new Answer.Records(List.of());
        }
    }

    private static int number(Type type) {
        return switch (type) {
            case A -> org.xbill.DNS.Type.A;
            case AAAA -> org.xbill.DNS.Type.AAAA;
            case MX -> org.xbill.DNS.Type.MX;
            case PTR -> org.xbill.DNS.Type.PTR;
            case TXT -> org.xbill.DNS.Type.TXT;
        };
    }

    private static List<String> texts(Record[] records) {
        List<String> texts = new ArrayList<>();
        for (Record record : Arrays.asList(records)) {
            switch (record) {
                case ARecord a -> texts.add(a.getAddress().getHostAddress());
                case AAAARecord aaaa -> texts.add(aaaa.getAddress().getHostAddress());
                case MXRecord mx -> texts.add(mx.getTarget().toString(true));
                case PTRRecord ptr -> texts.add(ptr.getTarget().toString(true));
                case TXTRecord txt -> texts.add(String.join("", txt.getStrings()));
                default -> {
                    // Another type that came along, such as a CNAME: already followed.
                }
            }
        }
        return texts;
    }
}
