package io.pilothouse.connectors;

import io.pilothouse.domain.instance.Connection.ProxyChoice;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;

/// The proxy of the whole program, in the place of the system's. What an instance chooses for itself comes
/// before it. This computer itself is never asked through a proxy. Thread-safe; a change holds for the next
/// request.
public final class ProgramProxy extends ProxySelector {

    private final ProxySelector system;
    private volatile ProxySelector chosen;

    private ProgramProxy(ProxySelector system) {
        this.system = system;
        chosen = system;
    }

    /// @return the one that this process asks
    public static synchronized ProgramProxy installed() {
        if (getDefault() instanceof ProgramProxy before) {
            return before;
        }
        var system = getDefault();
        var made = new ProgramProxy(system == null ? java.net.http.HttpClient.Builder.NO_PROXY : system);
        setDefault(made);
        return made;
    }

    public void use(ProxyChoice choice) {
        chosen = choice instanceof ProxyChoice.System ? system : HttpClients.selector(choice);
    }

    @Override
    public List<Proxy> select(URI uri) {
        var host = uri.getHost() == null ? "" : uri.getHost();
        boolean here = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
        return here ? List.of(Proxy.NO_PROXY) : chosen.select(uri);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        chosen.connectFailed(uri, address, failure);
    }
}
