package io.pilothouse.tasks.home;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.homeassistant.LiveHome;
import io.pilothouse.connectors.homeassistant.LiveHome.Scope;
import io.pilothouse.domain.home.EntityState;
import io.pilothouse.domain.home.LineChoice;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.TaskHandle;
import io.pilothouse.tasks.TaskRegistry;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.connection.OpenConnectors;
import io.pilothouse.tasks.instance.Fleet;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The lines to houses that are kept up: of those somebody watches, of those that are to be connected always,
/// and while there are few, of all that leave the choice open. A line belongs to its instance, not to a window; after
/// an edit it is a new one.
/// Thread-safe.
final class HomeLines implements AutoCloseable {

    /// With more houses than that, those that leave the choice open are connected on demand.
    static final int MOST_ALWAYS = 20;
    /// How long a line that nobody needs is kept.
    static final Duration IDLE = Duration.ofMinutes(5);

    /// So many houses that nobody looks at any more keep all they told about themselves.
    static final int MOST_KEPT_WHOLE = 3;

    private static final System.Logger LOG = System.getLogger(HomeLines.class.getName());
    private static final KindId KIND = new KindId("homeassistant");

    private final OpenConnectors connectors;
    private final Published<Fleet> fleet;
    private final TaskRegistry tasks;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<InstanceId, Line> lines = new HashMap<>();
    /// Houses that were looked at and are no longer, the latest last.
    private final LinkedHashSet<InstanceId> lately = new LinkedHashSet<>();

    private boolean always;
    private boolean closed;
    private @Nullable Subscription following;

    HomeLines(OpenConnectors connectors, Published<Fleet> fleet, TaskRegistry tasks) {
        this.connectors = connectors;
        this.fleet = fleet;
        this.tasks = tasks;
    }

    /// Keeps the lines of all houses up from now on, while there are few.
    void start() {
        lock.lock();
        try {
            always = true;
        } finally {
            lock.unlock();
        }
        followFleet();
        look();
    }

    private void followFleet() {
        lock.lock();
        try {
            if (following == null) {
                following = fleet.subscribe(Runnable::run, _ -> look());
            }
        } finally {
            lock.unlock();
        }
    }

    static boolean isHome(Instance instance) {
        return instance.kind().equals(KIND);
    }

    Watch watch(InstanceId id, HomeWatch.Listener listener) {
        followFleet();
        lock.lock();
        try {
            var line = lines.computeIfAbsent(id, Line::new);
            line.listeners.add(listener);
            lately.remove(id);
            line.begin();
            changed.signalAll();
            return new Watch(line, listener);
        } finally {
            lock.unlock();
        }
    }

