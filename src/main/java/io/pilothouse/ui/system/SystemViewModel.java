package io.pilothouse.ui.system;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.ServiceWarning;
import io.pilothouse.domain.instance.Connection.ProxyChoice;
import io.pilothouse.domain.instance.Connection.TlsTrust;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.domain.task.TaskView;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.connection.SentRequests.Sent;
import io.pilothouse.tasks.instance.GroupDefaults;
import io.pilothouse.ui.common.Batch;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.overview.Facts;
import io.pilothouse.ui.overview.Facts.Fact;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// What the system page of one instance shows. Made for that instance and never moved to another. Knows
/// no nodes. FX thread only.
final class SystemViewModel {

    private static final int MOST = 12;

    /// Pages of the services' own that a contract names, by kind.
    private static final Map<String, List<Link>> PAGES =
            Map.of("homeassistant", List.of(new Link("system.page.repairs", "config/repairs")));

    /// @param path below the base address
    record Link(String key, String path) {}

    /// A page of the service itself.
    record OwnPage(String title, URI uri) {}

    record View(
            Instance instance,
            List<Fact> says,
            List<Fact> ways,
            List<ServiceWarning> warnings,
            List<OwnPage> pages,
            List<Sent> sent,
            List<TaskView> tasks,
            boolean read) {
        View {
            says = List.copyOf(says);
            ways = List.copyOf(ways);
            warnings = List.copyOf(warnings);
            pages = List.copyOf(pages);
            sent = List.copyOf(sent);
            tasks = List.copyOf(tasks);
        }
    }

    private record Read(List<Sent> sent, List<TaskView> tasks) {}

    private final UiServices services;
    private final Words words;
    private final InstanceId id;
    private final Facts facts;
    private final Latest reading;
    private final ReadOnlyObjectWrapper<Optional<View>> view = new ReadOnlyObjectWrapper<>(Optional.empty());
    private Read read = new Read(List.of(), List.of());
    private boolean wasRead;
    private Optional<Batch> batch = Optional.empty();

    SystemViewModel(UiServices services, Words words, InstanceId id) {
        this.services = services;
        this.words = words;
        this.id = id;
        facts = new Facts(words);
        reading = new Latest(services.fx());
        refresh();
    }

    ReadOnlyObjectProperty<Optional<View>> view() {
        return view.getReadOnlyProperty();
    }

    void follow() {
        batch = Optional.of(new Batch(services.later(), services.fx(), this::refresh)
                .on(services.health().states())
                .on(services.instances().fleet()));
        refresh();
        read();
    }

    void rest() {
        batch.ifPresent(Batch::close);
        batch = Optional.empty();
        reading.cancel();
    }

    private void read() {
        reading.<Read>start(
                () -> services.tasks()
                        .start(
                                new TaskRequest("read", "read the requests to " + id, List.of(id), Origin.WINDOW, true),
                                _ -> new Read(
                                        services.safekeeping().sent().stream()
                                                .filter(one -> one.instance().equals(Optional.of(id)))
                                                .limit(MOST)
                                                .toList(),
                                        services.tasks().history(500).stream()
                                                .filter(task -> task.instances().contains(id) && !task.quiet())
                                                .limit(MOST)
                                                .toList())),
                outcome -> {
                    if (outcome instanceof Outcome.Succeeded<Read>(Read found)) {
                        read = found;
                        wasRead = true;
                        refresh();
                    }
                });
    }

    private void refresh() {
        services.instances().find(id).ifPresent(instance -> {
            var health = Optional.ofNullable(services.health().states().get().get(id));
            var now = services.clock().instant();
            view.set(Optional.of(new View(
                    instance,
                    says(instance, health, now),
                    ways(instance, health, now),
                    health.flatMap(InstanceHealth::answer)
                            .map(CheckAnswer::warnings)
                            .orElse(List.of()),
                    pages(instance),
                    read.sent,
                    read.tasks,
                    wasRead)));
        });
    }

    private List<Fact> says(Instance instance, Optional<InstanceHealth> health, Instant now) {
        var says = new ArrayList<Fact>();
        says.add(new Fact(text("system.id"), instance.id().value()));
        instance.identity().ifPresent(who -> {
            add(says, "system.product", who.product());
            add(says, "system.version", who.version());
            add(says, "system.own-name", who.name());
            add(says, "system.own-id", who.id());
        });
        var ownName = instance.identity().map(who -> who.name()).orElse("");
        var lines = new LinkedHashMap<String, String>();
        instance.identity().ifPresent(who -> who.facts().forEach((name, value) -> tell(lines, ownName, name, value)));
        health.flatMap(InstanceHealth::answer)
                .ifPresent(answer -> answer.facts()
                        .forEach((name, value) -> tell(lines, ownName, name, facts.said(name, value, now))));
        lines.forEach((title, value) -> says.add(new Fact(title, value)));
        return says;
    }

    private void add(List<Fact> list, String key, String value) {
        if (!value.isBlank()) {
            list.add(new Fact(text(key), value));
        }
    }

