package io.pilothouse.tasks.torrent;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.cycle.CycleRun.Ended;
import io.pilothouse.domain.cycle.CycleRun.Gate;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.RuleVerdict;
import io.pilothouse.tasks.cycle.CycleReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One run of the rules of one client: what they said of each torrent, and what was done. A preview is the
/// same without acts. Immutable.
///
/// @param number   0 while it is not stored
/// @param rule     the one rule that was asked for, else `torrents`
/// @param looked   torrents that were looked at
/// @param said     what is to be done or waits, acts first
/// @param requests sent to services, as far as this run counted them
public record RulesRun(
        long number,
        InstanceId instance,
        String rule,
        boolean dryRun,
        Instant startedAt,
        Instant endedAt,
        Ended ended,
        String reason,
        List<Gate> gates,
        int looked,
        List<Said> said,
        List<Act> acts,
        int requests,
        int capUsed,
        int capLimit) {

    /// @param owner the *arr it belongs to, empty for none
    public record Said(RuleVerdict verdict, String name, Optional<InstanceId> owner) {}

    /// @param act   `start`, `remove`, …
    /// @param error empty when it was done
    public record Act(String act, List<String> torrents, boolean accepted, Instant at, String error) {}

    public RulesRun {
        gates = List.copyOf(gates);
        said = List.copyOf(said);
        acts = List.copyOf(acts);
    }

    /// @return verdicts that do something, or would
    public List<Said> chosen() {
        return said.stream()
                .filter(it -> it.verdict().decision() == RuleVerdict.Decision.ACT)
                .toList();
    }

    /// @return the same, worked out further; nothing was done yet
    RulesRun ended(Instant at, Ended how, String why, List<Gate> passed, int seen, List<Said> verdicts) {
        return new RulesRun(
                0, instance, rule, dryRun, startedAt, at, how, why, passed, seen, verdicts, List.of(), 0, capUsed,
                capLimit);
    }

    RulesRun numbered(long given) {
        return new RulesRun(
                given, instance, rule, dryRun, startedAt, endedAt, ended, reason, gates, looked, said, acts, requests,
                capUsed, capLimit);
    }

    /// The run in the shape that all cycles have on the terminal.
    public Map<String, Object> values() {
        return TorrentCopies.JSON.convertValue(write(Integer.MAX_VALUE), new TypeReference<Map<String, Object>>() {});
    }

    /// The run in the shape that the runs of all cycles have.
    CycleReport report() {
        return new CycleReport(
                "c" + number,
                instance,
                rule,
                dryRun,
                0,
                startedAt,
                endedAt,
                ended,
                reason,
                gates,
                Optional.of(new CycleRun.Budget(capLimit, capUsed, 0, endedAt.plusSeconds(3600))),
                said.stream()
                        .map(it -> new CycleReport.Decided(
                                item(it.verdict().torrent().hash() + "@"
                                        + it.verdict().torrent().instance()),
                                it.owner().map(owner -> new ItemKey("instance", owner.value())),
                                it.name(),
                                it.verdict().decision() == RuleVerdict.Decision.ACT
                                        ? Optional.empty()
                                        : it.verdict().deciding().map(rule -> rule.word()),
                                it.verdict().until(),
                                it.verdict().reason(),
                                Optional.empty()))
                        .toList(),
                acts.stream()
                        .map(act -> new CycleRun.DoneAct(
                                act.act(),
                                act.torrents().stream().map(RulesRun::item).toList(),
                                "",
                                act.accepted(),
                                act.at(),
                                act.error()))
                        .toList(),
                requests);
    }

    private static ItemKey item(String key) {
        return new ItemKey("torrent", key);
    }

    /// @param most decisions that are written; the first ones
    ObjectNode write(int most) {
        var root = TorrentCopies.JSON.createObjectNode();
        root.put("cycle", "c" + number);
        root.put("instance", instance.value());
        root.put("rule", rule);
        root.put("dryRun", dryRun);
        root.put("seed", 0);
        root.put("startedAt", startedAt.toString());
        root.put("endedAt", endedAt.toString());
        root.put("ended", ended.word());
        root.put("reason", reason);
        var gateNodes = root.putArray("gates");
        gates.forEach(gate -> gateNodes
                .addObject()
                .put("gate", gate.gate())
                .put("passed", gate.passed())
                .put("reason", gate.passed() ? null : gate.reason()));
        int chosen = chosen().size();
        root.putObject("counts")
                .put("looked", looked)
                .put("candidates", said.size())
                .put("chosen", chosen)
                .put("skipped", said.size() - chosen)
                .put(
                        "accepted",
                        acts.stream()
                                .filter(Act::accepted)
                                .mapToInt(act -> act.torrents().size())
                                .sum())
                .put("requests", requests);
        root.putObject("budget")
                .put("limit", capLimit)
                .put("used", capUsed)
                .put("reserved", 0)
                .put("resetsAt", endedAt.plusSeconds(3600).toString());
        var decisions = root.putArray("decisions");
        for (var it : said.stream().limit(most).toList()) {
            var verdict = it.verdict();
            var node = decisions.addObject();
            node.putObject("item")
                    .put("type", "torrent")
                    .put(
                            "id",
                            verdict.torrent().hash() + "@" + verdict.torrent().instance())
                    .put("title", it.name())
                    .put("parent", it.owner().map(InstanceId::value).orElse(null));
            boolean acts = verdict.decision() == RuleVerdict.Decision.ACT;
            node.put("decision", acts ? "chosen" : "skipped");
            node.put("rule", verdict.deciding().map(rule -> rule.word()).orElse(null));
            node.put("mode", verdict.mode().word());
            node.put("act", verdict.step().map(step -> step.word()).orElse(null));
            node.put(
                    "reason",
                    acts ? null : verdict.deciding().map(rule -> rule.word()).orElse(null));
            node.put("why", verdict.reason());
            node.put("until", verdict.until().map(Instant::toString).orElse(null));
        }
        var actNodes = root.putArray("acts");
        for (var act : acts) {
            var node = actNodes.addObject().put("act", act.act());
            var items = node.putArray("items");
            act.torrents().forEach(items::add);
            node.putNull("remoteId");
            node.put("accepted", act.accepted());
            node.put("at", act.at().toString());
            node.put("error", act.error().isEmpty() ? null : act.error());
        }
        return root;
    }
}
