package io.pilothouse.domain.torrent;

import io.pilothouse.domain.cycle.RunSentence;
import io.pilothouse.domain.torrent.RuleSet.Values;
import io.pilothouse.domain.torrent.TorrentRule.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One torrent being asked about: the order of the rules, how each of them ends, and what stands before
/// anything is done. Used once, by one thread.
final class Asking {

    private static final Duration GRACE = Duration.ofMinutes(10);
    private static final Duration LONG_TRANSIENT = Duration.ofHours(24);
    private static final Duration CALM = Duration.ofMinutes(10);
    private static final int MOST_TURNS = 3;
    private static final Duration TURNS_WITHIN = Duration.ofHours(24);

    final RuleEngine.Subject subject;
    final Torrent it;
    final TorrentFamily family;
    final RuleEngine.Around around;
    final Instant now;
    final Values values;
    final long filterVersion;
    private final List<RuleVerdict.Note> also = new ArrayList<>();
    /// What is remembered of it from now on: rules note strikes and times here.
    Observation seen;
    private @Nullable RuleVerdict verdict;

    /// @param filterVersion of the content filter that is in force
    Asking(RuleEngine.Subject subject, RuleEngine.Around around, Instant now, Values values, long filterVersion) {
        this.subject = subject;
        this.it = subject.torrent();
        this.family = it.family();
        this.around = around;
        this.now = now;
        this.values = values;
        this.filterVersion = filterVersion;
        this.seen = subject.seen();
    }

    RuleVerdict decide() {
        var trouble = new TroubleRules(this);
        var loading = new LoadingRules(this);
        var finished = new FinishedRules(this);
        boolean done = unowned()
                || exempt(finished)
                || inTransit()
                || trouble.missing()
                || trouble.error()
                || trouble.command()
                || trouble.space()
                || trouble.ourStop()
                || trouble.userStop()
                || loading.metadata()
                || loading.content()
                || loading.stalled()
                || loading.slow()
                || loading.notWanted()
                || finished.completed()
                || finished.importFailed()
                || finished.seedingEnd();
        if (!done) {
            say(
                    Optional.empty(),
                    RuleVerdict.Decision.NOTHING,
                    RunSentence.NOTHING_TO_DO.with(),
                    Optional.empty(),
                    null);
        }
        also.addAll(Upkeep.of(it, subject.owner(), values, duty()));
        var made = Objects.requireNonNull(verdict);
        return new RuleVerdict(
                made.torrent(),
                made.deciding(),
                made.decision(),
                made.reason(),
                made.until(),
                made.step(),
                made.mode(),
                also,
                seen);
    }

    // how rules end

    private boolean say(
            Optional<TorrentRule> rule,
            RuleVerdict.Decision decision,
            String reason,
            Optional<Instant> until,
            @Nullable RuleStep step) {
        verdict = new RuleVerdict(
                it.key(),
                rule,
                decision,
                reason,
                until,
                Optional.ofNullable(step),
                rule.map(values::mode).orElse(Mode.OFF),
                List.of(),
                seen);
        return true;
    }

    private boolean end(TorrentRule rule, String reason) {
        return say(Optional.of(rule), RuleVerdict.Decision.NOTHING, reason, Optional.empty(), null);
    }

    boolean waits(TorrentRule rule, String reason) {
        return say(Optional.of(rule), RuleVerdict.Decision.WAIT, reason, Optional.empty(), null);
    }

    boolean waits(TorrentRule rule, String reason, Duration left) {
        var at = now.plus(left.isNegative() ? Duration.ZERO : left);
        return say(Optional.of(rule), RuleVerdict.Decision.WAIT, reason, Optional.of(at), null);
    }

    boolean act(TorrentRule rule, String reason, RuleStep step) {
        boolean turning = step instanceof RuleStep.Start || step instanceof RuleStep.Stop;
        if (turning && turns() >= MOST_TURNS) {
            return tell(rule, reason + " " + RunSentence.TURNED.with(turns()));
        }
        if (flapping(step)) {
            return waits(rule, RunSentence.TOUCHED.with(), CALM);
        }
        return say(Optional.of(rule), RuleVerdict.Decision.ACT, reason, Optional.empty(), step);
    }

    boolean tell(TorrentRule rule, String reason) {
        return say(Optional.of(rule), RuleVerdict.Decision.ACT, reason, Optional.empty(), new RuleStep.Tell());
    }

