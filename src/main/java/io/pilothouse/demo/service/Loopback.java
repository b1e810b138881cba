package io.pilothouse.demo.service;

import io.undertow.UndertowOptions;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/// The network under all simulated services: a few threads however many services there are. Binds
/// loopback addresses only. Thread-safe.
public final class Loopback implements AutoCloseable {

    private static final int IO_THREADS = 2;
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final OptionMap SOCKET = OptionMap.builder()
            .set(Options.TCP_NODELAY, true)
            .set(Options.REUSE_ADDRESSES, true)
            .set(Options.BACKLOG, 128)
            .getMap();
    private static final OptionMap HTTP = OptionMap.builder()
            .set(UndertowOptions.MAX_ENTITY_SIZE, 64L << 20)
            .set(UndertowOptions.ALWAYS_SET_DATE, true)
            .set(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, true)
            .getMap();

    private final Swarm swarm = new Swarm();
    private final XnioWorker worker;
    private final DefaultByteBufferPool buffers = new DefaultByteBufferPool(false, BUFFER_BYTES);
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
    private final Certificates certificates;
    private final Map<String, String> secretOwners = new ConcurrentHashMap<>();
    private final Map<String, String> usableHosts = new ConcurrentHashMap<>();

    /// What joins the apps and the torrent client of this fleet.
    Swarm swarm() {
        return swarm;
    }

    /// @throws IOException if the platform gives no selectors
    public Loopback(Clock clock, long seed) throws IOException {
        certificates = new Certificates(clock, seed);
        worker = Xnio.getInstance(Loopback.class.getClassLoader())
                .createWorker(OptionMap.builder()
                        .set(Options.WORKER_NAME, "demo fleet")
                        .set(Options.WORKER_IO_THREADS, IO_THREADS)
                        .set(Options.WORKER_TASK_CORE_THREADS, 1)
                        .set(Options.WORKER_TASK_MAX_THREADS, 2)
                        .set(Options.THREAD_DAEMON, true)
                        .getMap());
    }

    /// The authority whose certificates the fleet's TLS services show.
    public X509Certificate authority() {
        return certificates.authority();
    }

    /// The same as text, as a file for "own authority" holds it.
    public String authorityPem() {
        return Certificates.pem(certificates.authority());
    }

    /// Runs what a request needs, off the network threads.
    ExecutorService calls() {
        return calls;
    }

    void own(String secret, String service) {
        secretOwners.put(secret, service);
    }

    /// @return the service whose secret this word is
    Optional<String> ownerOf(String word) {
        return Optional.ofNullable(secretOwners.get(word));
    }

    SSLContext tls(String host, CertificateKind kind) {
        return certificates.context(host, kind);
    }

    /// @return the host itself where the platform can listen on it, else 127.0.0.1
    String usable(String host) {
        return usableHosts.computeIfAbsent(host, wanted -> {
            try {
                var address = InetAddress.getByName(wanted);
                if (!address.isLoopbackAddress()) {
                    throw new IllegalArgumentException("the demo fleet listens on loopback only, not on " + wanted);
                }
                try (var _ = new ServerSocket(0, 1, address)) {
                    return wanted;
                }
            } catch (IOException e) {
                return "127.0.0.1";
            }
        });
    }

    /// Opens a port.
    ///
    /// @param port 0 for a free one
    /// @throws IOException if the port cannot be had
    Listener listen(String host, int port, @Nullable SSLContext tls, HttpHandler root) throws IOException {
        var http = new HttpOpenListener(buffers, HTTP);
        http.setRootHandler(root);
        ChannelListener<AcceptingChannel<StreamConnection>> accept = ChannelListeners.openListenerAdapter(http);
        var address = new InetSocketAddress(host, port);
        try {
            AcceptingChannel<? extends StreamConnection> channel = tls == null
                    ? worker.createStreamConnectionServer(address, accept, SOCKET)
                    : tlsServer(address, tls, accept);
            channel.resumeAccepts();
            return new Listener(channel, http);
        } catch (BindException e) {
            throw new IOException("port " + port + " on " + host + " is taken", e);
        }
    }

    // the XNIO interface is generic over the connection type, the listener is not
    @SuppressWarnings({"unchecked", "rawtypes"})
    private AcceptingChannel<? extends StreamConnection> tlsServer(
            InetSocketAddress address, SSLContext tls, ChannelListener<AcceptingChannel<StreamConnection>> accept)
            throws IOException {
        return new UndertowXnioSsl(worker.getXnio(), OptionMap.EMPTY, buffers, tls)
                .createSslConnectionServer(worker, address, (ChannelListener) accept, SOCKET);
    }

    @Override
    public void close() {
        calls.shutdownNow();
        worker.shutdownNow();
    }

    /// One open port.
    record Listener(AcceptingChannel<? extends StreamConnection> channel, HttpOpenListener http)
            implements AutoCloseable {

        int port() {
            return channel.getLocalAddress(InetSocketAddress.class).getPort();
        }

        /// Closes the port and cuts every connection that came through it.
        @Override
        public void close() {
            IoUtils.safeClose(channel);
            http.closeConnections();
        }
    }
}
