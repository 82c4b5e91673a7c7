package org.tapline.proxy.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// A mail server of a few lines, in this process.
final class FakeUpstream implements AutoCloseable {
    /// What it does with one connection; the socket is closed afterwards.
    interface Behaviour {
        void serve(Socket socket) throws Exception;
    }

    private final ServerSocket socket;
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();

    private FakeUpstream(ServerSocket socket) {
        this.socket = socket;
    }

    static FakeUpstream plain(Behaviour behaviour) throws IOException {
        return start(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), behaviour);
    }

    static FakeUpstream tls(SSLContext context, Behaviour behaviour) throws IOException {
        return start(
                context.getServerSocketFactory()
                        .createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                behaviour);
    }

    private static FakeUpstream start(ServerSocket socket, Behaviour behaviour) {
        FakeUpstream upstream = new FakeUpstream(socket);
        Thread.ofVirtual().start(() -> upstream.accept(behaviour));
        return upstream;
    }

    private void accept(Behaviour behaviour) {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connections.incrementAndGet();
                Thread.ofPlatform().daemon().start(() -> serve(connection, behaviour));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection, Behaviour behaviour) {
        try (connection) {
            behaviour.serve(connection);
        } catch (Exception | AssertionError failed) {
            failures.add(failed);
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    /// What went wrong while it served, if anything.
    Optional<Throwable> failure() {
        @Nullable Throwable first = failures.peek();
        return Optional.ofNullable(first);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
