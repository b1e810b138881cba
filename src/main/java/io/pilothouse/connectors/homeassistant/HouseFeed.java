package io.pilothouse.connectors.homeassistant;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.homeassistant.LiveHome.Scope;
import io.pilothouse.domain.home.EntityState;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What one house tells by itself: the states of its entities, and that one of its lists has changed.
/// Thread-safe.
final class HouseFeed implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(HouseFeed.class.getName());
    /// Changes of entities never told, after which the feed begins anew.
    private static final int MOST_UNKNOWN = 5;

    private static final Map<String, Lists> LISTS = Map.ofEntries(
            Map.entry("area_registry_updated", Lists.REGISTRIES),
            Map.entry("floor_registry_updated", Lists.REGISTRIES),
            Map.entry("label_registry_updated", Lists.REGISTRIES),
            Map.entry("device_registry_updated", Lists.REGISTRIES),
            Map.entry("entity_registry_updated", Lists.REGISTRIES),
            Map.entry("service_registered", Lists.SERVICES),
            Map.entry("service_removed", Lists.SERVICES),
            Map.entry("component_loaded", Lists.FACTS),
            Map.entry("core_config_updated", Lists.FACTS),
            Map.entry("repairs_issue_registry_updated", Lists.OTHERS));

    private final HomeAssistantSession session;
    private final HouseDoor door;
    private final HomeQuestions questions;
    private final HomeAssistantSession.Surroundings around;
    private final UpkeepQuestions.Facts facts;
    private final Consumer<Lists> forget;
    private final EntityStates entities = new EntityStates();
    private final Following following = new Following();
    private final List<Consumer<Set<String>>> listeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> listListeners = new CopyOnWriteArrayList<>();
    private final PlainPolling polling;
    private final Rate rate;
    private final ReentrantLock feeding = new ReentrantLock();
    /// Whether the house is too old to tell of its notifications.
    private final AtomicBoolean oldNotifications = new AtomicBoolean();
    private @Nullable Map<String, EntityState> states;
    private volatile boolean live;
    private volatile boolean followsAll;
    private volatile Progress progress = Progress.UNKNOWN;

    /// @param facts  what the house says of itself
    /// @param forget told which of the lists kept of the house is no longer right
    HouseFeed(
            HomeAssistantSession session,
            HouseDoor door,
            HomeQuestions questions,
            HomeAssistantSession.Surroundings around,
            UpkeepQuestions.Facts facts,
            Consumer<Lists> forget) {
        this.session = session;
        this.door = door;
        this.questions = questions;
        this.around = around;
        this.facts = facts;
        this.forget = forget;
        this.polling = new PlainPolling(around, this::polls, this::askStates);
        this.rate = new Rate(around.clock());
    }

    /// What is followed; guarded by itself.
    private static final class Following {
        @Nullable
        Scope scope;

        HomeAssistantSession.@Nullable Wish feed;
    }

    /// How far the server has started on the connection of now.
    private enum Progress {
        UNKNOWN,
        STARTING,
        RUNNING
    }

    /// Which of the kept lists an event is about.
    enum Lists {
        REGISTRIES,
        SERVICES,
        FACTS,
        OTHERS
    }

    /// @return whether changes are told now, so that what was asked may be kept
    boolean tells() {
        synchronized (following) {
            return following.scope != null && live;
        }
    }

    /// @param still whether the house is still starting, as a check saw it
    void starting(boolean still) {
        if (still) {
            progress = Progress.STARTING;
        }
    }

    void follow(Scope scope) {
        boolean start;
        synchronized (following) {
            start = following.scope == null;
            if (following.scope == scope) {
                return;
            }
            following.scope = scope;
        }
        if (start) {
            LISTS.forEach((event, list) -> session.subscribe(new HomeAssistantSession.Wish(
                    "subscribe_events", Map.of("event_type", event), () -> begun(list), _ -> changed(list))));
            session.subscribe(notifications());
            session.onStatus(status -> {
                live = status.state() == SessionState.READY;
                if (live) {
                    feedHealthIfWanted();
                }
                polling.look();
            });
        }
        if (scope == Scope.EVERYTHING) {
            feed(Optional.of(Map.of()), Scope.EVERYTHING);
        } else {
            feed(Optional.empty(), Scope.HEALTH);
            if (session.live()) {
                feedHealthIfWanted();
            }
        }
        followsAll = scope == Scope.EVERYTHING;
        polling.look();
        session.start();
    }

    /// Notifications tell of themselves from 2023.6 on; before, an event says that they changed. What there is when it
    /// begins is no news, as whoever asks is told all of it.
    private HomeAssistantSession.Wish notifications() {
        return new HomeAssistantSession.Wish(
                "persistent_notification/subscribe",
                Map.of(),
                () -> changed(Lists.OTHERS),
                event -> {
                    if (!event.path("type").asText().equals("current")) {
                        changed(Lists.OTHERS);
                    }
                },
                refused -> {
                    if (refused.code().equals("unknown_command") && oldNotifications.compareAndSet(false, true)) {
                        around.threads().newThread(this::hearOfNotifications).start();
                    }
                });
    }

    private void hearOfNotifications() {
        session.subscribe(new HomeAssistantSession.Wish(
                "subscribe_events",
                Map.of("event_type", "persistent_notifications_updated"),
                () -> changed(Lists.OTHERS),
                _ -> changed(Lists.OTHERS)));
    }

    /// Takes no lock.
    private boolean polls() {
        return followsAll && door.socketsBlocked() && !live;
    }

    private void feedHealthIfWanted() {
        synchronized (following) {
            if (following.scope != Scope.HEALTH || following.feed != null) {
                return;
            }
        }
        around.threads().newThread(this::feedHealth).start();
    }

    /// Only what updates tell: by a filter from 2024.9 on, before by the names of those there are.
    private void feedHealth() {
        try {
            var version = HomeAssistantVersion.parse(session.connected().version());
            if (version.isPresent() && version.get().atLeast(HomeAssistantVersion.FILTERS)) {
                feedWhileHealth(Map.of("include", Map.of("domains", List.of("update"))));
                return;
            }
            var updates = questions.states().keySet().stream()
                    .filter(id -> id.startsWith("update."))
                    .toList();
            if (!updates.isEmpty()) {
                feedWhileHealth(Map.of("entity_ids", updates));
            }
        } catch (ConnectorException e) {
            LOG.log(System.Logger.Level.DEBUG, "updates of " + door.logged() + " are not followed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void feedWhileHealth(Map<String, ?> parameters) {
        feed(Optional.of(parameters), Scope.HEALTH);
    }

    /// Replaces the main feed.
    ///
    /// @param parameters empty for no feed at all
    private void feed(Optional<Map<String, ?>> parameters, Scope of) {
        var wish = parameters
                .map(it -> new HomeAssistantSession.Wish(
                        "subscribe_entities", it, this::feedBegins, this::told, this::feedRefused))
                .orElse(null);
        feedBy(wish, of);
    }

    /// One change of the feed after the other, so that the latest wish is the one that lasts.
    ///
    /// @param of the scope it was wished for; nothing is done once another one is followed
    private void feedBy(HomeAssistantSession.@Nullable Wish wish, Scope of) {
        feeding.lock();
        try {
            HomeAssistantSession.Wish old;
            synchronized (following) {
                if (following.scope != of) {
                    return;
                }
                old = following.feed;
                following.feed = wish;
            }
            if (old != null) {
                session.unsubscribe(old);
            }
            if (wish != null) {
                session.subscribe(wish);
            }
        } finally {
            feeding.unlock();
        }
    }

    private void feedAgain() {
        Map<String, ?> parameters;
        Scope scope;
        synchronized (following) {
            scope = following.scope;
            if (scope == null || following.feed == null || following.feed.type().equals("subscribe_events")) {
                return;
            }
            parameters = following.feed.asks().get();
        }
        feed(Optional.of(parameters), scope);
    }

    /// Before 2022.4 there is no feed of entities: each change is an event, and the states are asked.
    private void feedRefused(Reply.Refused refused) {
        if (!refused.code().equals("unknown_command")) {
            return;
        }
        Scope scope;
        synchronized (following) {
            scope = following.scope;
            if (scope == null || following.feed == null || following.feed.type().equals("subscribe_events")) {
                return;
            }
        }
        around.threads()
                .newThread(() -> feedBy(
                        new HomeAssistantSession.Wish(
                                "subscribe_events",
                                Map.of("event_type", "state_changed"),
                                this::askStatesSoon,
                                event -> heard(event.path("data"))),
                        scope))
                .start();
    }

    private void askStatesSoon() {
        feedBegins();
        around.threads().newThread(this::askStates).start();
    }

    private void askStates() {
        try {
            var asked = questions.states();
            EntityStates.Change change;
            synchronized (entities) {
                change = entities.replace(asked);
            }
            tell(change);
        } catch (ConnectorException e) {
            LOG.log(System.Logger.Level.DEBUG, "the states of " + door.logged() + " were not given", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void heard(JsonNode data) {
        EntityStates.Change change;
        synchronized (entities) {
            change = entities.told(data);
        }
        rate.count(1);
        tell(change);
    }

    /// Called before the first event of a connection, so that the two never run at once.
    private void feedBegins() {
        synchronized (entities) {
            entities.begin();
        }
    }

    private void told(JsonNode event) {
        EntityStates.Change change;
        boolean lost;
        synchronized (entities) {
            boolean news = entities.told(); // the first telling is everything there is, and no news
            change = entities.apply(
                    event,
                    progress == Progress.RUNNING
                            ? EntityStates.Completeness.WHOLE
                            : EntityStates.Completeness.PERHAPS_STARTING);
            lost = entities.unknown() >= MOST_UNKNOWN;
            rate.count(news ? change.changed().size() + change.removed().size() : 0);
        }
        tell(change);
        if (lost) {
            feedAgain(); // something was missed: begin with a whole snapshot
        }
    }

    private void tell(EntityStates.Change change) {
        synchronized (entities) {
            states = null;
        }
        var ids = new HashSet<>(change.changed());
        ids.addAll(change.removed());
        listeners.forEach(listener -> listener.accept(ids));
    }

    /// On a new connection, before the main feed.
    private void begun(Lists list) {
        if (list == Lists.FACTS) {
            progress = Progress.UNKNOWN;
        }
        changed(list);
    }

    private void changed(Lists list) {
        forget.accept(list);
        if (list == Lists.FACTS) {
            around.threads().newThread(this::lookWhetherStarted).start();
        }
        listListeners.forEach(Runnable::run);
    }

    /// While it starts, the first telling is only a part. Nothing is taken for gone before it runs, and what
    /// it was told while it was starting begins anew then.
    private void lookWhetherStarted() {
        try {
            var before = progress;
            if (!facts.get().state().equals("RUNNING")) {
                progress = Progress.STARTING;
                return;
            }
            progress = Progress.RUNNING;
            if (before == Progress.STARTING) {
                feedAgain();
                return;
            }
            EntityStates.Change change;
            synchronized (entities) {
                change = entities.whole();
            }
            if (!change.removed().isEmpty()) {
                tell(change);
            }
        } catch (ConnectorException e) {
            LOG.log(System.Logger.Level.DEBUG, "whether " + door.logged() + " has started is not known", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Map<String, EntityState> states() {
        synchronized (entities) {
            var copy = states;
            if (copy == null) {
                copy = entities.copy();
                states = copy;
            }
            return copy;
        }
    }

    Optional<EntityState> state(String entityId) {
        return entities.find(entityId);
    }

    boolean synced() {
        boolean told = session.live() || door.socketsBlocked();
        synchronized (entities) {
            return told && followsEverything() && entities.told();
        }
    }

    private boolean followsEverything() {
        synchronized (following) {
            return following.scope == Scope.EVERYTHING;
        }
    }

    double eventsPerSecond() {
        return rate.perSecond();
    }

    Runnable onStates(Consumer<Set<String>> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    Runnable onLists(Runnable listener) {
        listListeners.add(listener);
        return () -> listListeners.remove(listener);
    }

    @Override
    public void close() {
        polling.close();
    }
}
