package io.pilothouse.cli.attach;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pilothouse.cli.Terminal;
import io.pilothouse.domain.secret.Secret;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// The terminal of a command that was called in another process.
final class RemoteTerminal implements Terminal {

    private final SocketChannel channel;
    private final Hello hello;
    private final BlockingQueue<Frame> answers = new LinkedBlockingQueue<>();
    private final PrintStream out;
    private final PrintStream err;

    RemoteTerminal(SocketChannel channel, Hello hello) {
        this.channel = channel;
        this.hello = hello;
        out = new PrintStream(
                new BufferedOutputStream(new Frames(Frame.Type.OUT), 1 << 14), false, StandardCharsets.UTF_8);
        err = new PrintStream(
                new BufferedOutputStream(new Frames(Frame.Type.ERR), 1 << 10), true, StandardCharsets.UTF_8);
    }

    /// Takes what the other side answered to a question.
    void answered(Frame frame) {
        answers.add(frame);
    }

    @Override
    public PrintStream out() {
        return out;
    }

    @Override
    public PrintStream err() {
        return err;
    }

    @Override
    public boolean interactive() {
        return hello.interactive();
    }

    @Override
    public boolean colour() {
        return hello.colour();
    }

    @Override
    public int width() {
        return hello.width();
    }

    @Override
    public Path folder() {
        return hello.folder();
    }

    @Override
    public Optional<String> environment(String name) {
        return Optional.empty(); // what it says there was considered there
    }

    @Override
    public Optional<String> ask(String question) throws IOException {
        return typed(exchange(Frame.of(Frame.Type.ASK, question)));
    }

    @Override
    public Optional<Secret> askSecret(String question) throws IOException {
        return typed(exchange(Frame.of(Frame.Type.ASK_SECRET, question)))
                .filter(text -> !text.isEmpty())
                .map(Secret::new);
    }

    private static Optional<String> typed(Frame frame) {
        return frame.type() == Frame.Type.TYPED ? Optional.of(frame.text()) : Optional.empty();
    }

    @Override
    public byte[] read(String file, int limit) throws IOException {
        var path = file.getBytes(StandardCharsets.UTF_8);
        var body = ByteBuffer.allocate(4 + path.length).putInt(limit).put(path).array();
        var frame = exchange(new Frame(Frame.Type.READ, body));
        if (frame.type() != Frame.Type.CONTENT) {
            throw new IOException("the file cannot be read there");
        }
        return frame.body();
    }

    private Frame exchange(Frame question) throws IOException {
        out.flush();
        err.flush();
        question.write(channel);
        try {
            return answers.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the command was stopped");
        }
    }

    private final class Frames extends OutputStream {
        private final Frame.Type type;

        Frames(Frame.Type type) {
            this.type = type;
        }

        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            new Frame(type, java.util.Arrays.copyOfRange(bytes, offset, offset + length)).write(channel);
        }
    }

    /// How the command was called.
    record Hello(int protocol, List<String> arguments, Path folder, boolean interactive, boolean colour, int width) {

        static Hello parse(String json) throws IOException {
            int protocol = 0;
            var arguments = new ArrayList<String>();
            var folder = Path.of("");
            boolean interactive = false;
            boolean colour = false;
            int width = 0;
            try (JsonParser parser = AttachClient.JSON.createParser(json)) {
                parser.nextToken();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    var name = parser.currentName();
                    parser.nextToken();
                    switch (name) {
                        case "protocol" -> protocol = parser.getIntValue();
                        case "folder" -> folder = Path.of(parser.getText());
                        case "interactive" -> interactive = parser.getBooleanValue();
                        case "colour" -> colour = parser.getBooleanValue();
                        case "width" -> width = parser.getIntValue();
                        case "arguments" -> {
                            while (parser.nextToken() == JsonToken.VALUE_STRING) {
                                arguments.add(parser.getText());
                            }
                        }
                        default -> parser.skipChildren();
                    }
                }
            }
            return new Hello(protocol, List.copyOf(arguments), folder, interactive, colour, width);
        }
    }
}
