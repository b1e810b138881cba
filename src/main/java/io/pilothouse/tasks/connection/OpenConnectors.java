package io.pilothouse.tasks.connection;

import io.pilothouse.connectors.Connector;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.ConnectorKinds;
import io.pilothouse.connectors.Target;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.Connection.ProxyChoice;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.RemoteIdentity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// The connectors of stored instances, at most one for each, opened when first used and kept open: a
/// login, a recognised product and a refused secret are remembered there. A connector belongs to the
/// configuration version it was opened on; after an edit the next use opens another, and the old one is
/// closed when its last user is done. Thread-safe.
public final class OpenConnectors implements AutoCloseable {

    private final ConnectorKinds kinds;
    private final StoredSecrets secrets;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<InstanceId, Line> lines = new HashMap<>();
    private volatile BiConsumer<InstanceId, ConnectorException> callFailed = (_, _) -> {};
    private volatile Function<Configuration, Connection> reach = Configuration::connection;
    private volatile BiConsumer<InstanceId, Connector> leave = (_, connector) -> connector.close();

    /// Says how an instance is reached where its group has a say in it.
    public void reachBy(Function<Configuration, Connection> how) {
        reach = how;
    }

    public OpenConnectors(ConnectorKinds kinds, StoredSecrets secrets) {
        this.kinds = kinds;
        this.secrets = secrets;
    }

    /// @param listener told of every use that fails, on the thread of that use
    public void whenCallFails(BiConsumer<InstanceId, ConnectorException> listener) {
        callFailed = listener;
    }

    /// @param how closes a connector that nobody uses any more, which may say goodbye to its service; must not
    ///            wait for it
    public void leaveBy(BiConsumer<InstanceId, Connector> how) {
        leave = how;
    }

    /// Work with a connector.
    @FunctionalInterface
    public interface Use<T> {
        T with(Connector connector) throws ConnectorException, InterruptedException;
    }

    /// Lends the connector of an instance for the time of `use`. Several may use it at once.
    ///
    /// @throws ConnectorException   of the use; with [FaultCode#SECRET_LOCKED] if a secret cannot be
    ///                              read, with [FaultCode#CONFIGURATION] if the kind is not known here
    /// @throws InterruptedException if the calling task was cancelled
    public <T> T use(Instance instance, Use<T> use) throws ConnectorException, InterruptedException {
        var line = take(instance);
        try {
            return use.with(line.connector);
        } catch (ConnectorException e) {
            callFailed.accept(instance.id(), e);
            throw e;
        } finally {
            giveBack(line);
        }
    }

    /// As [#use], but only with a connector that is open already with the settings of now, for what it holds.
    ///
    /// @return empty where none is open
    public <T> Optional<T> ifOpen(Instance instance, Function<Connector, T> use) {
        Line line;
        lock.lock();
        try {
            line = lines.get(instance.id());
            if (line == null || !line.serves(instance, connection(instance.configuration()))) {
                return Optional.empty();
            }
            line.users++;
        } finally {
            lock.unlock();
        }
        try {
            return Optional.of(use.apply(line.connector));
        } finally {
            giveBack(line);
        }
    }

    /// Closes the connector of an instance that was removed or switched off.
    public void close(InstanceId id) {
        retire(List.of(id));
    }

    @Override
    public void close() {
        List<InstanceId> all;
        lock.lock();
        try {
            all = List.copyOf(lines.keySet());
        } finally {
            lock.unlock();
        }
        retire(all);
    }

    private void retire(List<InstanceId> ids) {
        var done = new ArrayList<Line>();
        lock.lock();
        try {
            for (var id : ids) {
                var line = lines.remove(id);
                if (line != null && line.retire()) {
                    done.add(line);
                }
            }
        } finally {
            lock.unlock();
        }
        done.forEach(this::leave);
    }

    /// How an instance with this configuration is reached now.
    public Connection connection(Configuration configuration) {
        return reach.apply(configuration);
    }

    Target target(Optional<InstanceId> id, Configuration configuration, Optional<RemoteIdentity> identity) {
        return new Target(
                id,
                configuration.kind(),
                configuration.name(),
                connection(configuration),
                new TreeMap<>(configuration.settings()),
                identity);
    }

    private Line take(Instance instance) throws ConnectorException {
        Line old;
        Line line;
        lock.lock();
        try {
            old = lines.get(instance.id());
            var way = connection(instance.configuration());
            if (old != null && old.serves(instance, way)) {
                old.users++;
                return old;
            }
            line = new Line(instance.id(), instance.configVersion(), way.proxy(), open(instance));
            line.users++;
            lines.put(instance.id(), line);
            if (old == null || !old.retire()) {
                return line;
            }
        } finally {
            lock.unlock();
        }
        leave(old);
        return line;
    }

    private Connector open(Instance instance) throws ConnectorException {
        var kind = kinds.find(instance.kind())
                .orElseThrow(() -> ConnectorException.of(
                        FaultCode.CONFIGURATION,
                        instance.name() + " is of the kind " + instance.kind() + ", which this version does not know.",
                        "Update Pilothouse."));
        try {
            return kind.open(
                    target(Optional.of(instance.id()), instance.configuration(), instance.identity()),
                    secrets.read(instance.id()));
        } catch (ProblemException e) {
            throw new ConnectorException(FaultCode.SECRET_LOCKED, e.problem(), e);
        }
    }

    private void giveBack(Line line) {
        boolean last;
        lock.lock();
        try {
            line.users--;
            last = line.over();
        } finally {
            lock.unlock();
        }
        if (last) {
            leave(line);
        }
    }

    /// Not under the lock: a service that is slow to let go holds up nobody else.
    private void leave(Line line) {
        leave.accept(line.id, line.connector);
    }

    /// Changed under the lock.
    private static final class Line {
        final InstanceId id;
        final long configVersion;
        final ProxyChoice proxy;
        final Connector connector;
        int users;
        boolean retired;

        Line(InstanceId id, long configVersion, ProxyChoice proxy, Connector connector) {
            this.id = id;
            this.configVersion = configVersion;
            this.proxy = proxy;
            this.connector = connector;
        }

        /// @param way how the instance is reached now; its group may have another proxy since
        boolean serves(Instance instance, Connection way) {
            return configVersion > instance.configVersion()
                    || configVersion == instance.configVersion() && proxy.equals(way.proxy());
        }

        /// @return whether it can be closed at once
        boolean retire() {
            retired = true;
            return over();
        }

        boolean over() {
            return retired && users == 0;
        }
    }
}
