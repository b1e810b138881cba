package io.pilothouse.domain.health;

import io.pilothouse.domain.instance.InstanceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Folds the troubles of a fleet into their causes, so that each is told once. Pure.
public final class Causes {

    private Causes() {}

    /// @param sufferers every instance whose state is a problem or that is not judged, in the person's
    ///                  own order
    /// @return the computer being offline first, then silent hosts, then single instances and all that are
    ///     locked as one, each by precedence of state and then in the person's own order
    public static List<Cause> of(List<Sufferer> sufferers, boolean offline) {
        var causes = new ArrayList<Cause>();
        var unjudged = new ArrayList<Sufferer>();
        var byHost = new LinkedHashMap<String, List<Sufferer>>();
        var alone = new ArrayList<Sufferer>();
        for (var one : sufferers) {
            if (offline && one.state() == ShownState.UNKNOWN) {
                unjudged.add(one);
            } else if (one.silentHost().isPresent() && one.state() == ShownState.DOWN) {
                byHost.computeIfAbsent(one.silentHost().get(), _ -> new ArrayList<>())
                        .add(one);
            } else if (one.state().problem()) {
                alone.add(one);
            }
        }
        if (!unjudged.isEmpty()) {
            causes.add(cause(Cause.Kind.OFFLINE, "", unjudged));
        }
        byHost.forEach((host, members) -> causes.add(cause(Cause.Kind.HOST_SILENT, host, members)));
        for (var together : together(alone)) {
            causes.add(cause(Cause.Kind.INSTANCE, subject(together.getFirst()), together));
        }
        return List.copyOf(causes);
    }

    /// Each by itself, but all that are locked together: one key is for all of them.
    private static List<List<Sufferer>> together(List<Sufferer> alone) {
        var together = new ArrayList<List<Sufferer>>();
        var locked =
                alone.stream().filter(one -> one.state() == ShownState.LOCKED).toList();
        if (!locked.isEmpty()) {
            together.add(locked);
        }
        alone.stream().filter(one -> one.state() != ShownState.LOCKED).forEach(one -> together.add(List.of(one)));
        together.sort(Comparator.comparing(members -> members.getFirst().state()));
        return together;
    }

    private static String subject(Sufferer one) {
        return one.code().map(FaultCode::name).orElseGet(() -> one.state().word());
    }

    private static Cause cause(Cause.Kind kind, String subject, List<Sufferer> members) {
        var since = members.stream()
                .map(Sufferer::since)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return new Cause(
                kind, subject, since, members.stream().map(Sufferer::id).toList());
    }

    /// @param silentHost its host, when the whole host is silent
    public record Sufferer(
            InstanceId id, ShownState state, Optional<FaultCode> code, Optional<String> silentHost, Instant since) {}
}
