package io.pilothouse.ui.fleet;

import io.pilothouse.domain.health.Cause;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.instance.Fleet;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Says why things are as they are: each cause once, with the instances it explains.
final class FleetCauses {

    private static final int MOST = 4;

    private final UiServices services;
    private final Words words;
    private final FleetWords said;

    FleetCauses(UiServices services, Words words) {
        this.services = services;
        this.words = words;
        said = new FleetWords(words);
    }

    /// @param more causes beyond those listed
    record Listed(List<FleetCause> causes, int more) {
        Listed {
            causes = List.copyOf(causes);
        }
    }

    Listed list(Fleet fleet, Map<InstanceId, InstanceHealth> healths, FleetWork work, Instant now) {
        var causes = services.health().causes().get().stream()
                .filter(cause -> cause.kind() != Cause.Kind.OFFLINE)
                .filter(cause -> cause.members().stream()
                        .anyMatch(id -> fleet.findLive(id).isPresent()))
                .toList();
        int listed = causes.size() > MOST ? MOST - 1 : causes.size();
        return new Listed(
                causes.stream()
                        .limit(listed)
                        .map(cause -> cause(cause, fleet, healths, work, now))
                        .toList(),
                causes.size() - listed);
    }

    private FleetCause cause(
            Cause cause, Fleet fleet, Map<InstanceId, InstanceHealth> healths, FleetWork work, Instant now) {
        var members = cause.members().stream()
                .flatMap(id -> fleet.findLive(id).stream())
                .toList();
        var first = members.stream().findFirst().flatMap(instance -> Optional.ofNullable(healths.get(instance.id())));
        boolean host = cause.kind() == Cause.Kind.HOST_SILENT;
        var sign = host ? ShownState.DOWN : first.map(InstanceHealth::state).orElse(ShownState.UNKNOWN);
        var title = host
                ? words.texts().text("fleet.cause.host", cause.subject())
                : first.filter(_ -> sign == ShownState.WARNING)
                        .map(health -> said.warned(health, now))
                        .filter(brief -> !brief.isEmpty())
                        .orElseGet(() -> words.ofKind(
                                "fleet.cause." + cause.subject(),
                                cause.members().getFirst(),
                                words.state(sign)));
        return new FleetCause(
                sign,
                title,
                words.texts().text("fleet.since", words.time(cause.since(), now)),
                members,
                beyond(title, effect(cause, members, first, work, now)),
                host,
                first.map(FleetCauses::way).orElse("instance.diagnose"));
    }

    /// A sentence that begins with what the title says already goes on behind it.
    private static String beyond(String title, String sentence) {
        if (!sentence.startsWith(title)) {
            return sentence;
        }
        var rest = sentence.substring(title.length()).replaceFirst("^[,:. ]+", "");
        return rest.isEmpty() ? "" : rest.substring(0, 1).toUpperCase(Locale.ROOT) + rest.substring(1);
    }

    /// What a cause holds up, else what the service says of it.
    private String effect(
            Cause cause, List<Instance> members, Optional<InstanceHealth> first, FleetWork work, Instant now) {
        boolean host = cause.kind() == Cause.Kind.HOST_SILENT;
        long held = members.stream().mapToLong(one -> work.held(one.id())).sum();
        long cycles = members.stream().mapToLong(one -> work.cyclesOf(one.id())).sum();
        var effects = new ArrayList<String>();
        if (held > 0) {
            effects.add(words.texts().text("fleet.held", held));
        } else if (host && cycles > 0) {
            effects.add(words.texts().text("fleet.cycles-held", cycles));
        }
        long sent = host ? messages(cause) : 0;
        if (sent > 0) {
            effects.add(words.texts().text("fleet.messages-sent", sent));
        }
        if (!effects.isEmpty()) {
            return String.join(", ", effects);
        }
        return host
                ? words.texts().text("fleet.says.host")
                : first.map(health -> says(health, now)).orElse("");
    }

    /// How many messages about a cause have gone out.
    private long messages(Cause cause) {
        return services.alerts().state().get().recent().stream()
                .filter(alert -> alert.ended().isEmpty() && !alert.sent().isEmpty())
                .filter(alert -> alert.cause().equals("host " + cause.subject()))
                .count();
    }

    /// The one action that leads on from a trouble.
    private static String way(InstanceHealth health) {
        if (health.state() == ShownState.WARNING) {
            return "instance.open"; // its Overview lists the warnings
        }
        return health.code()
                .filter(code -> code == FaultCode.SECRET_MISSING || code.secretRefused())
                .map(_ -> "instance.repair")
                .orElse("instance.diagnose");
    }

    /// What the service or its check says about the trouble.
    private String says(InstanceHealth health, Instant now) {
        return Optional.of(health)
                .filter(known -> known.state() == ShownState.WARNING)
                .map(known -> words.warning(known, now))
                .or(() -> health.code()
                        .map(FaultCode::name)
                        .map(code -> words.ofKind("fleet.says." + code, health.id(), ""))
                        .filter(sentence -> !sentence.isEmpty()))
                .or(() -> health.problem().map(words.texts()::advice))
                .orElse("");
    }
}
