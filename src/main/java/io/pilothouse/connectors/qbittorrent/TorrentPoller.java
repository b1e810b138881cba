package io.pilothouse.connectors.qbittorrent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilothouse.connectors.Answer;
import io.pilothouse.connectors.Call;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.InstanceHttp;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentKey;
import io.pilothouse.domain.torrent.TorrentSnapshot;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The one poller of one server: two pollers of one session would make every answer a full one.
/// Thread-safe; polls wait for each other.
final class TorrentPoller {

    private static final Duration PART_LIMIT = Duration.ofSeconds(15);
    private static final Duration FULL_LIMIT = Duration.ofSeconds(90);
    /// 20,000 torrents make 30 MB.
    private static final long LARGEST_ANSWER = 160L << 20;
    /// How often everything is asked for anew although nothing is wrong.
    private static final Duration FULL_EVERY = Duration.ofMinutes(10);

    private static final Duration FULL_EVERY_WHERE_DEAR = Duration.ofMinutes(60);
    private static final Duration FULL_EVERY_AFTER_DRIFT = Duration.ofMinutes(2);

    /// Section 6 of the contract: at most five a second.
    private static final int PRIVACY_AT_ONCE = 5;

    private static final Duration PRIVACY_EVERY = Duration.ofSeconds(1);

    /// How often the number of torrents is compared with what the parts added up to (section 8.3).
    private static final Duration COUNT_EVERY = Duration.ofMinutes(1);

    private static final int OFTEN_OTHER = 2;

    /// So many answers that take longer than this, one after another, are too much for a server (section 16).
    private static final Duration LONG = Duration.ofMillis(500);

    private static final int OFTEN_LONG = 5;

    /// No look for so long: the computer slept.
    private static final Duration SLEPT = Duration.ofMinutes(3);

    /// What imitators of the API, and proxies that let little through, say of a question they do not know.
    private static final Set<Integer> NOT_THERE = Set.of(400, 404, 405);

    /// So many whole lists that we did not ask for, in this time, are somebody else's doing (section 3.6).
    private static final int UNASKED = 3;

    private static final Duration UNASKED_WITHIN = Duration.ofMinutes(10);

    private final InstanceId instance;
    private final Session session;
    private final InstanceHttp http;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final TorrentModel model;
    private long lastSession;
    private boolean noDelta;
    private volatile boolean sharedKey;
    private volatile int longAnswers;
    private int otherCounts;
    private final Deque<Instant> unasked = new ArrayDeque<>();
    private @Nullable Instant countAt;
    private @Nullable Instant lastPoll;
    private Instant privacyAt = Instant.EPOCH;
    private @Nullable Instant lastFull;
    private volatile @Nullable TorrentSnapshot latest;

    TorrentPoller(InstanceId instance, Session session, InstanceHttp http, Clock clock) {
        this.instance = instance;
        this.session = session;
        this.http = http;
        this.clock = clock;
        this.model = new TorrentModel(instance);
    }

    /// @return the latest snapshot, however old; empty before the first
    Optional<TorrentSnapshot> latest() {
        return Optional.ofNullable(latest);
    }

    /// Asks what has changed, or everything where that is needed, and publishes a snapshot.
    ///
    /// @throws ConnectorException   if there is no usable answer; the next poll then asks for everything
    /// @throws InterruptedException if the calling task was cancelled
    TorrentSnapshot poll(Versions versions) throws ConnectorException, InterruptedException {
        lock.lockInterruptibly();
        boolean done = false;
        try {
            prepare(versions);
            if (!versions.api().can(Feature.PRIVATE_FIELD)) {
                askPrivacy();
            }
            var snapshot = noDelta ? imitate() : sync();
            latest = snapshot;
            longAnswers = snapshot.took().compareTo(LONG) > 0 ? longAnswers + 1 : 0;
            done = true;
            if (snapshot.delta() && versions.api().can(Feature.COUNT)) {
                count(snapshot);
            }
            return snapshot;
        } finally {
            if (!done) {
                model.startOver();
            }
            lock.unlock();
        }
    }

    /// @return whether another program uses our API key, and with it our session; then only whole lists are read
    boolean sharedKey() {
        return sharedKey;
    }

    /// @return whether each of its last answers took long
    boolean slow() {
        return longAnswers >= OFTEN_LONG;
    }

    /// A session may go on listing what is gone, in whole lists too: only a new one helps.
    private void count(TorrentSnapshot snapshot) throws InterruptedException {
        var now = clock.instant();
        var due = countAt;
        if (due != null && now.isBefore(due)) {
            return;
        }
        countAt = now.plus(COUNT_EVERY);
        if (due == null) {
            return;
        }
        String told;
        try {
            told = session.send(Call.get("api/v2/torrents/count")).text().strip();
        } catch (ConnectorException e) {
            return; // the next look says it, too
        }
        boolean other = told.matches("\\d{1,9}")
                && Integer.parseInt(told) != snapshot.torrents().size();
        otherCounts = other ? otherCounts + 1 : 0;
        if (otherCounts == OFTEN_OTHER) { // if that does not help, another one would not either
            session.logOut();
            model.startOver();
        }
    }

