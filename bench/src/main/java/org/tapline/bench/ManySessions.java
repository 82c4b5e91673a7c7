package org.tapline.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLSocketFactory;

/// Opens sessions and keeps them, from several addresses of the loopback: a proxy may limit the
/// sessions of one address, and does so at the real clients' expense when measured otherwise.
final class ManySessions implements AutoCloseable {
    private static final int PER_ADDRESS = 500;

    /// Below the sessions that one user may have.
    private static final int PER_USER = 50;
    private static final int AT_ONCE = 32;

    private final SSLSocketFactory tls;
    private final Target target;
    private final ConcurrentLinkedQueue<ImapClient> open = new ConcurrentLinkedQueue<>();

    /// What a session does once it is signed in and has a folder selected.
    @FunctionalInterface
    interface Stay {
        void begin(ImapClient client) throws IOException;
    }

    ManySessions(SSLSocketFactory tls, Target target) {
        this.tls = tls;
        this.target = target;
    }

    int size() {
        return open.size();
    }

    void growTo(int sessions, Stay stay) throws IOException, InterruptedException {
        Semaphore room = new Semaphore(AT_ONCE);
        List<Thread> threads = new ArrayList<>();
        for (int i = open.size(); i < sessions; i++) {
            int address = 2 + i / PER_ADDRESS;
            InetAddress from = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) address});
            String user = "u" + i / PER_USER + target.user();
            room.acquire();
            threads.add(
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            begin(from, user, stay);
                                        } catch (IOException e) {
                                            System.err.println(target.name() + ": " + e);
                                        } finally {
                                            room.release();
                                        }
                                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    void each(Stay what) throws IOException {
        for (ImapClient client : open) {
            what.begin(client);
        }
    }

    private void begin(InetAddress from, String user, Stay stay) throws IOException {
        ImapClient client = new ImapClient(tls, from, target.port(), 256);
        client.signIn(user);
        client.command("SELECT INBOX");
        stay.begin(client);
        open.add(client);
    }

    @Override
    public void close() throws IOException {
        for (ImapClient client : open) {
            client.close();
        }
    }
}
