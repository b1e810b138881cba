package io.pilothouse.tasks.torrent;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/// Torrents for windows, by the services that the terminal has, too.
public record StoredTorrents(TorrentServices services) implements Torrents {

    @Override
    public Published<TorrentFleet> fleet() {
        return services.watch().fleet();
    }

    @Override
    public void outOfSight(boolean hidden) {
        services.watch().outOfSight(hidden);
    }

    @Override
    public Subscription watching(Set<InstanceId> clients) {
        return services.watch().watching(clients);
    }

    @Override
    public TorrentFleet now(Collection<InstanceId> clients) throws InterruptedException {
        return services.watch().now(clients, true);
    }

    @Override
    public List<Speed> speeds(TorrentKey torrent) {
        return services.watch().speeds(torrent);
    }

    @Override
    public Optional<RuleVerdict> verdict(TorrentKey torrent) {
        return services.rules().verdict(torrent);
    }

    @Override
    public List<TorrentResult> act(
            TorrentOrder order, Collection<TorrentKey> torrents, Consent consent, TaskContext context)
            throws ProblemException, InterruptedException {
        return services.desk().act(order, torrents, consent, context);
    }

    @Override
    public TorrentAdded add(InstanceId client, TorrentAddition addition, Consent consent)
            throws ProblemException, InterruptedException {
        return services.desk().add(client, addition, consent);
    }

    @Override
    public TorrentMoves.Moved move(
            TorrentKey torrent, InstanceId to, String folder, boolean remove, Consent consent, TaskContext context)
            throws ProblemException, InterruptedException {
        return services.moves().move(torrent, to, folder, remove, consent, context);
    }

    @Override
    public List<TorrentCategories.Ensured> ensureCategories(
            Collection<InstanceId> clients,
            Collection<String> categories,
            boolean dryRun,
            Consent consent,
            TaskContext context)
            throws ProblemException, InterruptedException {
        return services.categories().ensureCategories(clients, categories, dryRun, consent, context);
    }

    @Override
    public void wishCategory(Collection<InstanceId> clients, String category, Optional<String> folder, Consent consent)
            throws ProblemException {
        services.categories().wish(clients, category, folder, consent);
    }

    @Override
    public List<TorrentFile> files(TorrentKey torrent) throws ProblemException, InterruptedException {
        return services.details().files(torrent);
    }

    @Override
    public void want(TorrentKey torrent, Set<Integer> files, boolean wanted, Consent consent)
            throws ProblemException, InterruptedException {
        services.details().want(torrent, files, wanted, consent);
    }

    @Override
    public List<TorrentTracker> trackers(TorrentKey torrent) throws ProblemException, InterruptedException {
        return services.details().trackers(torrent);
    }

    @Override
    public List<TorrentPeer> peers(TorrentKey torrent) throws ProblemException, InterruptedException {
        return services.details().peers(torrent);
    }

    @Override
    public TorrentTrace trace(String hash) throws InterruptedException {
        return services.tracing().trace(hash);
    }

    @Override
    public Tracing.Orphans orphans() {
        return services.tracing().orphans();
    }

    @Override
    public SortedMap<String, Object> preferences(InstanceId client) throws ProblemException, InterruptedException {
        return Objects.requireNonNull(preferences(List.of(client)).get(client)).said();
    }

    @Override
    public SortedMap<InstanceId, ClientPreferences> preferences(Collection<InstanceId> clients)
            throws ProblemException, InterruptedException {
        return services.details().preferences(clients);
    }

    @Override
    public SortedMap<InstanceId, ClientPreferences> changePreferences(
            Collection<InstanceId> clients, Map<String, Object> changes, Consent consent, TaskContext context)
            throws ProblemException, InterruptedException {
        return services.details().changePreferences(clients, changes, consent, context);
    }

    @Override
    public RuleSet rules(InstanceId client) {
        return services.rules().rules(client);
    }

    @Override
    public Published<Map<InstanceId, TorrentRules.Status>> ruleStatuses() {
        return services.rules().statuses();
    }

    @Override
    public TorrentRules.Status ruleStatus(InstanceId client) throws ProblemException {
        return services.rules().status(client);
    }

    @Override
    public TorrentRules.Status setRules(InstanceId client, RuleSet rules, Consent consent) throws ProblemException {
        return services.rules().set(client, RuleSetDocument.write(rules), consent);
    }

    @Override
    public TorrentRules.Status enableRules(InstanceId client, boolean on, Consent consent) throws ProblemException {
        return services.rules().enable(client, on, consent);
    }

    @Override
    public TorrentRules.Status continueAfterReview(InstanceId client, Consent consent) throws ProblemException {
        return services.rules().continueAfterReview(client, consent);
    }

    @Override
    public RulesRun previewRules(InstanceId client, Optional<TorrentRule> only)
            throws ProblemException, InterruptedException {
        now(List.of(client));
        return services.rules().preview(client, only);
    }

    @Override
    public RulesRun runRules(
            InstanceId client, Optional<TorrentRule> only, Origin origin, Consent consent, TaskContext context)
            throws ProblemException, InterruptedException {
        now(List.of(client));
        return services.rules().run(client, only, origin, consent, context);
    }
}
