package io.pilothouse.tasks.transfer;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import java.util.List;
import java.util.Optional;

/// What an import would do, or has done. Immutable; holds no secret.
///
/// @param form   which form of that program's data it is, for example `9.1 to 9.4`
/// @param lines  what became of everything else that was found
/// @param advice what the person should do now, each one imperative sentence
/// @param done   whether it was carried out
public record ImportPlan(
        ImportSource source,
        String form,
        List<Planned> instances,
        List<ReportLine> lines,
        List<String> advice,
        boolean done) {

    public ImportPlan {
        instances = List.copyOf(instances);
        lines = List.copyOf(lines);
        advice = List.copyOf(advice);
    }

    /// @return how many instances are left out, with those that could not even be understood
    public long leftOut() {
        return count(Decision.LEFT_OUT)
                + lines.stream()
                        .filter(line -> line.outcome() == ReportLine.Outcome.LEFT_OUT && line.wholeInstance())
                        .count();
    }

    public long count(Decision decision) {
        return instances.stream()
                .filter(planned -> planned.decision() == decision)
                .count();
    }

    /// @param id      the id it gets; empty while it is not drawn
    /// @param reason  why it is decided so, one sentence
    /// @param secrets names of the secrets that come with it
    /// @param rules   names of the hunting rules that come with it, switched off
    public record Planned(
            Optional<InstanceId> id,
            KindId kind,
            String name,
            String address,
            Decision decision,
            String reason,
            List<String> secrets,
            List<String> rules) {}

    public enum Decision {
        ADD,
        /// It is in the store as it is in the file, or was imported before.
        ALREADY_HERE,
        LEFT_OUT
    }
}
