package io.pilothouse.domain.cycle;

import io.pilothouse.domain.instance.InstanceId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// One run of one rule of one instance: what was looked at, decided and done. A dry run is the same
/// without acts. Immutable.
///
/// @param seed     makes the choice repeatable
/// @param reason   why it ended so, for people; never empty
/// @param requests requests sent to the service
public record CycleRun(
        long number,
        InstanceId instance,
        String rule,
        boolean dryRun,
        long seed,
        Instant startedAt,
        Instant endedAt,
        Ended ended,
        String reason,
        List<Gate> gates,
        Optional<Budget> budget,
        List<Decision> decisions,
        List<DoneAct> acts,
        int requests) {

    public enum Ended {
        ACTED,
        NOTHING,
        HELD,
        FAILED,
        PARTLY;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// One condition that had to hold before anything was looked at.
    ///
    /// @param reason why it did not pass; empty when it did
    public record Gate(String gate, boolean passed, String reason) {

        public static Gate passed(String gate) {
            return new Gate(gate, true, "");
        }

        public static Gate closed(String gate, String reason) {
            return new Gate(gate, false, reason);
        }
    }

    /// The tightest of the budgets that apply.
    public record Budget(int limit, int used, int reserved, Instant resetsAt) {}

    /// @param remoteId the service's own number for it, empty when it was not accepted
    /// @param error    why it was not accepted, for people; empty when it was
    public record DoneAct(
            String act, List<ItemKey> items, String remoteId, boolean accepted, Instant at, String error) {

        /// @return what was accepted, with how many things it was about, for example "3 searched for, 1 removed"
        public static String counted(List<DoneAct> acts) {
            return acts.stream()
                    .filter(DoneAct::accepted)
                    .collect(Collectors.groupingBy(
                            DoneAct::act,
                            LinkedHashMap::new,
                            Collectors.summingInt(act -> act.items().size())))
                    .entrySet()
                    .stream()
                    .map(act -> done(act.getKey(), act.getValue()))
                    .collect(Collectors.joining(", "));
        }

        private static String done(String act, int count) {
            return switch (act) {
                case "search" -> count + " searched for";
                case "search-again" -> count + " searched for again";
                case "import" -> count + " imported";
                case "remove" -> count + " removed";
                case "remove-with-files" -> count + " removed with their files";
                case "pause" -> count + " stopped";
                case "resume" -> count + " started";
                case "recheck" -> count + " rechecked";
                case "tag" -> count + " tagged";
                case "untag" -> count + " freed of tags";
                case "share-limits" -> count + " given share limits";
                case "limit" -> count + " limited in speed";
                case "category" -> count + " given a category";
                case "filter" -> count + " with files left out";
                case "ask-import" -> count + " asked to be imported";
                case "import-scan" -> count + " handed over for import";
                case "mark-imported" -> count + " marked as imported";
                case "not-awaited" -> count + " no longer waited for";
                case "queue" -> count + " moved up in the queue";
                case "run" -> count + " asked";
                default -> act + " " + count;
            };
        }
    }

    public CycleRun {
        gates = List.copyOf(gates);
        decisions = List.copyOf(decisions);
        acts = List.copyOf(acts);
    }

    /// @return the run's id in scripts
    public String id() {
        return "c" + number;
    }

    public long chosen() {
        return decisions.stream().filter(Decision::chosen).count();
    }

    public long accepted() {
        return acts.stream().filter(DoneAct::accepted).count();
    }
}
