package org.tapline.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// What nginx's mail module asks before it connects: every user may, and the upstream is the stub's
/// plain port.
///
/// Arguments: port of this HTTP server, port of the upstream.
public final class NginxSignIn {
    private NginxSignIn() {}

    public static void main(String[] words) throws IOException {
        HttpServer server =
                HttpServer.create(
                        new InetSocketAddress(
                                InetAddress.getLoopbackAddress(), Integer.parseInt(words[0])),
                        1024);
        server.createContext(
                "/",
                exchange -> {
                    exchange.getResponseHeaders().set("Auth-Status", "OK");
                    exchange.getResponseHeaders().set("Auth-Server", "127.0.0.1");
                    exchange.getResponseHeaders().set("Auth-Port", words[1]);
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        server.start();
        System.out.println("ready");
    }
}
