package org.tapline.cli.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.tapline.cli.CommandFailure;
import org.tapline.cli.ExitStatus;

/// Where the demo listens: ports that are easy to remember, or free ones where those are taken.
record DemoPorts(int imaps, int imap, int smtps, int smtp, int http) {

    static DemoPorts choose() {
        return new DemoPorts(free(1993), free(1143), free(1465), free(1587), free(8025));
    }

    static DemoPorts anyFree() {
        return new DemoPorts(anyPort(), anyPort(), anyPort(), anyPort(), anyPort());
    }

    private static int free(int wanted) {
        return tryPort(wanted) ? wanted : anyPort();
    }

    private static boolean tryPort(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static int anyPort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new CommandFailure(ExitStatus.FAILED, "no free port: " + none.getMessage(), none);
        }
    }
}