    /// Begins, ends and renews lines as the instances are now.
    private void look() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (always) {
                var now = fleet.get();
                boolean few = few(now);
                homes(now)
                        .filter(home -> always(home, few))
                        .forEach(home ->
                                lines.computeIfAbsent(home.id(), Line::new).begin());
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static Stream<Instance> homes(Fleet fleet) {
        return fleet.live().stream().filter(HomeLines::isHome).filter(Instance::enabled);
    }

    private static boolean few(Fleet fleet) {
        return homes(fleet).count() <= MOST_ALWAYS;
    }

    private static boolean always(Instance home, boolean few) {
        return switch (LineChoice.in(home.configuration().settings())) {
            case AUTO -> few;
            case ALWAYS -> true;
            case ON_DEMAND -> false;
        };
    }

    /// Under the lock.
    private void lookedAway(Line line) {
        if (!line.listeners.isEmpty()) {
            return;
        }
        lately.add(line.id);
        while (lately.size() > MOST_KEPT_WHOLE) {
            var oldest = lines.get(lately.removeFirst()).home;
            if (oldest != null) {
                oldest.forgetLists();
            }
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            lines.values().forEach(Line::end);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (following != null) {
            following.close();
        }
    }

    /// One house's line. Its task lends the connector for as long as the line is wanted; what the line does by
    /// itself meanwhile, as connecting again, is done for that task.
    private final class Line {
        private final InstanceId id;
        private final CopyOnWriteArrayList<HomeWatch.Listener> listeners = new CopyOnWriteArrayList<>();
        private @Nullable TaskHandle<Boolean> keeper;
        private volatile @Nullable LiveHome home;
        private volatile long version;

        Line(InstanceId id) {
            this.id = id;
        }

        /// Under the lock.
        void begin() {
            if (keeper == null && !closed) {
                var name = fleet.get().find(id).map(Instance::name).orElse(id.value());
                keeper = tasks.start(
                        new TaskRequest("home-line", "stay connected to " + name, List.of(id), Origin.PROGRAM, true),
                        _ -> keep());
            }
        }

        void end() {
            if (keeper != null) {
                keeper.cancel();
            }
        }

        private Optional<Instance> wanted() {
            return fleet.get()
                    .find(id)
                    .filter(instance -> !instance.trashed() && instance.enabled())
                    .filter(instance -> !listeners.isEmpty() || always && always(instance, few(fleet.get())));
        }

        private boolean keep() throws InterruptedException {
            boolean failed = true;
            try {
                stay();
                if (!closed) {
                    connectors.close(id); // nobody looked for a while; a check opens it again
                }
                failed = false;
                return true;
            } catch (InterruptedException e) {
                failed = false;
                throw e;
            } finally {
                lock.lock();
                try {
                    keeper = null; // after a failure whoever looks next begins it again
                    if (!failed && wanted().isPresent()) {
                        begin(); // a person stopped it, or somebody looks again just now
                    }
                } finally {
                    lock.unlock();
                }
            }
        }

        /// Lends the connector until the line is wanted no more.
        private void stay() throws InterruptedException {
            while (true) {
                lock.lockInterruptibly();
                Optional<Instance> instance;
                try {
                    instance = wanted();
                    if (instance.isEmpty() && idle()) {
                        instance = wanted();
                    }
                    if (closed || instance.isEmpty()) {
                        return;
                    }
                } finally {
                    lock.unlock();
                }
                if (!lend(instance.get())) {
                    waitForChange(instance.get());
                }
            }
        }

        /// Waits a while for somebody who looks again. Under the lock.
        ///
        /// @return whether somebody does
        private boolean idle() throws InterruptedException {
            long left = IDLE.toNanos();
            while (!closed && wanted().isEmpty() && left > 0 && known()) {
                left = changed.awaitNanos(left);
            }
            return wanted().isPresent();
        }

        /// @return whether the instance is there and switched on
        private boolean known() {
            return fleet.get()
                    .find(id)
                    .filter(instance -> !instance.trashed() && instance.enabled())
                    .isPresent();
        }

        /// @return whether there was a connector at all
        private boolean lend(Instance instance) throws InterruptedException {
            try {
                connectors.use(instance, connector -> {
                    if (connector instanceof LiveHome live) {
                        hold(live, instance);
                    }
                    return true;
                });
                return true;
            } catch (ConnectorException e) {
                LOG.log(System.Logger.Level.DEBUG, "no line to " + instance.id(), e);
                return false;
            }
        }

        private void hold(LiveHome live, Instance instance) throws InterruptedException {
            var hearing = List.of(
                    live.onStates(ids -> listeners.forEach(listener -> listener.statesChanged(ids))),
                    live.onLists(() -> listeners.forEach(HomeWatch.Listener::listsChanged)),
                    live.session().onStatus(_ -> listeners.forEach(HomeWatch.Listener::lineChanged)));
            version = instance.configVersion();
            home = live;
            listeners.forEach(HomeWatch.Listener::listsChanged);
            try {
                while (true) {
                    boolean watched = !listeners.isEmpty(); // first: who comes meanwhile is seen below
                    live.follow(watched ? Scope.EVERYTHING : Scope.HEALTH);
                    lock.lockInterruptibly();
                    try {
                        while (!closed && same(instance) && watched == !listeners.isEmpty()) {
                            changed.await();
                        }
                        if (closed || !same(instance)) {
                            return;
                        }
                    } finally {
                        lock.unlock();
                    }
                }
            } finally {
                home = null;
                hearing.forEach(Runnable::run);
                listeners.forEach(HomeWatch.Listener::lineChanged);
            }
        }

        private boolean same(Instance instance) {
            return wanted().filter(now -> now.configVersion() == instance.configVersion())
                    .isPresent();
        }

        private void waitForChange(Instance instance) throws InterruptedException {
            lock.lockInterruptibly();
            try {
                while (!closed && same(instance)) {
                    changed.await();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    final class Watch implements HomeWatch {
        private final Line line;
        private final Listener listener;

        Watch(Line line, Listener listener) {
            this.line = line;
            this.listener = listener;
        }

        Optional<LiveHome> home() {
            return Optional.ofNullable(line.home);
        }

        @Override
        public Map<String, EntityState> states() {
            return home().map(LiveHome::states).orElse(Map.of());
        }

        @Override
        public Optional<EntityState> state(String entityId) {
            return home().flatMap(home -> home.state(entityId));
        }

        @Override
        public boolean synced() {
            return home().filter(LiveHome::synced).isPresent();
        }

        @Override
        public double eventsPerSecond() {
            return home().map(LiveHome::eventsPerSecond).orElse(0.0);
        }

        @Override
        public void close() {
            lock.lock();
            try {
                line.listeners.remove(listener);
                lookedAway(line);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /// @return the configuration version the held line runs on; empty when none is held
    Optional<Long> heldVersion(InstanceId id) {
        lock.lock();
        try {
            return Optional.ofNullable(lines.get(id))
                    .filter(line -> line.home != null)
                    .map(line -> line.version);
        } finally {
            lock.unlock();
        }
    }

    /// @return whether somebody looks at the house now
    boolean watched(InstanceId id) {
        lock.lock();
        try {
            return Optional.ofNullable(lines.get(id))
                    .filter(line -> !line.listeners.isEmpty())
                    .isPresent();
        } finally {
            lock.unlock();
        }
    }

    /// @return the houses whose lines are up, for tests and the status
    List<InstanceId> held() {
        lock.lock();
        try {
            return lines.values().stream()
                    .filter(line -> line.home != null)
                    .map(line -> line.id)
                    .toList();
        } finally {
            lock.unlock();
        }
    }
}
