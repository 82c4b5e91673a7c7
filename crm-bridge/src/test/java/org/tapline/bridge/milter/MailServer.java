package org.tapline.bridge.milter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;

/// The mail server's side of the protocol, octet by octet, without any library.
final class MailServer implements AutoCloseable {
    private static final int NO_REPLY_FOR_HEADERS = 0x80;
    private static final int LEADING_SPACE = 0x100000;

    /// All that Postfix 3.7 offers.
    static final int EVERYTHING = 0x1fffff;

    private final Socket socket = new Socket();
    private final DataOutputStream out;
    private final DataInputStream in;
    private int steps;

    MailServer(InetSocketAddress milter) throws IOException {
        socket.connect(milter, 10_000);
        socket.setSoTimeout(30_000);
        socket.setTcpNoDelay(true);
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
        in = new DataInputStream(socket.getInputStream());
    }

    /// What we answered.
    static final class Reply {
        private final char command;
        private final byte[] payload;

        private Reply(char command, byte[] payload) {
            this.command = command;
            this.payload = payload;
        }

        char command() {
            return command;
        }

        byte[] payload() {
            return payload;
        }
    }

    void send(char command, byte[] payload) throws IOException {
        out.writeInt(1 + payload.length);
        out.writeByte(command);
        out.write(payload);
        out.flush();
    }

    void send(char command, String... words) throws IOException {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        for (String word : words) {
            payload.write(word.getBytes(ISO_8859_1));
            payload.write(0);
        }
        send(command, payload.toByteArray());
    }

    /// Octets as they are.
    void raw(byte[] octets) throws IOException {
        out.write(octets);
        out.flush();
    }

    Reply reply() throws IOException {
        int length = in.readInt();
        char command = (char) in.readUnsignedByte();
        return new Reply(command, in.readNBytes(length - 1));
    }

    /// Whether the connection was closed by us.
    boolean closed() throws IOException {
        return in.read() < 0;
    }

    /// Offers and learns what was agreed upon.
    Reply negotiate(int version, int offered) throws IOException {
        send('O', ByteBuffer.allocate(12).putInt(version).putInt(0x1ff).putInt(offered).array());
        Reply reply = reply();
        steps = reply.payload().length == 12 ? ByteBuffer.wrap(reply.payload()).getInt(8) : 0;
        return reply;
    }

    MailServer asPostfix() throws IOException {
        negotiate(6, EVERYTHING);
        return this;
    }

    int steps() {
        return steps;
    }

    /// A client connects, from an address.
    void client(String address) throws IOException {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.write("client.test".getBytes(ISO_8859_1));
        payload.write(0);
        payload.write(address.contains(":") ? '6' : '4');
        payload.write(0x10);
        payload.write(0x20);
        payload.write((address.contains(":") ? "IPv6:" + address : address).getBytes(ISO_8859_1));
        payload.write(0);
        send('C', payload.toByteArray());
        answered(0x1000);
    }

    /// Somebody signed in; for the next message.
    void signedIn(String login) throws IOException {
        byte[] words = ("{auth_authen}\0" + login + "\0").getBytes(ISO_8859_1);
        send('D', ByteBuffer.allocate(1 + words.length).put((byte) 'M').put(words).array());
    }

    void mail(String sender) throws IOException {
        send('M', "<" + sender + ">", "SIZE=100");
        answered(0x4000);
    }

    void recipient(String address) throws IOException {
        send('R', "<" + address + ">");
        answered(0x8000);
    }

    /// @return what was answered: `c` or `a`
    char data() throws IOException {
        send('T');
        return reply().command();
    }

    void header(String name, String value) throws IOException {
        send('L', name, (steps & LEADING_SPACE) != 0 ? " " + value : value);
        answered(NO_REPLY_FOR_HEADERS);
    }

    void endOfHeaders() throws IOException {
        send('N');
        answered(0x40000);
    }

    void body(String octets) throws IOException {
        send('B', octets.getBytes(ISO_8859_1));
        answered(0x80000);
    }

    char endOfMessage() throws IOException {
        send('E');
        return reply().command();
    }

    /// A message of Anna's, who signed in, to somebody outside; all but its end.
    void letter(String subject, String body) throws IOException {
        signedIn("anna@acme.test");
        mail("anna@acme.test");
        recipient("carl@customer.test");
        data();
        header("From", "anna@acme.test");
        header("Subject", subject);
        endOfHeaders();
        body(body);
    }

    private void answered(int unansweredBit) throws IOException {
        if ((steps & unansweredBit) == 0) {
            Reply reply = reply();
            if (reply.command() != 'c') {
                throw new AssertionError("answered " + reply.command() + " in place of c");
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
