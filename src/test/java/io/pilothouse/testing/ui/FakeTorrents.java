package io.pilothouse.testing.ui;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.torrent.Magnet;
import io.pilothouse.domain.torrent.RuleSet;
import io.pilothouse.domain.torrent.RuleVerdict;
import io.pilothouse.domain.torrent.TorrentAdded;
import io.pilothouse.domain.torrent.TorrentAddition;
import io.pilothouse.domain.torrent.TorrentFile;
import io.pilothouse.domain.torrent.TorrentKey;
import io.pilothouse.domain.torrent.TorrentOrder;
import io.pilothouse.domain.torrent.TorrentPeer;
import io.pilothouse.domain.torrent.TorrentResult;
import io.pilothouse.domain.torrent.TorrentRule;
import io.pilothouse.domain.torrent.TorrentTracker;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.torrent.ClientPreferences;
import io.pilothouse.tasks.torrent.RulesRun;
import io.pilothouse.tasks.torrent.Speed;
import io.pilothouse.tasks.torrent.TorrentCategories;
import io.pilothouse.tasks.torrent.TorrentFleet;
import io.pilothouse.tasks.torrent.TorrentMoves;
import io.pilothouse.tasks.torrent.TorrentRules;
import io.pilothouse.tasks.torrent.TorrentTrace;
import io.pilothouse.tasks.torrent.Torrents;
import io.pilothouse.tasks.torrent.Tracing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Torrents as a test sets them; remembers what was asked of it.
public final class FakeTorrents implements Torrents {

    public boolean outOfSight;

    /// An order as it came.
    public record Ordered(TorrentOrder order, List<TorrentKey> torrents) {}

    public final Map<TorrentKey, List<Speed>> speeds = new HashMap<>();
    public final Published<TorrentFleet> fleet = new Published<>(TorrentFleet.EMPTY);
    public final List<Ordered> ordered = new ArrayList<>();
    public final List<TorrentAddition> added = new ArrayList<>();
    /// Categories with the client they were made on.
    public final List<String> created = new ArrayList<>();
    public final Map<TorrentKey, RuleVerdict> verdicts = new HashMap<>();
    public final Map<String, Object> preferences = new HashMap<>();
    public final List<InstanceId> preferencesChanged = new ArrayList<>();
    public final List<TorrentFile> files = new ArrayList<>();
    public TorrentTrace trace = new TorrentTrace("", List.of(), List.of(), Map.of());
    public RuleSet rules = RuleSet.usual();
    public boolean enabled;
    public boolean previewed;
    public Optional<String> breaker = Optional.empty();
    /// Hashes that are there already.
    public final Set<String> listed = new HashSet<>();
    /// A hash whose link is refused; empty for none.
    public String refusedAddition = "";
    public Tracing.Orphans orphans = new Tracing.Orphans(List.of(), Map.of(), Map.of());
    /// Why clients say nothing of their preferences, and rules cannot be tried.
    public Optional<Problem> silent = Optional.empty();
    /// A client that does nothing of what it is asked.
    public Optional<InstanceId> vanished = Optional.empty();
    public List<RulesRun.Said> said = List.of();
    public List<RulesRun.Act> acts = List.of();
    public int watchers;

    @Override
    public Published<TorrentFleet> fleet() {
        return fleet;
    }

    @Override
    public void outOfSight(boolean hidden) {
        outOfSight = hidden;
    }

    @Override
    public Subscription watching(Set<InstanceId> clients) {
        watchers++;
        return () -> watchers--;
    }

    @Override
    public TorrentFleet now(Collection<InstanceId> clients) {
        return fleet.get();
    }

    @Override
    public List<Speed> speeds(TorrentKey torrent) {
        return speeds.getOrDefault(torrent, List.of());
    }

    @Override
    public Optional<RuleVerdict> verdict(TorrentKey torrent) {
        return Optional.ofNullable(verdicts.get(torrent));
    }

    @Override
    public List<TorrentResult> act(
            TorrentOrder order, Collection<TorrentKey> torrents, Consent consent, TaskContext context) {
        ordered.add(new Ordered(order, List.copyOf(torrents)));
        return torrents.stream()
                .map(key -> vanished.filter(key.instance()::equals).isPresent()
                        ? new TorrentResult(key, TorrentResult.Outcome.FAILED, "It did not answer.")
                        : new TorrentResult(key, TorrentResult.Outcome.DONE, ""))
                .toList();
    }

    @Override
    public TorrentAdded add(InstanceId client, TorrentAddition addition, Consent consent) throws ProblemException {
        if (!refusedAddition.isEmpty()
                && addition.source() instanceof TorrentAddition.Link(String link)
                && link.contains(refusedAddition)) {
            throw new ProblemException(new Problem(ProblemCode.SERVICE, "It is there already.", "Look for it."));
        }
        boolean there = addition.source() instanceof TorrentAddition.Link(String link)
                && Magnet.hash(link).filter(listed::contains).isPresent();
        if (!there) {
            added.add(addition);
        }
        return new TorrentAdded(Optional.empty(), there);
    }

    @Override
    public TorrentMoves.Moved move(
            TorrentKey torrent, InstanceId to, String folder, boolean remove, Consent consent, TaskContext context) {
        return new TorrentMoves.Moved(new TorrentKey(to, torrent.hash()), true, remove, "");
    }

