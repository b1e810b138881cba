package io.pilothouse.tasks.torrent;

import io.pilothouse.domain.cycle.CycleRun.Gate;
import io.pilothouse.domain.cycle.RunSentence;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.tasks.TaskContext;
import java.util.HashMap;
import java.util.LinkedHashMap;

/// What a run of the rules did, line by line, in the log of its task. Pure.
final class RuleLog {

    /// Torrents to which the same was done.
    private static final int MOST = 25;

    private RuleLog() {}

    /// @param did what was done to torrents, and whether it succeeded
    private record Deed(String did, boolean done) {}

    /// @param fleet for names of torrents of which no rule said anything
    static void write(RulesRun run, TorrentFleet fleet, TaskContext context) {
        run.gates().stream()
                .filter(gate -> !gate.passed() && !gate.reason().equals(run.reason()))
                .map(Gate::reason)
                .forEach(context::line);
        acts(run, fleet, context);
        if (!run.reason().isEmpty()) {
            context.line(run.reason());
        }
    }

    private static void acts(RulesRun run, TorrentFleet fleet, TaskContext context) {
        var said = new HashMap<String, RulesRun.Said>();
        run.said().stream().filter(it -> it.verdict().acts()).forEach(it -> said.put(key(it), it));
        var counts = new LinkedHashMap<Deed, Integer>();
        for (var act : run.acts()) {
            for (var torrent : act.torrents()) {
                if (counts.merge(new Deed(words(act.act()), act.accepted()), 1, Integer::sum) <= MOST) {
                    var about = said.get(torrent);
                    var name = about == null ? name(torrent, fleet) : about.name();
                    var why = about == null ? "" : about.verdict().reason();
                    context.line(line(act, name, why));
                }
            }
        }
        counts.forEach((deed, count) -> {
            if (count > MOST) {
                context.line(
                        (deed.done ? RunSentence.MORE_DONE : RunSentence.MORE_NOT_DONE).with(count - MOST, deed.did));
            }
        });
    }

    private static String line(RulesRun.Act act, String name, String why) {
        if (!act.accepted()) {
            return RunSentence.RULE_DID_NOT.with(name, words(act.act()), act.error());
        }
        return why.isEmpty()
                ? RunSentence.RULE_SIMPLY_DID.with(name, words(act.act()))
                : RunSentence.RULE_DID.with(name, words(act.act()), why);
    }

    private static String key(RulesRun.Said it) {
        var torrent = it.verdict().torrent();
        return torrent.hash() + "@" + torrent.instance();
    }

    private static String name(String key, TorrentFleet fleet) {
        return fleet.find(key.replaceFirst("@.*", "")).stream()
                .findFirst()
                .map(Torrent::name)
                .orElse(key);
    }

    /// @return what was done to a torrent
    static String words(String act) {
        return switch (act) {
            case "resume" -> "started";
            case "pause" -> "stopped";
            case "recheck" -> "rechecked";
            case "tag" -> "tagged";
            case "untag" -> "freed of tags";
            case "share-limits" -> "given share limits";
            case "limit" -> "limited";
            case "category" -> "given another category";
            case "remove" -> "removed without its files";
            case "remove-with-files" -> "removed with its files";
            case "search-again" -> "searched again";
            case "filter" -> "freed of unwanted files";
            case "ask-import" -> "reported as complete";
            case "not-awaited" -> "found to be awaited by nobody";
            case "import-scan" -> "handed over for import";
            case "mark-imported" -> "marked as imported";
            case "queue" -> "moved up in the queue";
            default -> throw new IllegalArgumentException(act);
        };
    }
}
