package io.pilothouse.connectors.homeassistant;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The server's end of WebSockets, byte by byte (RFC 6455), so that a test can do what a real server
/// does badly: split frames, end without saying so, stay silent. Each connection is played by a script.
final class RawWebSocketServer implements AutoCloseable {

    interface Script {
        void play(Peer peer) throws IOException;
    }

    private final ServerSocket listening;
    private final List<Socket> accepted = new CopyOnWriteArrayList<>();
    private final List<String> received = new CopyOnWriteArrayList<>();

    RawWebSocketServer(Script script) throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!listening.isClosed()) {
                try {
                    var socket = listening.accept();
                    accepted.add(socket);
                    Thread.ofVirtual().start(() -> serve(socket, script));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    URI address() {
        return URI.create("ws://127.0.0.1:" + listening.getLocalPort() + "/api/websocket");
    }

    /// Texts received from all connections, in order.
    List<String> received() {
        return List.copyOf(received);
    }

    int connections() {
        return accepted.size();
    }

    private void serve(Socket socket, Script script) {
        try (socket) {
            script.play(new Peer(socket));
        } catch (IOException e) {
            // the client went away, as many tests want it to
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (var socket : accepted) {
            socket.close();
        }
    }

    final class Peer {

        private final DataInputStream in;
        private final OutputStream out;
        private final List<String> head = new ArrayList<>();

        Peer(Socket socket) throws IOException {
            in = new DataInputStream(socket.getInputStream());
            out = socket.getOutputStream();
            var line = new StringBuilder();
            while (true) {
                int b = in.read();
                if (b < 0) {
                    throw new IOException("no request");
                }
                if (b == '\n') {
                    if (line.isEmpty()) {
                        return;
                    }
                    head.add(line.toString());
                    line.setLength(0);
                } else if (b != '\r') {
                    line.append((char) b);
                }
            }
        }

        String header(String name) {
            return head.stream()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }

        void answer(int status, String body) throws IOException {
            raw("HTTP/1.1 " + status + " X\r\nContent-Length: " + body.length() + "\r\nConnection: close\r\n\r\n"
                    + body);
        }

        void upgrade() throws IOException {
            try {
                var sha1 = MessageDigest.getInstance("SHA-1")
                        .digest((header("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                                .getBytes(StandardCharsets.US_ASCII));
                raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(sha1) + "\r\n\r\n");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        /// Upgrades, greets, takes the token, says yes.
        void welcome(String version) throws IOException {
            upgrade();
            send("{\"type\":\"auth_required\",\"ha_version\":\"" + version + "\"}");
            receive();
            send("{\"type\":\"auth_ok\",\"ha_version\":\"" + version + "\"}");
        }

        void send(String text) throws IOException {
            frame(0x81, text.getBytes(StandardCharsets.UTF_8));
        }

        /// One message in frames of `size` bytes.
        void sendSplit(String text, int size) throws IOException {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            int opcode = 1;
            while (bytes.hasRemaining()) {
                var part = new byte[Math.min(size, bytes.remaining())];
                bytes.get(part);
                frame(opcode | (bytes.hasRemaining() ? 0 : 0x80), part);
                opcode = 0;
            }
        }

        /// Frames of one message, one after the other: the first, any number of more, the last.
        void begin(String text) throws IOException {
            frame(0x01, text.getBytes(StandardCharsets.UTF_8));
        }

        void more(String text) throws IOException {
            frame(0x00, text.getBytes(StandardCharsets.UTF_8));
        }

        void end(String text) throws IOException {
            frame(0x80, text.getBytes(StandardCharsets.UTF_8));
        }

        void closeNormally() throws IOException {
            frame(0x88, new byte[] {0x03, (byte) 0xE8});
        }

        /// The next text from the client; control frames are passed over.
        String receive() throws IOException {
            var message = new ByteArrayOutputStream();
            while (true) {
                int first = in.readUnsignedByte();
                int second = in.readUnsignedByte();
                long length = second & 0x7F;
                if (length == 126) {
                    length = in.readUnsignedShort();
                } else if (length == 127) {
                    length = in.readLong();
                }
                var mask = in.readNBytes(4);
                var body = in.readNBytes(Math.toIntExact(length));
                for (int i = 0; i < body.length; i++) {
                    body[i] ^= mask[i & 3];
                }
                int opcode = first & 0x0F;
                if (opcode == 8) {
                    throw new IOException("the client said goodbye");
                }
                if (opcode <= 2) {
                    message.writeBytes(body);
                    if ((first & 0x80) != 0) {
                        var text = message.toString(StandardCharsets.UTF_8);
                        received.add(text);
                        return text;
                    }
                }
            }
        }

        /// Reads on and ignores until the client goes away.
        void idle() {
            try {
                while (true) {
                    receive();
                }
            } catch (IOException e) {
                return;
            }
        }

        private void frame(int first, byte[] body) throws IOException {
            var head = ByteBuffer.allocate(10);
            head.put((byte) first);
            if (body.length < 126) {
                head.put((byte) body.length);
            } else if (body.length < 65_536) {
                head.put((byte) 126).putShort((short) body.length);
            } else {
                head.put((byte) 127).putLong(body.length);
            }
            out.write(head.array(), 0, head.position());
            out.write(body);
            out.flush();
        }

        private void raw(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
    }
}
