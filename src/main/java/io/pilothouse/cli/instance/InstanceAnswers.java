package io.pilothouse.cli.instance;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliServices;
import io.pilothouse.cli.text.HealthWords;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Spans;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.Lifecycle;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.RemoteIdentity;
import io.pilothouse.tasks.connection.ConnectionTests.TestResult;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Instances and their tests as answers.
public final class InstanceAnswers {

    private InstanceAnswers() {}

    /// The form `Instance` of the command line reference.
    public static SequencedMap<String, @Nullable Object> json(CliServices services, Instance instance) {
        var fleet = services.instances().fleet().get();
        var configuration = instance.configuration();
        var health = health(services, instance);
        var identity = health.flatMap(InstanceHealth::answer)
                .map(CheckAnswer::identity)
                .or(instance::identity);
        var trouble = health.map(HealthWords::trouble).orElse(HealthWords.Trouble.NONE);
        return Json.object(
                "id", instance.id(),
                "num", instance.num(),
                "kind", instance.kind(),
                "name", instance.name(),
                "address", instance.address(),
                "secondAddress", configuration.connection().second().map(Address::toString),
                "enabled", configuration.enabled(),
                "priority", configuration.priority(),
                "group", configuration.group().isEmpty() ? null : configuration.group(),
                "tags", configuration.tags(),
                "colour", configuration.colour(),
                "monogram", configuration.monogram(),
                "guard", services.guards().levelOf(instance.id()).word(),
                "lifecycle", lifecycle(instance, health),
                "health", health.flatMap(InstanceHealth::health),
                "state",
                        health.map(InstanceHealth::state)
                                .orElse(ShownState.UNKNOWN)
                                .word(),
                "cause", trouble.cause(),
                "message", trouble.message(),
                "next", trouble.next(),
                "product", identity.map(RemoteIdentity::product).filter(text -> !text.isEmpty()),
                "version", identity.map(RemoteIdentity::version).filter(text -> !text.isEmpty()),
                "identity", instance.identity().map(InstanceAnswers::json),
                "latencyMillis", health.flatMap(InstanceHealth::latency).map(Duration::toMillis),
                "lastCheckAt", health.flatMap(InstanceHealth::lastCheckAt),
                "stateSince", health.map(InstanceHealth::stateSince),
                "locked", fleet.locked().contains(instance.id()),
                "settings", configuration.settings(),
                "configVersion", instance.configVersion(),
                "createdAt", instance.createdAt(),
                "updatedAt", instance.updatedAt(),
                "deletedAt", instance.deletedAt());
    }

    private static Object json(RemoteIdentity identity) {
        return Json.object(
                "name", identity.name().isEmpty() ? null : identity.name(),
                "id", identity.id().isEmpty() ? null : identity.id(),
                "facts", identity.facts());
    }

    private static Lifecycle lifecycle(Instance instance, Optional<InstanceHealth> health) {
        return health.map(InstanceHealth::lifecycle)
                .orElse(instance.enabled() ? Lifecycle.PENDING : Lifecycle.INACTIVE);
    }

    private static Optional<InstanceHealth> health(CliServices services, Instance instance) {
        return Optional.ofNullable(services.health().states().get().get(instance.id()));
    }

    /// The form `Test` of the command line reference.
    static SequencedMap<String, @Nullable Object> json(Optional<Instance> instance, TestResult test) {
        return Json.object(
                "id", instance.map(Instance::id),
                "ok", test.ok(),
                "code", test.code().map(code -> code.problemCode().word()),
                "message", test.message(),
                "next", test.next().isEmpty() ? null : test.next(),
                "product", test.identity().map(RemoteIdentity::product).filter(text -> !text.isEmpty()),
                "version", test.identity().map(RemoteIdentity::version).filter(text -> !text.isEmpty()),
                "latencyMillis", test.latencyMillis(),
                "checkedAt", test.checkedAt());
    }

    static Answer list(CliServices services, List<Instance> instances, String whenEmpty) {
        return Answer.of(
                Json.object(
                        "instances",
                        instances.stream()
                                .map(instance -> json(services, instance))
                                .toList()),
                page -> page.table(table(services, instances), whenEmpty));
    }

    /// One instance after a change.
    static Answer changed(CliServices services, Instance instance, String sentence) {
        return Answer.of(json(services, instance), page -> page.done(sentence));
    }

    /// Several instances after a change.
    static Answer changed(CliServices services, Collection<Instance> instances, List<String> sentences) {
        return Answer.of(
                Json.object(
                        "instances",
                        instances.stream()
                                .map(instance -> json(services, instance))
                                .toList()),
                page -> sentences.forEach(page::done));
    }

    static Table table(CliServices services, List<Instance> instances) {
        var table = new Table("NAME", "KIND", "STATE", "VERSION", "ADDRESS", "GROUP", "ID");
        for (var instance : instances) {
            var health = health(services, instance);
            table.row(
                    instance.name(),
                    instance.kind(),
                    health.map(HealthWords::cell).orElse(Table.Cell.of(ShownState.UNKNOWN.word())),
                    health.flatMap(InstanceHealth::answer)
                            .map(CheckAnswer::identity)
                            .or(instance::identity)
                            .map(RemoteIdentity::version)
                            .orElse(""),
                    instance.address(),
                    instance.configuration().group(),
                    instance.id());
        }
        return table;
    }

    static void show(io.pilothouse.cli.Page page, CliServices services, Instance instance) {
        var health = health(services, instance);
        var configuration = instance.configuration();
        page.line(instance.name() + "  (" + instance.kind() + ", " + instance.id() + ")");
        health.ifPresent(
                known -> page.line(HealthWords.style(known.state()), "  State      " + HealthWords.sentence(known)));
        var trouble = health.map(HealthWords::trouble).orElse(HealthWords.Trouble.NONE);
        if (trouble.next() != null) {
            page.line("  Next       " + trouble.next());
        }
        page.line("  Address    " + instance.address());
        configuration.connection().second().ifPresent(second -> page.line("  Second     " + second));
        instance.identity()
                .ifPresent(identity -> page.line("  Product    " + identity.productAndVersion()
                        + (identity.name().isEmpty() ? "" : ", “" + identity.name() + "”")));
        health.flatMap(InstanceHealth::latency).ifPresent(latency -> page.line("  Latency    " + Spans.words(latency)));
        health.flatMap(InstanceHealth::lastCheckAt).ifPresent(at -> page.line("  Checked    " + page.time(at)));
        page.line("  Guard      " + services.guards().levelOf(instance.id()).word());
        if (!configuration.group().isEmpty()) {
            page.line("  Group      " + configuration.group());
        }
        if (!configuration.tags().isEmpty()) {
            page.line("  Tags       " + String.join(", ", configuration.tags()));
        }
        configuration.settings().forEach((name, value) -> page.line("  Setting    " + name + " = " + value));
        if (!configuration.enabled()) {
            page.line("  Switched off");
        }
        instance.deletedAt().ifPresent(at -> page.line("  In the trash since " + page.time(at)));
    }
}