    /// Asks for everything with the next poll.
    void reload() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            model.startOver();
        } finally {
            lock.unlock();
        }
    }

    private void prepare(Versions versions) {
        var now = clock.instant();
        if (lastPoll != null && Duration.between(lastPoll, now).compareTo(SLEPT) > 0) {
            model.startOver();
        }
        lastPoll = now;
        if (session.number() != lastSession) {
            lastSession = session.number();
            noDelta = sharedKey;
            model.startOver();
        }
        var every = model.drift() > 0
                ? FULL_EVERY_AFTER_DRIFT
                : versions.api().can(Feature.EVENT_SYNC) ? FULL_EVERY : FULL_EVERY_WHERE_DEAR;
        if (lastFull != null && Duration.between(lastFull, clock.instant()).compareTo(every) >= 0) {
            model.verify();
        }
    }

    /// Older servers tell only of single torrents whether they are private: few are asked about at a time.
    private void askPrivacy() throws ConnectorException, InterruptedException {
        var now = clock.instant();
        if (now.isBefore(privacyAt)) {
            return;
        }
        for (var hash : model.withoutPrivacy(PRIVACY_AT_ONCE)) {
            privacyAt = now.plus(PRIVACY_EVERY);
            var answer = session.send(Call.get("api/v2/torrents/properties").query("hash", hash));
            boolean good = answer.ok() && !answer.html();
            model.told(
                    hash,
                    good
                            ? Optional.of(http.tree(answer).path("is_private"))
                                    .filter(JsonNode::isBoolean)
                                    .map(JsonNode::asBoolean)
                            : Optional.empty());
        }
    }

    private TorrentSnapshot sync() throws ConnectorException, InterruptedException {
        boolean everything = model.rid() == 0;
        // a GET whose answer never begins is sent again by the HTTP client itself, and the server tells only a
        // part of what was lost (contract section 8.1)
        var call = Call.postForm("api/v2/sync/maindata", Map.of("rid", Long.toString(model.rid())))
                .within(everything ? FULL_LIMIT : PART_LIMIT)
                .atMost(LARGEST_ANSWER);
        var answer = session.send(call);
        if (session.number() != lastSession) { // logged in anew on the way: what came is everything
            lastSession = session.number();
            model.startOver();
            everything = true;
        }
        if (NOT_THERE.contains(answer.status())) {
            noDelta = true;
            return imitate();
        }
        var snapshot = apply(answer);
        if (!everything && snapshot.changes().full() && session.shared()) {
            notice(snapshot.at());
        }
        return snapshot;
    }

    private void notice(Instant at) {
        unasked.add(at);
        unasked.removeIf(before -> before.plus(UNASKED_WITHIN).isBefore(at));
        if (unasked.size() >= UNASKED) {
            sharedKey = true;
            noDelta = true;
        }
    }

    /// What stands in for the delta on servers and proxies that do not have it.
    private TorrentSnapshot imitate() throws ConnectorException, InterruptedException {
        var list = require(
                session.send(Call.get("api/v2/torrents/info").within(FULL_LIMIT).atMost(LARGEST_ANSWER)));
        var categories = object("api/v2/torrents/categories");
        var tags = new ArrayList<String>();
        http.tree(require(session.send(Call.get("api/v2/torrents/tags")))).forEach(tag -> tags.add(tag.asText()));
        var transfer = object("api/v2/transfer/info");
        model.startOver();
        try {
            var snapshot = model.apply(list.body(), categories, List.copyOf(tags), transfer, seen(list, false));
            lastFull = snapshot.at();
            return snapshot;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /// @param answer of `torrents/info`
    List<Torrent> torrents(Answer answer) throws ConnectorException {
        try {
            var found = new ArrayList<Torrent>();
            var shared = new Shared();
            MainData.readList(answer.body(), shared, (hash, row) -> {
                if (TorrentKey.isHash(hash)) {
                    model.complete(hash, row);
                    found.add(row.torrent(new TorrentKey(instance, hash), null, shared));
                }
            });
            return found;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private ObjectNode object(String path) throws ConnectorException, InterruptedException {
        JsonNode tree = http.tree(require(session.send(Call.get(path))));
        return tree instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }

    private Answer require(Answer answer) throws ConnectorException {
        if (!answer.ok() || answer.html()) {
            throw http.fault(answer);
        }
        return answer;
    }

    private TorrentSnapshot apply(Answer answer) throws ConnectorException {
        try {
            var snapshot = model.apply(require(answer).body(), seen(answer, true));
            if (snapshot.changes().full()) {
                lastFull = snapshot.at();
            }
            return snapshot;
        } catch (IOException | TorrentModel.Inconsistent e) {
            throw unreadable(e);
        }
    }

    private TorrentModel.Seen seen(Answer answer, boolean delta) {
        return new TorrentModel.Seen(lastSession, clock.instant(), answer.took(), session.skew(), delta);
    }

    /// Its text may quote the answer, so it is not shown.
    private ConnectorException unreadable(Exception cause) {
        return ConnectorException.of(
                        FaultCode.MALFORMED,
                        http.label() + " sent a list of torrents that makes no sense.",
                        "Wait for the next look, which asks for the whole list; look into its log if it stays so.")
                .causedBy(cause);
    }
}
