package io.pilothouse.cli.attach;

import io.pilothouse.cli.Cli;
import io.pilothouse.cli.Terminal;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The side of a running console or engine: runs command lines that other processes hand over, each on
/// threads of its own. A command whose caller has gone is stopped.
public final class AttachServer implements AutoCloseable {

    private static final Logger LOG = System.getLogger(AttachServer.class.getName());

    private final SocketPlace place;
    private final ServerSocketChannel server;
    private final Commands commands;
    private final Set<SocketChannel> callers = ConcurrentHashMap.newKeySet();

    private AttachServer(SocketPlace place, ServerSocketChannel server, Commands commands) {
        this.place = place;
        this.server = server;
        this.commands = commands;
    }

    /// Runs one command line.
    @FunctionalInterface
    public interface Commands {
        /// @return its exit status
        int run(Terminal terminal, String... arguments);
    }

    /// Serves until closed. Call it only while holding the store of this folder.
    ///
    /// @throws IOException if no socket can be made; commands then end with `store-busy`
    public static AttachServer open(Path dataFolder, Commands commands) throws IOException {
        var place = new SocketPlace(dataFolder.toAbsolutePath());
        var path = place.prepare();
        var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(path));
            SocketPlace.protect(path);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        var server = new AttachServer(place, channel, commands);
        Thread.ofVirtual().name("attach").start(server::accept);
        return server;
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                var caller = server.accept();
                callers.add(caller);
                Thread.ofVirtual().name("attached command").start(() -> serve(caller));
            } catch (ClosedChannelException e) {
                return; // closed with the program
            } catch (IOException e) {
                LOG.log(Level.WARNING, "A command could not attach", e);
            }
        }
    }

    private void serve(SocketChannel caller) {
        try (caller) {
            var frame = Frame.read(caller);
            var hello = RemoteTerminal.Hello.parse(frame.text());
            var terminal = new RemoteTerminal(caller, hello);
            int status = run(caller, hello, terminal);
            new Frame(Frame.Type.END, ByteBuffer.allocate(4).putInt(status).array()).write(caller);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "An attached command lost its caller", e);
        } finally {
            callers.remove(caller);
        }
    }

    private int run(SocketChannel caller, RemoteTerminal.Hello hello, RemoteTerminal terminal) {
        if (hello.protocol() != AttachClient.PROTOCOL) {
            int refused = Cli.failed(
                    terminal,
                    new Problem(
                            ProblemCode.STORE_BUSY,
                            "Another version of Pilothouse is running.",
                            "Close it and run the command again."),
                    Optional.empty(),
                    hello.arguments().contains("--json"));
            terminal.out().flush();
            terminal.err().flush();
            return refused;
        }
        var command = Thread.currentThread();
        Thread.ofVirtual().name("attached caller").start(() -> listen(caller, terminal, command));
        int status = commands.run(terminal, hello.arguments().toArray(String[]::new));
        terminal.out().flush();
        terminal.err().flush();
        return status;
    }

    /// Takes answers to questions; the end of the connection stops the command.
    private static void listen(SocketChannel caller, RemoteTerminal terminal, Thread command) {
        try {
            while (true) {
                terminal.answered(Frame.read(caller));
            }
        } catch (IOException e) {
            command.interrupt();
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (var caller : callers) {
                caller.close();
            }
            place.remove();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The socket for other commands could not be removed", e);
        }
    }
}
