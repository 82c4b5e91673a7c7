package org.tapline.proxy.relay;

/// One state of the configuration, and how many still live under it: the sessions that began with
/// it, and the proxy itself as long as it is the newest. Sessions keep theirs when the
/// configuration is read again; what it holds is let go of with the last one. Thread-safe.
public final class Generation {
    private final Surroundings surroundings;
    private final Probes probes;
    private final Runnable retired;
    private int users = 1;

    /// @param probes ask its upstreams as long as it is the newest
    /// @param retired lets go of what only this generation needs
    public Generation(Surroundings surroundings, Probes probes, Runnable retired) {
        this.surroundings = surroundings;
        this.probes = probes;
        this.retired = retired;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    /// It is the newest from here on.
    void begin() {
        probes.start();
    }

    /// It is the newest no more.
    void replaced() {
        probes.close();
        leave();
    }

    /// @return false when nobody lives here any more
    synchronized boolean enter() {
        if (users == 0) {
            return false;
        }
        users++;
        return true;
    }

    /// One lives here no more; the last one has it retired.
    public void leave() {
        synchronized (this) {
            users--;
            if (users != 0) {
                return;
            }
        }
        retired.run();
    }
}
