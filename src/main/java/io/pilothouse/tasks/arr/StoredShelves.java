package io.pilothouse.tasks.arr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.KeepsTitles;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.arr.Child;
import io.pilothouse.domain.arr.Coming;
import io.pilothouse.domain.arr.Past;
import io.pilothouse.domain.arr.Release;
import io.pilothouse.domain.arr.Setup;
import io.pilothouse.domain.arr.Title;
import io.pilothouse.domain.arr.Upkeep;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.UndoStep;
import io.pilothouse.store.TitleRepository;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.activity.Activity;
import io.pilothouse.tasks.cycle.Searchers;
import io.pilothouse.tasks.guard.Guards;
import io.pilothouse.tasks.instance.Instances;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Libraries read from the apps and kept in the store. Thread-safe.
public final class StoredShelves implements Shelves {

    /// Kind of the steps that [#takeBack] takes back.
    public static final String UNDO_MONITOR = "arr-monitor";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TitleRepository store;
    private final Instances instances;
    private final Searchers services;
    private final Guards guards;
    private final Activity activity;
    private final Clock clock;

    public StoredShelves(
            TitleRepository store,
            Instances instances,
            Searchers services,
            Guards guards,
            Activity activity,
            Clock clock) {
        this.store = store;
        this.instances = instances;
        this.services = services;
        this.guards = guards;
        this.activity = activity;
        this.clock = clock;
    }

    /// A question to one app.
    @FunctionalInterface
    private interface Question<T> {
        T ask(KeepsTitles service) throws ConnectorException, InterruptedException;
    }

    private <T> T ask(InstanceId id, Question<T> question) throws ProblemException, InterruptedException {
        if (!(services.of(id) instanceof KeepsTitles service)) {
            throw new ProblemException(new Problem(
                    ProblemCode.BAD_VALUE,
                    "The instance " + id + " keeps no titles.",
                    "Choose an instance of Sonarr, Radarr, Lidarr, Readarr or Whisparr."));
        }
        try {
            return question.ask(service);
        } catch (ConnectorException e) {
            throw new ProblemException(e.problem(), e);
        }
    }

    @Override
    public Shelf stored(InstanceId id) {
        return new Shelf(store.all(id), store.readAt(id));
    }

    @Override
    public Shelf read(InstanceId id) throws ProblemException, InterruptedException {
        store.replace(id, ask(id, KeepsTitles::library), clock.instant());
        return stored(id);
    }

    @Override
    public List<Copy> elsewhere(InstanceId id, Title title) {
        return copies(store.elsewhere(id, title));
    }

    @Override
    public List<Copy> named(String words, int limit) {
        return copies(store.named(words, limit));
    }

    private static List<Copy> copies(List<TitleRepository.Elsewhere> found) {
        return found.stream().map(it -> new Copy(it.instance(), it.title())).toList();
    }

    @Override
    public List<Child> children(InstanceId id, ItemKey parent) throws ProblemException, InterruptedException {
        return ask(id, service -> service.children(parent));
    }

    @Override
    public List<Past> past(InstanceId id, ItemKey item) throws ProblemException, InterruptedException {
        return ask(id, service -> service.past(item));
    }

    @Override
    public Setup setup(InstanceId id) throws ProblemException, InterruptedException {
        return ask(id, KeepsTitles::setup);
    }

    @Override
    public List<Coming> calendar(InstanceId id, Instant from, Instant until, boolean unmonitored)
            throws ProblemException, InterruptedException {
        return ask(id, service -> service.calendar(from, until, unmonitored));
    }

    @Override
    public Upkeep upkeep(InstanceId id) throws ProblemException, InterruptedException {
        return ask(id, KeepsTitles::upkeep);
    }

    @Override
    public void doNow(InstanceId id, Upkeep.Chore chore, Consent consent)
            throws ProblemException, InterruptedException {
        guards.require(
                new Act(ActionClass.COSTLY, List.of(id), "have “" + chore.name() + "” done now", List.of(), 1),
                consent);
        ask(id, service -> service.doNow(chore.command()));
        record(id, consent, "Had “" + chore.name() + "” done by " + name(id) + ".");
    }

    @Override
    public void monitor(
            InstanceId id, Collection<ItemKey> items, boolean monitored, Consent consent, TaskContext context)
            throws ProblemException, InterruptedException {
        var what = (monitored ? "monitor " : "unmonitor ") + counted(items.size());
        guards.require(new Act(ActionClass.REMOTE_REVERSIBLE, List.of(id), what, List.of(), items.size()), consent);
        ask(id, service -> {
            service.monitor(items, monitored);
            return true;
        });
        context.effect(monitored ? "monitored" : "unmonitored", items.size());
        context.undoableBy(wayBack(id, items, !monitored));
        record(id, consent, (monitored ? "Let " : "Let not ") + name(id) + " monitor " + counted(items.size()) + ".");
        ask(id, service -> {
            store.replace(id, service.library(), clock.instant());
            return true;
        });
    }

    private static UndoStep wayBack(InstanceId id, Collection<ItemKey> items, boolean monitored) {
        var payload = JSON.createObjectNode().put("monitored", monitored);
        var keys = payload.putArray("items");
        items.forEach(it -> keys.addObject().put("type", it.type()).put("id", it.id()));
        return new UndoStep(
                UNDO_MONITOR,
                id,
                payload.toString(),
                (monitored ? "monitor " : "unmonitor ") + counted(items.size()) + " again");
    }

    /// Switches monitoring back.
    public void takeBack(UndoStep step, Consent consent) throws ProblemException, InterruptedException {
        guards.require(
                new Act(ActionClass.REMOTE_REVERSIBLE, List.of(step.instance()), step.description(), List.of(), 1),
                consent);
        JsonNode payload;
        try {
            payload = JSON.readTree(step.payload());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not a step of monitoring: " + step.payload(), e);
        }
        var items = new ArrayList<ItemKey>();
        payload.path("items")
                .forEach(it -> items.add(
                        new ItemKey(it.path("type").asText(), it.path("id").asText())));
        ask(step.instance(), service -> {
            service.monitor(items, payload.path("monitored").asBoolean());
            return true;
        });
        record(step.instance(), consent, "Taken back on " + name(step.instance()) + ": " + step.description() + ".");
    }

    private static String counted(int items) {
        return items == 1 ? "1 item" : items + " items";
    }

    @Override
    public List<Release> releases(InstanceId id, ItemKey item) throws ProblemException, InterruptedException {
        return ask(id, service -> service.releases(item));
    }

    @Override
    public void grab(InstanceId id, Release release, Consent consent) throws ProblemException, InterruptedException {
        guards.require(
                new Act(ActionClass.COSTLY, List.of(id), "grab “" + release.title() + "”", List.of(), 1), consent);
        ask(id, service -> {
            service.grab(release);
            return true;
        });
        record(id, consent, "Had “" + release.title() + "” grabbed by " + name(id) + ".");
    }

    private String name(InstanceId id) {
        return instances.find(id).map(Instance::name).orElse(id.value());
    }

    private void record(InstanceId id, Consent consent, String words) {
        activity.record(Activity.now(clock.instant(), id, consent.origin(), "library", words));
    }
}
