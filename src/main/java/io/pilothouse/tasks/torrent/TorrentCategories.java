package io.pilothouse.tasks.torrent;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.KeepsTorrents;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.guard.Guards;
import io.pilothouse.tasks.instance.Instances;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Makes the categories that *arrs use on the clients that lack them (contract section 13.3). Methods
/// block: call them from a task. Thread-safe.
public final class TorrentCategories {

    private final Instances instances;
    private final TorrentLines lines;
    private final TorrentWatch watch;
    private final Guards guards;

    TorrentCategories(Instances instances, TorrentLines lines, TorrentWatch watch, Guards guards) {
        this.instances = instances;
        this.lines = lines;
        this.watch = watch;
        this.guards = guards;
    }

    /// @param outcome `created`, `existed`, `missing` in a dry run, `other-case`, `skipped`, `failed`
    public record Ensured(InstanceId client, String category, InstanceId owner, String outcome, String message) {}

    /// Makes every category that an *arr uses on every client that lacks it.
    ///
    /// @param clients    empty for all
    /// @param categories empty for all
    public List<Ensured> ensureCategories(
            Collection<InstanceId> clients,
            Collection<String> categories,
            boolean dryRun,
            Consent consent,
            TaskContext context)
            throws ProblemException, InterruptedException {
        var fleet = watch.fleet().get();
        var ensured = new ArrayList<Ensured>();
        var missingAt = new LinkedHashMap<Instance, SortedMap<String, InstanceId>>();
        for (var instance : instances.fleet().get().live()) {
            if (!TorrentWatch.client(instance) || (!clients.isEmpty() && !clients.contains(instance.id()))) {
                continue;
            }
            var side = Optional.ofNullable(fleet.sides().get(instance.id()));
            var missing = new TreeMap<String, InstanceId>();
            for (var wanted : fleet.ownership().categories().entrySet()) {
                var owner = wanted.getValue().getFirst();
                var name = wanted.getKey();
                if (!categories.isEmpty() && !categories.contains(name)) {
                    continue;
                }
                if (side.filter(TorrentSide::up).isEmpty()) {
                    ensured.add(
                            new Ensured(instance.id(), name, owner, "skipped", instance.name() + " does not answer."));
                } else if (side.get().categories().containsKey(name)) {
                    ensured.add(new Ensured(instance.id(), name, owner, "existed", ""));
                } else if (side.get().categories().keySet().stream().anyMatch(name::equalsIgnoreCase)) {
                    ensured.add(new Ensured(
                            instance.id(), name, owner, "other-case", "It has the category in other letters."));
                } else if (dryRun) {
                    ensured.add(new Ensured(instance.id(), name, owner, "missing", ""));
                } else {
                    missing.put(name, owner);
                }
            }
            if (!missing.isEmpty()) {
                missingAt.put(instance, missing);
            }
        }
        if (!missingAt.isEmpty()) {
            make(missingAt, ensured, consent, context);
        }
        return ensured;
    }

    private void make(
            Map<Instance, SortedMap<String, InstanceId>> missingAt,
            List<Ensured> ensured,
            Consent consent,
            TaskContext context)
            throws ProblemException, InterruptedException {
        var names = new TreeSet<String>();
        missingAt.values().forEach(missing -> names.addAll(missing.keySet()));
        int count = missingAt.values().stream().mapToInt(Map::size).sum();
        var allowed = guards.require(
                new Act(
                        ActionClass.REMOTE_REVERSIBLE,
                        missingAt.keySet().stream().map(Instance::id).toList(),
                        "make " + count + " categories",
                        List.copyOf(names),
                        count),
                consent);
        for (var each : missingAt.entrySet()) {
            var instance = each.getKey();
            if (allowed.leftOut().contains(instance.id())) {
                each.getValue()
                        .forEach((name, owner) -> ensured.add(new Ensured(
                                instance.id(), name, owner, "skipped", instance.name() + " is Read-only.")));
            } else {
                context.effect("created", create(instance, each.getValue(), ensured));
            }
        }
    }

    /// @return how many were made
    private int create(Instance instance, SortedMap<String, InstanceId> missing, List<Ensured> ensured)
            throws InterruptedException {
        int created = 0;
        for (var it : missing.entrySet()) {
            try {
                boolean made = lines.client(instance, line -> line.createCategory(it.getKey(), ""));
                created += made ? 1 : 0;
                ensured.add(new Ensured(instance.id(), it.getKey(), it.getValue(), made ? "created" : "existed", ""));
            } catch (ConnectorException e) {
                ensured.add(new Ensured(
                        instance.id(),
                        it.getKey(),
                        it.getValue(),
                        "failed",
                        e.problem().summary()));
            }
        }
        try {
            watch.seen(lines.client(instance, KeepsTorrents::poll));
        } catch (ConnectorException ignored) { // the next look tells
            return created;
        }
        return created;
    }
}
