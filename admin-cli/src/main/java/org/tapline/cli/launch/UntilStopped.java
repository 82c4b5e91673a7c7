package org.tapline.cli.launch;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Waits for SIGTERM or Ctrl-C, then closes in order and ends the process with 0.
public final class UntilStopped {
    private static final Logger LOG = LoggerFactory.getLogger(UntilStopped.class);

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AutoCloseable running;

    private UntilStopped(AutoCloseable running) {
        this.running = running;
    }

    /// From now on a signal closes this. Java ends a process that got a signal with 143; stopping
    /// when asked is no failure, so the process is ended with 0 here once everything is closed.
    public static UntilStopped close(AutoCloseable running) {
        UntilStopped until = new UntilStopped(running);
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .name("stop")
                                .unstarted(
                                        () -> {
                                            if (until.closeOnce()) {
                                                Runtime.getRuntime().halt(0);
                                            }
                                        }));
        return until;
    }

    /// Returns only when [#closeOnce] was called elsewhere.
    public void await() throws InterruptedException {
        stopped.await();
    }

    /// Closes now, without a signal.
    ///
    /// @return false when that was done before
    public boolean closeOnce() {
        if (!closed.compareAndSet(false, true)) {
            return false;
        }
        LOG.info("stopping");
        try {
            running.close();
        } catch (Exception failed) {
            LOG.error("stopping failed", failed);
        }
        LOG.info("stopped");
        stopped.countDown();
        return true;
    }
}
