package org.tapline.bridge.authenticity;

/// A resolver that answers a bounded number of questions: what a message says must not make us ask
/// for ever. SPF alone may need ten lookups (RFC 7208 §4.6.4), each with up to ten names behind it.
final class Budget implements Dns {
    private final Dns dns;
    private int left;

    Budget(Dns dns, int questions) {
        this.dns = dns;
        this.left = questions;
    }

    @Override
    public Answer lookup(String name, Type type) {
        if (left == 0) {
            return new Answer.Unavailable("too many questions for one message");
        }
        left--;
        return dns.lookup(name, type);
    }
}
