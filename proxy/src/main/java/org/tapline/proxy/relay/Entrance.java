package org.tapline.proxy.relay;

import java.net.InetAddress;
import java.util.Optional;
import org.tapline.journal.MailboxName;
import org.tapline.proxy.ops.SessionId;

/// What all listeners share: who is in, and the configuration for those who come. Thread-safe.
public final class Entrance {
    private final Places<InetAddress> addresses = new Places<>();
    private final Paces<InetAddress> paces = new Paces<>();
    private final Places<MailboxName> users = new Places<>();
    private final Sessions sessions = new Sessions();
    private final SessionId ids = new SessionId();
    private volatile Generation newest;
    private volatile boolean closed;

    public Entrance(Generation first) {
        this.newest = first;
        first.begin();
    }

    /// The sessions that came in.
    public Sessions sessions() {
        return sessions;
    }

    /// Who comes from here on lives under this configuration.
    public synchronized void renew(Generation next) {
        Generation before = newest;
        newest = next;
        next.begin();
        before.replaced();
    }

    /// Nobody comes any more.
    public synchronized void close() {
        closed = true;
        newest.replaced();
    }

    /// The newest configuration, to be left again; none when nobody may come any more.
    Optional<Generation> enter() {
        Generation now = newest;
        while (!closed && !now.enter()) {
            now = newest;
        }
        return closed ? Optional.empty() : Optional.of(now);
    }

    Places<InetAddress> addresses() {
        return addresses;
    }

    Paces<InetAddress> paces() {
        return paces;
    }

    Places<MailboxName> users() {
        return users;
    }

    String nextId() {
        return ids.next();
    }
}