    @Override
    public List<TorrentCategories.Ensured> ensureCategories(
            Collection<InstanceId> clients,
            Collection<String> categories,
            boolean dryRun,
            Consent consent,
            TaskContext context) {
        var owners = fleet.get().ownership().categories();
        var outcome = dryRun ? "missing" : "created";
        var ensured = clients.stream()
                .flatMap(client -> owners.keySet().stream()
                        .filter(name -> categories.isEmpty() || categories.contains(name))
                        .map(name -> new TorrentCategories.Ensured(
                                client, name, Optional.of(owners.get(name).getFirst()), outcome, "", Optional.empty())))
                .toList();
        if (!dryRun) {
            ensured.forEach(it -> created.add(it.category() + " on " + it.client()));
        }
        return ensured;
    }

    @Override
    public void wishCategory(
            Collection<InstanceId> clients, String category, Optional<String> folder, Consent consent) {
        clients.forEach(client -> created.add("wish " + category + " in " + folder.orElse("-") + " on " + client));
    }

    @Override
    public List<TorrentFile> files(TorrentKey torrent) {
        return files;
    }

    @Override
    public List<TorrentTracker> trackers(TorrentKey torrent) {
        return List.of();
    }

    @Override
    public List<TorrentPeer> peers(TorrentKey torrent) {
        return List.of();
    }

    @Override
    public TorrentTrace trace(String hash) {
        return trace;
    }

    @Override
    public Tracing.Orphans orphans() {
        return orphans;
    }

    @Override
    public SortedMap<String, Object> preferences(InstanceId client) throws ProblemException {
        if (silent.isPresent()) {
            throw new ProblemException(silent.get());
        }
        return new TreeMap<>(preferences);
    }

    @Override
    public SortedMap<InstanceId, ClientPreferences> preferences(Collection<InstanceId> clients) {
        return answers(clients, new TreeMap<>(preferences));
    }

    @Override
    public SortedMap<InstanceId, ClientPreferences> changePreferences(
            Collection<InstanceId> clients, Map<String, Object> changes, Consent consent, TaskContext context)
            throws ProblemException {
        if (silent.isPresent()) {
            throw new ProblemException(silent.get());
        }
        preferences.putAll(changes);
        preferencesChanged.addAll(clients);
        return answers(clients, new TreeMap<>());
    }

    private static SortedMap<InstanceId, ClientPreferences> answers(
            Collection<InstanceId> clients, SortedMap<String, Object> each) {
        var answers = new TreeMap<InstanceId, ClientPreferences>();
        clients.forEach(id -> answers.put(id, new ClientPreferences(each, Optional.empty())));
        return answers;
    }

    @Override
    public void want(TorrentKey torrent, Set<Integer> indexes, boolean wanted, Consent consent) {
        files.replaceAll(file -> indexes.contains(file.index())
                ? new TorrentFile(file.index(), file.name(), file.size(), file.progress(), wanted ? 1 : 0)
                : file);
    }

    @Override
    public RuleSet rules(InstanceId client) {
        return rules;
    }

    public final Published<Map<InstanceId, TorrentRules.Status>> ruleStatuses = new Published<>(Map.of());

    @Override
    public Published<Map<InstanceId, TorrentRules.Status>> ruleStatuses() {
        return ruleStatuses;
    }

    @Override
    public TorrentRules.Status ruleStatus(InstanceId client) {
        return new TorrentRules.Status(client, true, enabled, previewed, breaker, Optional.empty());
    }

    @Override
    public TorrentRules.Status setRules(InstanceId client, RuleSet changed, Consent consent) {
        rules = changed;
        enabled = false;
        previewed = false;
        return ruleStatus(client);
    }

    @Override
    public TorrentRules.Status enableRules(InstanceId client, boolean on, Consent consent) {
        enabled = on;
        return ruleStatus(client);
    }

    @Override
    public TorrentRules.Status continueAfterReview(InstanceId client, Consent consent) {
        breaker = Optional.empty();
        return ruleStatus(client);
    }

    @Override
    public RulesRun previewRules(InstanceId client, Optional<TorrentRule> only) throws ProblemException {
        if (silent.isPresent()) {
            throw new ProblemException(silent.get());
        }
        previewed = true;
        return run(client, true);
    }

    @Override
    public RulesRun runRules(
            InstanceId client, Optional<TorrentRule> only, Origin origin, Consent consent, TaskContext context) {
        return run(client, false);
    }

    private RulesRun run(InstanceId client, boolean dryRun) {
        if (vanished.filter(client::equals).isPresent()) {
            return new RulesRun(
                    1,
                    client,
                    "torrents",
                    dryRun,
                    FakeServices.NOW,
                    FakeServices.NOW,
                    CycleRun.Ended.HELD,
                    "It did not answer.",
                    List.of(CycleRun.Gate.closed("client", "It did not answer.")),
                    0,
                    List.of(),
                    List.of(),
                    0,
                    0,
                    25);
        }
        return new RulesRun(
                1,
                client,
                "torrents",
                dryRun,
                FakeServices.NOW,
                FakeServices.NOW,
                said.isEmpty() ? CycleRun.Ended.NOTHING : CycleRun.Ended.ACTED,
                "Would do something to " + said.size() + " of 24 torrents.",
                List.of(),
                24,
                said,
                dryRun ? List.of() : acts,
                0,
                0,
                25);
    }
}