    /// What was said last stands; version and own name stand in lines of their own. Marks by which a library is known
    /// again, as `scene.1`, are for comparing and not for reading.
    private void tell(Map<String, String> lines, String ownName, String name, String value) {
        if (!value.isBlank() && name.indexOf('.') < 0 && !name.equals("version") && !value.equals(ownName)) {
            lines.put(facts.title(name), value);
        }
    }

    private List<Fact> ways(Instance instance, Optional<InstanceHealth> health, Instant now) {
        var ways = new ArrayList<Fact>();
        var connection = instance.configuration().connection();
        var defaults = new GroupDefaults(services.settings());
        boolean second = health.flatMap(InstanceHealth::answer)
                .filter(CheckAnswer::usedSecondAddress)
                .isPresent();
        ways.add(new Fact(text("system.address"), instance.address() + (second ? " " + text("system.demoted") : "")));
        connection
                .second()
                .ifPresent(other ->
                        ways.add(new Fact(text("system.second"), other + (second ? " " + text("system.used") : ""))));
        ways.add(new Fact(
                text("system.proxy"),
                switch (defaults.connection(instance.configuration()).proxy()) {
                    case ProxyChoice.System _ -> text("system.proxy.system");
                    case ProxyChoice.None _ -> text("system.proxy.none");
                    case ProxyChoice.Through(String host, int port) -> host + ":" + port;
                }));
        if (instance.address().secure()) {
            ways.add(new Fact(
                    text("system.trust"),
                    switch (connection.trust()) {
                        case TlsTrust.System _ -> text("system.trust.system");
                        case TlsTrust.Authority _ -> text("system.trust.authority");
                        case TlsTrust.Pinned(String sha256) -> text("system.trust.pinned", sha256.substring(0, 16));
                    }));
        }
        health.flatMap(InstanceHealth::answer)
                .flatMap(CheckAnswer::certificateEnds)
                .ifPresent(ends -> ways.add(new Fact(
                        text("system.certificate"),
                        ends.isAfter(now) ? words.time(ends, now) : text("overview.expired", words.time(ends, now)))));
        ways.add(new Fact(text("system.timeout"), words.age(connection.timeout())));
        defaults.checkEvery(instance.configuration())
                .ifPresentOrElse(
                        every -> ways.add(new Fact(text("system.every"), words.age(every))),
                        () -> ways.add(new Fact(text("system.every"), text("system.every.usual"))));
        health.ifPresent(known -> {
            known.latency().ifPresent(one -> ways.add(new Fact(text("system.latency"), words.latency(one.toMillis()))));
            known.lastCheckAt().ifPresent(at -> ways.add(new Fact(text("system.checked"), words.time(at, now))));
            known.nextCheckAt().ifPresent(at -> ways.add(new Fact(text("system.next"), words.time(at, now))));
        });
        if (!connection.headers().isEmpty()) {
            ways.add(new Fact(
                    text("system.headers"),
                    String.join(
                            ", ",
                            connection.headers().stream()
                                    .map(header -> header.name())
                                    .toList())));
        }
        var weekly = services.maintenance().weekly(id);
        if (!weekly.spans().isEmpty()) {
            ways.add(new Fact(text("system.weekly"), words.timetable(weekly)));
        }
        services.maintenance().planned().get().stream()
                .filter(period -> period.id().equals(id))
                .findFirst()
                .ifPresent(period -> ways.add(new Fact(
                        text("system.maintenance"),
                        text("system.from-until", words.time(period.from(), now), words.time(period.until(), now)))));
        return ways;
    }

    private List<OwnPage> pages(Instance instance) {
        var pages = new ArrayList<OwnPage>();
        var base = instance.address().uri();
        pages.add(new OwnPage(words.kind(instance.kind()), base));
        PAGES.getOrDefault(instance.kind().value(), List.of())
                .forEach(link -> pages.add(new OwnPage(text(link.key()), base.resolve(link.path()))));
        instance.configuration()
                .connection()
                .second()
                .ifPresent(second -> pages.add(new OwnPage(text("system.page.second"), second.uri())));
        return pages;
    }

    /// Stores notes that were written on the configuration the page shows.
    ///
    /// @param openedOn the configuration version at which writing began
    void keepNotes(String notes, long openedOn, Consumer<Instance> kept, Consumer<Problem> failed) {
        services.instances()
                .find(id)
                .ifPresent(instance -> services.tasks()
                        .start(
                                new TaskRequest(
                                        "instance-edit",
                                        "keep the notes of " + instance.name(),
                                        List.of(id),
                                        Origin.WINDOW),
                                _ -> services.instances()
                                        .edit(
                                                id,
                                                openedOn,
                                                instance.configuration().withNotes(notes),
                                                Map.of(),
                                                Consent.none(Origin.WINDOW)))
                        .whenEnded(services.fx(), outcome -> {
                            switch (outcome) {
                                case Outcome.Succeeded<Instance>(Instance edited) -> kept.accept(edited);
                                case Outcome.Failed<Instance>(Problem problem) -> failed.accept(problem);
                                case Outcome.Cancelled<Instance>() -> {}
                            }
                        }));
    }

    private String text(String key, Object... arguments) {
        return words.texts().text(key, arguments);
    }
}
