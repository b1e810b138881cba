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
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/// Everything windows do with torrents. But for what is published, methods block: call them from a task.
public interface Torrents {

    Published<TorrentFleet> fleet();

    /// Looks at these clients more often until closed. Returns at once.
    Subscription watching(Set<InstanceId> clients);

    /// Says whether all windows are minimised: then everything is looked at less often. Returns at once.
    void outOfSight(boolean hidden);

    /// Looks at these now, and at all *arrs.
    TorrentFleet now(Collection<InstanceId> clients) throws InterruptedException;

    /// @return how fast it was in the last minutes, oldest first; from memory
    List<Speed> speeds(TorrentKey torrent);

    /// @return the verdict of the rules at the last look; from memory
    Optional<RuleVerdict> verdict(TorrentKey torrent);

    /// @see TorrentDesk#act
    List<TorrentResult> act(TorrentOrder order, Collection<TorrentKey> torrents, Consent consent, TaskContext context)
            throws ProblemException, InterruptedException;

    /// @see TorrentDesk#add
    TorrentAdded add(InstanceId client, TorrentAddition addition, Consent consent)
            throws ProblemException, InterruptedException;

    /// @see TorrentMoves#move
    TorrentMoves.Moved move(
            TorrentKey torrent, InstanceId to, String folder, boolean remove, Consent consent, TaskContext context)
            throws ProblemException, InterruptedException;

    /// @see TorrentCategories#ensureCategories
    List<TorrentCategories.Ensured> ensureCategories(
            Collection<InstanceId> clients,
            Collection<String> categories,
            boolean dryRun,
            Consent consent,
            TaskContext context)
            throws ProblemException, InterruptedException;

    /// @see TorrentCategories#wish
    void wishCategory(Collection<InstanceId> clients, String category, Optional<String> folder, Consent consent)
            throws ProblemException;

    List<TorrentFile> files(TorrentKey torrent) throws ProblemException, InterruptedException;

    /// @see ClientDetails#want
    void want(TorrentKey torrent, Set<Integer> files, boolean wanted, Consent consent)
            throws ProblemException, InterruptedException;

    List<TorrentTracker> trackers(TorrentKey torrent) throws ProblemException, InterruptedException;

    List<TorrentPeer> peers(TorrentKey torrent) throws ProblemException, InterruptedException;

    TorrentTrace trace(String hash) throws InterruptedException;

    /// @see Tracing#orphans
    Tracing.Orphans orphans();

    /// @return by the service's own names
    SortedMap<String, Object> preferences(InstanceId client) throws ProblemException, InterruptedException;

    /// @see ClientDetails#preferences
    SortedMap<InstanceId, ClientPreferences> preferences(Collection<InstanceId> clients)
            throws ProblemException, InterruptedException;

    /// @see ClientDetails#changePreferences
    SortedMap<InstanceId, ClientPreferences> changePreferences(
            Collection<InstanceId> clients, Map<String, Object> changes, Consent consent, TaskContext context)
            throws ProblemException, InterruptedException;

    RuleSet rules(InstanceId client);

    /// How the rules of each client stand, anew whenever somebody changed them and after each run.
    Published<Map<InstanceId, TorrentRules.Status>> ruleStatuses();

    TorrentRules.Status ruleStatus(InstanceId client) throws ProblemException;

    TorrentRules.Status setRules(InstanceId client, RuleSet rules, Consent consent) throws ProblemException;

    TorrentRules.Status enableRules(InstanceId client, boolean on, Consent consent) throws ProblemException;

    TorrentRules.Status continueAfterReview(InstanceId client, Consent consent) throws ProblemException;

    RulesRun previewRules(InstanceId client, Optional<TorrentRule> only) throws ProblemException, InterruptedException;

    RulesRun runRules(
            InstanceId client, Optional<TorrentRule> only, Origin origin, Consent consent, TaskContext context)
            throws ProblemException, InterruptedException;
}
