package io.pilothouse.connectors;

import com.github.mizosoft.methanol.Methanol;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.Connection.ProxyChoice;
import io.pilothouse.domain.instance.Connection.TlsTrust;
import io.pilothouse.domain.secret.Secrets;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/// The HTTP clients of this program. Instances that trust what the system trusts and use its proxy
/// share one, which costs one thread for all of them; equal other choices share another, which lives
/// as long as somebody uses it. Thread-safe.
///
/// No client keeps cookies: those ignore ports, so two instances on one host would throw each
/// other's session away. A connector that needs one keeps it itself.
public final class HttpClients implements AutoCloseable {

    /// Longest wait for a connection, where an instance's own limit is not shorter. The contract of
    /// Amazon Marketing Cloud (section 4) asks for it; on a local network a missing host is known sooner.
    static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    private static final int AT_ONCE_ON_A_HOST = 2;

    static {
        // qBittorrent closes idle connections after 7 s (its contract, section 2)
        setUnlessChosen("jdk.httpclient.keepalive.timeout", "5");
        // its host check may need another Host header (its contract, section 2.1)
        setUnlessChosen("jdk.httpclient.allowRestrictedHeaders", "host");
        setUnlessChosen("java.net.useSystemProxies", "true");
    }

    private final Clock clock;
    private final RequestLog log;
    private final String userAgent;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Choice, Shared> open = new HashMap<>();
    private final Map<String, Semaphore> turns = new ConcurrentHashMap<>();

    /// @param version of this program, told to services
    public HttpClients(Clock clock, RequestLog log, String version) {
        this.clock = clock;
        this.log = log;
        this.userAgent = "Pilothouse/" + version;
    }

    /// Opens the line of one instance. Does not touch the network.
    ///
    /// @param kind recognises the product before a secret is sent
    public InstanceHttp open(ConnectorKind kind, Target target, Secrets secrets) {
        return new InstanceHttp(this, kind, target, secrets);
    }

    /// Looks at an address as anybody could; sends no secret, not even in an extra header.
    ///
    /// @param label what the address is called in messages
    public Visit visit(Connection connection, String label) {
        return InstanceHttp.looking(this, connection, label);
    }

    /// @return the turns of background requests to one host
    Semaphore turns(String host) {
        return turns.computeIfAbsent(host.toLowerCase(Locale.ROOT), _ -> new Semaphore(AT_ONCE_ON_A_HOST, true));
    }

    Clock clock() {
        return clock;
    }

    RequestLog log() {
        return log;
    }

    /// @throws GeneralSecurityException if the instance's own authority is not a certificate
    synchronized Lease lease(Connection connection) throws GeneralSecurityException {
        var choice = new Choice(connection.proxy(), connection.trust());
        var shared = open.get(choice);
        if (shared == null) {
            shared = new Shared(client(choice));
            open.put(choice, shared);
        }
        shared.users++;
        return new Lease(choice, shared);
    }

    /// The proxy between us and a connection's address.
    ///
    /// @return empty where requests go straight
    public static Optional<InetSocketAddress> proxyOf(Connection connection, Address address) {
        return selector(connection.proxy()).select(address.uri()).stream()
                .findFirst()
                .filter(proxy -> proxy.type() != Proxy.Type.DIRECT)
                .map(Proxy::address)
                .filter(InetSocketAddress.class::isInstance)
                .map(InetSocketAddress.class::cast);
    }

    static ProxySelector selector(ProxyChoice proxy) {
        return switch (proxy) {
            case ProxyChoice.System _ -> ProxySelector.getDefault() == null ? noProxy() : ProxySelector.getDefault();
            case ProxyChoice.None _ -> noProxy();
            case ProxyChoice.Through(String host, int port) ->
                ProxySelector.of(InetSocketAddress.createUnresolved(host, port));
        };
    }

    private static ProxySelector noProxy() {
        return HttpClient.Builder.NO_PROXY;
    }

    private HttpClient client(Choice choice) throws GeneralSecurityException {
        var plain = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_LIMIT)
                .proxy(selector(choice.proxy()))
                .sslContext(Trust.context(choice.trust()))
                .executor(executor)
                .build();
        return Methanol.newBuilder(plain)
                .userAgent(userAgent)
                .autoAcceptEncoding(true)
                .build();
    }

    private synchronized void release(Choice choice, Shared shared) {
        shared.users--;
        if (shared.users == 0 && !choice.equals(Choice.USUAL)) {
            open.remove(choice, shared);
            shutDown(shared.client);
        }
    }

    @Override
    public synchronized void close() {
        open.values().forEach(shared -> shutDown(shared.client));
        open.clear();
        executor.shutdown();
    }

    /// Methanol does not pass a shutdown on to the client it wraps.
    private static void shutDown(HttpClient client) {
        if (client instanceof Methanol methanol) {
            methanol.underlyingClient().shutdownNow();
        }
    }

    private static void setUnlessChosen(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private record Choice(ProxyChoice proxy, TlsTrust trust) {
        static final Choice USUAL = new Choice(new ProxyChoice.System(), new TlsTrust.System());
    }

    private static final class Shared {
        final HttpClient client;
        int users;

        Shared(HttpClient client) {
            this.client = client;
        }
    }

    /// The use of a client by one instance.
    final class Lease implements AutoCloseable {
        private final Choice choice;
        private final Shared shared;

        private Lease(Choice choice, Shared shared) {
            this.choice = choice;
            this.shared = shared;
        }

        HttpClient client() {
            return shared.client;
        }

        @Override
        public void close() {
            release(choice, shared);
        }
    }
}
