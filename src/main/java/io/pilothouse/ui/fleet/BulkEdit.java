package io.pilothouse.ui.fleet;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// One change of several instances at once: only the fields a person unlocks are written, each instance by
/// itself and on the configuration it had when the form opened. Knows no nodes. FX thread only.
final class BulkEdit {

    /// What can be changed for several at once.
    enum Field {
        GROUP,
        TAGS,
        GUARD,
        CHECK_EVERY,
        ENABLED
    }

    /// What one instance becomes.
    record Change(Instance instance, Configuration after, String words) {}

    /// What became of one instance.
    record Result(Instance instance, Optional<Problem> problem) {}

    private final UiServices services;
    private final Words words;
    private final List<Instance> instances;
    private final Map<Field, String> wanted = new LinkedHashMap<>();

    BulkEdit(UiServices services, Words words, List<InstanceId> ids) {
        this.services = services;
        this.words = words;
        instances = ids.stream()
                .flatMap(id -> services.instances().find(id).stream())
                .toList();
    }

    List<Instance> instances() {
        return instances;
    }

    /// The value all have, or how many different ones there are: "(5 values)".
    String now(Field field) {
        var values = instances.stream()
                .map(instance -> read(field).apply(instance.configuration()))
                .distinct()
                .toList();
        return values.size() == 1 ? values.getFirst() : words.texts().text("fleet.bulk.values", values.size());
    }

    /// @return the value that all have; empty where they differ
    Optional<String> common(Field field) {
        var values = instances.stream()
                .map(instance -> read(field).apply(instance.configuration()))
                .distinct()
                .toList();
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    private static Function<Configuration, String> read(Field field) {
        return switch (field) {
            case GROUP -> Configuration::group;
            case TAGS -> configuration -> String.join(", ", configuration.tags());
            case GUARD ->
                configuration -> configuration.guard().map(GuardLevel::name).orElse("");
            case CHECK_EVERY ->
                configuration -> configuration
                        .checkEvery()
                        .map(every -> String.valueOf(every.toSeconds()))
                        .orElse("");
            case ENABLED -> configuration -> String.valueOf(configuration.enabled());
        };
    }

    /// Unlocks a field and gives it a value.
    void change(Field field, String value) {
        wanted.put(field, value.strip());
    }

    /// Locks a field again: it stays as it is everywhere.
    void keep(Field field) {
        wanted.remove(field);
    }

    /// @return why a value cannot be; empty when all can
    Optional<Field> bad() {
        return wanted.entrySet().stream()
                .filter(each -> each.getKey() == Field.CHECK_EVERY
                        && !each.getValue().isEmpty()
                        && !(each.getValue().matches("\\d{1,5}")
                                && Long.parseLong(each.getValue()) >= Configuration.SHORTEST_PAUSE.toSeconds()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /// What would become otherwise; instances that have it already are not in it.
    List<Change> plan() {
        var changes = new ArrayList<Change>();
        for (var instance : instances) {
            var after = instance.configuration();
            var said = new ArrayList<String>();
            for (var each : wanted.entrySet()) {
                var next = write(each.getKey(), each.getValue()).apply(after);
                if (!next.equals(after)) {
                    said.add(words.texts()
                            .text(
                                    "fleet.bulk.becomes",
                                    words.texts().text("fleet.bulk." + word(each.getKey())),
                                    shown(each.getKey(), read(each.getKey()).apply(after)),
                                    shown(each.getKey(), each.getValue())));
                    after = next;
                }
            }
            if (!said.isEmpty()) {
                changes.add(new Change(instance, after, String.join("; ", said)));
            }
        }
        return changes;
    }

    static String word(Field field) {
        return field.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    String shown(Field field, String value) {
        if (value.isEmpty()) {
            return field == Field.GUARD || field == Field.CHECK_EVERY
                    ? words.texts().text("fleet.bulk.usual")
                    : words.texts().text("common.none");
        }
        return switch (field) {
            case GUARD -> words.guard(GuardLevel.valueOf(value));
            case CHECK_EVERY ->
                value.matches("\\d{1,5}") ? words.age(Duration.ofSeconds(Long.parseLong(value))) : value;
            case ENABLED -> words.texts().text(Boolean.parseBoolean(value) ? "overview.yes" : "overview.no");
            case GROUP, TAGS -> value;
        };
    }

    private static UnaryOperator<Configuration> write(Field field, String value) {
        return switch (field) {
            case GROUP -> configuration -> configuration.withGroup(value);
            case TAGS -> configuration -> configuration.withTags(List.of(value.split(",")));
            case GUARD ->
                configuration -> configuration.withGuard(
                        value.isEmpty() ? Optional.empty() : Optional.of(GuardLevel.valueOf(value)));
            case CHECK_EVERY ->
                configuration -> configuration.withCheckEvery(
                        value.isEmpty() ? Optional.empty() : Optional.of(Duration.ofSeconds(Long.parseLong(value))));
            case ENABLED -> configuration -> configuration.withEnabled(Boolean.parseBoolean(value));
        };
    }

    /// Makes the changes in one task, so that one undo takes all back.
    void make(List<Change> changes, BiConsumer<TaskId, List<Result>> done) {
        var making = services.tasks()
                .start(
                        new TaskRequest(
                                "bulk-edit",
                                "edit " + (changes.size() == 1 ? "1 instance" : changes.size() + " instances"),
                                changes.stream()
                                        .map(change -> change.instance().id())
                                        .toList(),
                                Origin.WINDOW),
                        context -> make(changes, context));
        making.whenEnded(services.fx(), outcome -> {
            if (outcome instanceof Outcome.Succeeded<List<Result>>(List<Result> results)) {
                done.accept(making.id(), results);
            }
        });
    }

    /// Runs in a task.
    private List<Result> make(List<Change> changes, TaskContext context) {
        if (changes.size() > 1) {
            services.safekeeping().copyNow();
        }
        var results = new ArrayList<Result>();
        for (var change : changes) {
            context.progress(results.size(), changes.size());
            try {
                services.instances()
                        .edit(
                                change.instance().id(),
                                change.instance().configVersion(),
                                change.after(),
                                Map.of(),
                                Consent.none(Origin.WINDOW));
                results.add(new Result(change.instance(), Optional.empty()));
            } catch (ProblemException e) {
                context.itemFailed(e.problem());
                results.add(new Result(change.instance(), Optional.of(e.problem())));
            }
        }
        context.progress(results.size(), changes.size());
        return results;
    }
}