    /// @return how often within a day something was done and its opposite after it, in pairs
    private int turns() {
        int changes = 0;
        var before = "";
        for (var done : seen.acts()) {
            boolean counts = done.act().equals("start") || done.act().equals("stop");
            if (counts
                    && now.isBefore(done.at().plus(TURNS_WITHIN))
                    && !done.act().equals(before)) {
                changes++;
                before = done.act();
            }
        }
        return changes / 2;
    }

    /// After a stop no start, and the other way round, for ten minutes.
    private boolean flapping(RuleStep step) {
        var opposite = step instanceof RuleStep.Start ? "stop" : step instanceof RuleStep.Stop ? "start" : "";
        return !opposite.isEmpty()
                && seen.acts().stream()
                        .anyMatch(done -> done.act().equals(opposite)
                                && now.isBefore(done.at().plus(CALM)));
    }

    // the rules

    private boolean unowned() {
        return switch (subject.owner()) {
            case Owner.Arr _ -> false;
            case Owner.Disputed disputed ->
                end(
                        TorrentRule.UNOWNED,
                        RunSentence.DISPUTED.with(disputed.claimants().size()));
            case Owner.Nobody _ -> commandCategory() ? false : end(TorrentRule.UNOWNED, RunSentence.NOBODY_OWNS.with());
        };
    }

    boolean commandCategory() {
        return !values.off(TorrentRule.COMMAND_CATEGORIES)
                && !it.category().isEmpty()
                && (it.category().equals(values.word(RuleKey.COMMAND_FAILED))
                        || it.category().equals(values.word(RuleKey.COMMAND_RECHECK)));
    }

    private boolean exempt(FinishedRules finished) {
        var handsOff = it.tags().stream().filter(RuleEngine.HANDS_OFF::contains).findFirst();
        if (handsOff.isPresent()) {
            return end(TorrentRule.EXEMPT, RunSentence.HAS_TAG.with(handsOff.get()));
        }
        if (RuleEngine.leftAlone(it, values)) {
            var why = it.forced() || it.superSeeding() ? RunSentence.FORCED.with() : RunSentence.LEFT_ALONE.with();
            return finished.completed() || end(TorrentRule.EXEMPT, why);
        }
        return false;
    }

    private boolean inTransit() {
        if (family != TorrentFamily.TRANSIENT) {
            return false;
        }
        return seen.transientFor().compareTo(LONG_TRANSIENT) > 0
                ? tell(TorrentRule.TRANSIENT, RunSentence.LONG_CHECKED.with())
                : waits(TorrentRule.TRANSIENT, RunSentence.CHECKED.with());
    }

    boolean done(String act) {
        return seen.acts().stream().anyMatch(done -> done.act().equals(act));
    }

    boolean imported() {
        return seen.imported().isPresent() || it.tags().contains(RuleEngine.IMPORTED);
    }

    SeedingDuty duty() {
        return new SeedingDuty(it, seen, values);
    }

    // what stands before removing

    boolean remove(TorrentRule rule, String why, RuleStep.Remove step) {
        var duty = duty().left();
        if (duty.isPresent() && !step.keepTorrent()) {
            return waits(rule, why + " " + duty.get());
        }
        if (step.keepTorrent() && done(step.word())) {
            return waits(rule, why + " " + RunSentence.SEARCHED_AGAIN.with());
        }
        if (subject.owner() instanceof Owner.Arr && !subject.reachable()) {
            return waits(rule, why + " Its owner cannot be told now.");
        }
        boolean known = imported();
        return act(
                rule,
                why,
                new RuleStep.Remove(
                        step.blocklist() && !known,
                        step.searchAgain() && !known,
                        step.withFiles(),
                        step.keepTorrent()));
    }

    /// Whoever came a moment ago is left alone.
    boolean young(TorrentRule rule) {
        var age = Duration.between(seen.firstSeen(), now);
        var byServer = it.addedAt()
                .map(at -> Duration.between(at, now.plus(around.skew())))
                .orElse(age);
        var younger = age.compareTo(byServer) < 0 ? age : byServer;
        return younger.compareTo(GRACE) < 0 && waits(rule, RunSentence.YOUNG.with(), GRACE.minus(younger));
    }
}
