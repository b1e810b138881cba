package io.pilothouse.tasks.amc;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

/// Waits for the browser to come back from Amazon's consent page to this computer (section 3.1). Only
/// where a person entered a return address on this computer, which the client's list of allowed ones must
/// hold; only on the loopback address; only until the browser came or the code would be dead. Nothing else
/// of the program listens.
final class ConsentListener {

    /// A code dies after five minutes.
    static final Duration LONGEST = Duration.ofMinutes(5);

    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Duration LONGEST_READ = Duration.ofSeconds(5);
    private static final int MOST_BYTES = 16 << 10;

    private ConsentListener() {}

    /// @return whether a return address leads to this computer
    static boolean here(String returnUrl) {
        try {
            var url = URI.create(returnUrl.strip());
            return "http".equals(url.getScheme()) && url.getHost() != null && HERE.contains(url.getHost());
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /// Blocks until the browser comes with the right state; who comes with another is sent away.
    ///
    /// @return the whole address it came to
    static String await(String returnUrl, String state, Duration atMost) throws ProblemException, InterruptedException {
        var url = URI.create(returnUrl.strip());
        int port = url.getPort() < 0 ? 80 : url.getPort();
        var address = "[::1]".equals(url.getHost()) ? InetAddress.ofLiteral("::1") : InetAddress.ofLiteral("127.0.0.1");
        try (var selector = Selector.open();
                var server = ServerSocketChannel.open()) {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(new InetSocketAddress(address, port));
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
            long until = System.nanoTime() + atMost.toNanos();
            while (true) {
                long left = Duration.ofNanos(until - System.nanoTime()).toMillis();
                if (left <= 0) {
                    throw problem(
                            "Nobody came back from the consent page.", "Open it again, and agree within five minutes.");
                }
                selector.select(left);
                selector.selectedKeys().clear();
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                var visitor = server.accept();
                if (visitor != null) {
                    try (visitor) {
                        var path = path(visitor);
                        boolean right = path.contains("state=" + state);
                        answer(visitor, right);
                        if (right) {
                            return url.resolve(path).toString();
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new ProblemException(
                    new Problem(
                            ProblemCode.BAD_VALUE,
                            "Pilothouse cannot wait at " + url + ".",
                            "Choose another port, and put it on the client's list of allowed return addresses."),
                    e);
        }
    }

    /// @return path and query of a request; empty for anything else
    private static String path(SocketChannel visitor) throws IOException {
        visitor.configureBlocking(false);
        var bytes = ByteBuffer.allocate(MOST_BYTES);
        long until = System.nanoTime() + LONGEST_READ.toNanos();
        try (var selector = Selector.open()) {
            visitor.register(selector, SelectionKey.OP_READ);
            while (bytes.hasRemaining() && System.nanoTime() < until) {
                selector.select(LONGEST_READ.toMillis());
                selector.selectedKeys().clear();
                int read = visitor.read(bytes);
                var text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
                if (read < 0
                        || text.contains("\r\n\r\n")
                        || Thread.currentThread().isInterrupted()) {
                    var words = text.split("[ \r\n]", 3);
                    return words.length > 1 && words[0].equals("GET") && words[1].startsWith("/") ? words[1] : "";
                }
            }
        }
        return "";
    }

    private static void answer(SocketChannel visitor, boolean right) throws IOException {
        var page = right
                ? "<!doctype html><title>Pilothouse</title><p>Pilothouse has your consent. You can close this page."
                : "<!doctype html><title>Pilothouse</title><p>This address does not belong to a consent.";
        var head = "HTTP/1.1 " + (right ? "200 OK" : "404 Not Found")
                + "\r\nContent-Type: text/html; charset=utf-8\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\nContent-Length: "
                + page.length() + "\r\n\r\n";
        var bytes = ByteBuffer.wrap((head + page).getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            visitor.write(bytes);
        }
    }

    private static ProblemException problem(String summary, String advice) {
        return new ProblemException(new Problem(ProblemCode.REFUSED, summary, advice));
    }
}
