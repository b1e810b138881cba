package io.pilothouse.cli.attach;

import com.fasterxml.jackson.core.JsonFactory;
import io.pilothouse.cli.Terminal;
import io.pilothouse.cli.text.Json;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.secret.Secret;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/// The side of the person: hands the command line over and lends its terminal.
public final class AttachClient {

    static final int PROTOCOL = 1;
    static final JsonFactory JSON = new JsonFactory();

    private AttachClient() {}

    /// Runs a command line in the program that has this data folder open. Interrupting the thread
    /// stops it there too.
    ///
    /// @return its exit status; empty when no program answers
    /// @throws ProblemException     with `store-busy` if that program ended meanwhile
    /// @throws InterruptedException if the thread was interrupted
    public static OptionalInt run(Path dataFolder, Terminal terminal, String... arguments)
            throws ProblemException, InterruptedException {
        var socket = new SocketPlace(dataFolder).find();
        if (socket.isEmpty()) {
            return OptionalInt.empty();
        }
        boolean handedOver = false;
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket.get()));
            handedOver = true;
            hello(terminal, arguments).write(channel);
            return OptionalInt.of(converse(channel, terminal));
        } catch (ClosedByInterruptException e) {
            Thread.interrupted(); // the exception below says the same
            throw new InterruptedException();
        } catch (IOException e) {
            if (handedOver) { // it may have been done: doing it again is not ours to decide
                throw new ProblemException(
                        new Problem(
                                ProblemCode.STORE_BUSY,
                                "The running Pilothouse ended before it answered.",
                                "See with “pilothouse activity” what was done, then run the command again."),
                        e);
            }
            return OptionalInt.empty(); // left over from a program that died
        }
    }

    private static Frame hello(Terminal terminal, String... arguments) {
        return Frame.of(
                Frame.Type.HELLO,
                Json.line(Json.object(
                        "protocol", PROTOCOL,
                        "arguments", Arrays.asList(arguments),
                        "folder", terminal.folder(),
                        "interactive", terminal.interactive(),
                        "colour", terminal.colour(),
                        "width", terminal.width())));
    }

    private static int converse(SocketChannel channel, Terminal terminal) throws IOException {
        while (true) {
            var frame = Frame.read(channel);
            switch (frame.type()) {
                case OUT -> {
                    terminal.out().write(frame.body());
                    terminal.out().flush();
                }
                case ERR -> {
                    terminal.err().write(frame.body());
                    terminal.err().flush();
                }
                case ASK -> typed(terminal.ask(frame.text())).write(channel);
                case ASK_SECRET ->
                    typed(terminal.askSecret(frame.text()).map(Secret::value)).write(channel);
                case READ -> file(terminal, frame).write(channel);
                case END -> {
                    return ByteBuffer.wrap(frame.body()).getInt();
                }
                case HELLO, TYPED, NOTHING, CONTENT, UNREADABLE ->
                    throw new IOException("unexpected message " + frame.type());
            }
        }
    }

    private static Frame typed(Optional<String> line) {
        return line.map(text -> Frame.of(Frame.Type.TYPED, text)).orElse(Frame.of(Frame.Type.NOTHING, ""));
    }

    private static Frame file(Terminal terminal, Frame asked) {
        var body = ByteBuffer.wrap(asked.body());
        int limit = Math.min(body.getInt(), Frame.LARGEST - 1);
        var path = StandardCharsets.UTF_8.decode(body).toString();
        try {
            return new Frame(Frame.Type.CONTENT, terminal.read(path, limit));
        } catch (IOException | InvalidPathException e) {
            return Frame.of(Frame.Type.UNREADABLE, "");
        }
    }
}
