package io.pilothouse.tasks.torrent;

import io.pilothouse.domain.cycle.RunSentence;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.RuleStep;
import io.pilothouse.domain.torrent.RuleVerdict;
import io.pilothouse.domain.torrent.TorrentKey;
import io.pilothouse.domain.torrent.TorrentRule;
import io.pilothouse.tasks.notice.Notice;
import io.pilothouse.tasks.notice.Notices;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Tells people what rules that run by themselves leave to them: torrents about which a rule only speaks, and
/// a brake. One matter for each client and rule, told again only when another torrent comes to it.
/// Thread-safe.
final class RuleNotices {

    private static final String PAGE = "rules";

    private final Notices notices;
    private final Map<String, Set<TorrentKey>> told = new ConcurrentHashMap<>();
    private final Set<InstanceId> capped = ConcurrentHashMap.newKeySet();
    private final Map<String, String> brakes = new ConcurrentHashMap<>();

    RuleNotices(Notices notices) {
        this.notices = notices;
    }

    void looked(Instance client, List<RulesRun.Said> said, Optional<String> brake, Instant now) {
        var byRule = new TreeMap<TorrentRule, List<RulesRun.Said>>();
        said.stream()
                .filter(RuleNotices::speaks)
                .forEach(it -> it.verdict()
                        .deciding()
                        .ifPresent(rule -> byRule.computeIfAbsent(rule, _ -> new ArrayList<>())
                                .add(it)));
        for (var rule : TorrentRule.values()) {
            matter(client, rule, byRule.getOrDefault(rule, List.of()), now);
        }
        brake(client, brake, now);
    }

    /// What a rule says and does not do.
    private static boolean speaks(RulesRun.Said it) {
        var verdict = it.verdict();
        return verdict.decision() == RuleVerdict.Decision.ACT
                && (verdict.mode() == TorrentRule.Mode.NOTIFY
                        || (verdict.mode() == TorrentRule.Mode.ACT
                                && verdict.step().orElse(null) instanceof RuleStep.Tell));
    }

    private void matter(Instance client, TorrentRule rule, List<RulesRun.Said> said, Instant now) {
        var key = "torrent-rule/" + client.id() + "/" + rule.word();
        var keys = new HashSet<TorrentKey>();
        said.forEach(it -> keys.add(it.verdict().torrent()));
        var before = keys.isEmpty() ? told.remove(key) : told.put(key, keys);
        if (keys.isEmpty() && before != null) {
            notices.tell(Notice.over(
                    key, List.of(client.id()), PAGE, client.name() + ": the torrents are well again.", now));
        } else if (!keys.isEmpty() && (before == null || !before.containsAll(keys))) {
            var first = said.getFirst();
            var reason = first.verdict().reason();
            notices.tell(Notice.of(
                    key,
                    List.of(client.id()),
                    PAGE,
                    keys.size() == 1
                            ? RunSentence.RULES_SAY.with(client.name(), first.name(), reason)
                            : RunSentence.RULES_SAY_MORE.with(client.name(), first.name(), keys.size() - 1, reason),
                    "Look at " + (keys.size() == 1 ? "it" : "them") + " on " + client.name()
                            + " and decide; the rules do nothing here.",
                    now));
        }
    }

    /// So much may be removed at once, and more would be.
    void capped(Instance client, int waiting, Instant now) {
        var key = "torrent-cap/" + client.id();
        if (waiting > 0 && capped.add(client.id())) {
            notices.tell(Notice.of(
                    key,
                    List.of(client.id()),
                    PAGE,
                    RunSentence.RULES_CAPPED.with(client.name(), RunSentence.SO_MANY_AT_ONCE.with(waiting)),
                    "Look at the rules: they go on with the rest within the hour.",
                    now));
        } else if (waiting == 0 && capped.remove(client.id())) {
            notices.tell(
                    Notice.over(key, List.of(client.id()), PAGE, "The rules of " + client.name() + " go on.", now));
        }
    }

    private void brake(Instance client, Optional<String> brake, Instant now) {
        var key = "torrent-brake/" + client.id();
        var before = brake.isPresent() ? brakes.put(key, brake.get()) : brakes.remove(key);
        if (brake.isEmpty() && before != null) {
            notices.tell(
                    Notice.over(key, List.of(client.id()), PAGE, "The rules of " + client.name() + " go on.", now));
        } else if (brake.isPresent() && !brake.get().equals(before)) {
            notices.tell(Notice.of(
                    key,
                    List.of(client.id()),
                    PAGE,
                    RunSentence.RULES_BRAKED.with(client.name(), brake.get()),
                    "Look what happened, then let the rules go on.",
                    now));
        }
    }
}
