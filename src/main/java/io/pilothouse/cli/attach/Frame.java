package io.pilothouse.cli.attach;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One message on the socket: a letter, the length of the body in four bytes, the body.
///
/// @param type what it is
/// @param body its bytes; see [Type]
record Frame(Type type, byte[] body) {

    /// A file that a command reads on the person's side must fit into one frame.
    static final int LARGEST = 64 << 20;

    /// What travels. The letters are the protocol; its number is in [#HELLO].
    enum Type {
        /// To the server, first: how the command was called, JSON.
        HELLO('H'),
        /// To the server: the line a person typed.
        TYPED('T'),
        /// To the server: nothing was typed.
        NOTHING('N'),
        /// To the server: the bytes of the file asked for.
        CONTENT('C'),
        /// To the server: the file cannot be read.
        UNREADABLE('U'),
        /// To the client: bytes for standard output.
        OUT('O'),
        /// To the client: bytes for standard error.
        ERR('E'),
        /// To the client: a question to ask a person.
        ASK('A'),
        /// To the client: a question to ask without echo.
        ASK_SECRET('S'),
        /// To the client: a file to read; four bytes of limit, then the path.
        READ('R'),
        /// To the client, last: the exit status in four bytes.
        END('X');

        private final byte letter;

        Type(char letter) {
            this.letter = (byte) letter;
        }

        static Type of(byte letter) throws IOException {
            return Arrays.stream(values())
                    .filter(type -> type.letter == letter)
                    .findFirst()
                    .orElseThrow(() -> new IOException("unknown message " + letter));
        }
    }

    static Frame of(Type type, String text) {
        return new Frame(type, text.getBytes(StandardCharsets.UTF_8));
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    void write(SocketChannel channel) throws IOException {
        var buffer = ByteBuffer.allocate(5 + body.length)
                .put(type.letter)
                .putInt(body.length)
                .put(body)
                .flip();
        synchronized (channel) {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }

    /// @throws EOFException when the other side has closed
    static Frame read(SocketChannel channel) throws IOException {
        var head = full(channel, 5);
        var type = Type.of(head.get());
        int length = head.getInt();
        if (length < 0 || length > LARGEST) {
            throw new IOException("message of " + length + " bytes");
        }
        return new Frame(type, full(channel, length).array());
    }

    private static ByteBuffer full(SocketChannel channel, int length) throws IOException {
        var buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the other side has closed");
            }
        }
        return buffer.flip();
    }
}
