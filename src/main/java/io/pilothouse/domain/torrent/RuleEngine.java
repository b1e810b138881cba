package io.pilothouse.domain.torrent;

import io.pilothouse.domain.torrent.RuleSet.Values;
import io.pilothouse.domain.torrent.TorrentRule.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Asks the rules about one torrent, in their order (contract section 15.5). Pure: everything it looks at is
/// an argument, so that preview, explanation and acting are the same. Thread-safe.
public final class RuleEngine {

    /// Tags of ours. Whoever looks at the client's own page understands them.
    public static final String IGNORED = "pilothouse-ignored";

    public static final String KEEP = "pilothouse-keep";
    public static final String IMPORTED = "pilothouse-imported";
    public static final String SPACE = "pilothouse-space";
    /// Why this program stopped a torrent: its disk is full.
    public static final String FOR_SPACE = "space";

    private static final Duration GRACE = Duration.ofMinutes(10);
    private static final Duration UNCHANGED = Duration.ofSeconds(30);
    private static final Duration LONG_TRANSIENT = Duration.ofHours(24);
    private static final Duration SETTLE = Duration.ofMinutes(5);
    private static final Duration CALM = Duration.ofMinutes(10);
    private static final int MOST_TURNS = 3;
    private static final Duration TURNS_WITHIN = Duration.ofHours(24);
    /// Begins the reason of a removal that waits because something is owed to a tracker.
    public static final String DUTY = "Seeding duty:";

    private static final double NEAR_END = 0.99;
    private static final double PAST_SLOW = 0.95;
    private static final double PAST_UNWANTED = 0.9;
    private static final long CRAWL = 1024;

    private final RuleSet rules;
    private final long filterVersion;

    /// One torrent with all that the rules look at.
    ///
    /// @param queued    what its owner's queue says
    /// @param reachable whether its owner can be asked now
    /// @param leaveEnd  whether its owner removes finished torrents itself
    public record Subject(
            Torrent torrent,
            Owner owner,
            Observation seen,
            Optional<ArrDownload> queued,
            boolean reachable,
            boolean leaveEnd) {}

    /// The client as a whole.
    ///
    /// @param swarming whether it is connected, so that a lack of progress says something
    /// @param limited  whether a global limit slows everything
    /// @param free     at the default save path
    /// @param skew     its clock minus ours
    /// @param noSpace  hashes of downloads that would not fit on the disk
    public record Around(boolean swarming, boolean limited, Optional<Long> free, Duration skew, Set<String> noSpace) {}

    public RuleEngine(RuleSet rules) {
        this.rules = rules;
        filterVersion = new ContentFilter(rules).version();
    }

    public RuleVerdict decide(Subject subject, Around around, Instant now) {
        return new Asking(subject, around, now, rules.of(subject.torrent())).decide();
    }

    /// One torrent being asked about.
    private final class Asking {
        private final Subject subject;
        private final Torrent it;
        private final TorrentFamily family;
        private final Around around;
        private final Instant now;
        private final Values values;
        private final List<RuleVerdict.Note> also = new ArrayList<>();
        private Observation seen;
        private @Nullable RuleVerdict verdict;

        Asking(Subject subject, Around around, Instant now, Values values) {
            this.subject = subject;
            this.it = subject.torrent();
            this.family = it.family();
            this.around = around;
            this.now = now;
            this.values = values;
            this.seen = subject.seen();
        }

        RuleVerdict decide() {
            boolean done = unowned()
                    || exempt()
                    || inTransit()
                    || missing()
                    || error()
                    || command()
                    || space()
                    || ourStop()
                    || userStop()
                    || metadata()
                    || content()
                    || stalled()
                    || slow()
                    || notWanted()
                    || completed()
                    || importFailed()
                    || seedingEnd();
            if (!done) {
                say(Optional.empty(), RuleVerdict.Decision.NOTHING, "Nothing is to be done.", Optional.empty(), null);
            }
            also.addAll(Upkeep.of(it, subject.owner(), values, duty()));
            var made = java.util.Objects.requireNonNull(verdict);
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

        private boolean waits(TorrentRule rule, String reason) {
            return say(Optional.of(rule), RuleVerdict.Decision.WAIT, reason, Optional.empty(), null);
        }

        private boolean waits(TorrentRule rule, String reason, Duration left) {
            var at = now.plus(left.isNegative() ? Duration.ZERO : left);
            return say(Optional.of(rule), RuleVerdict.Decision.WAIT, reason, Optional.of(at), null);
        }

        private boolean act(TorrentRule rule, String reason, RuleStep step) {
            boolean turning = step instanceof RuleStep.Start || step instanceof RuleStep.Stop;
            if (turning && turns() >= MOST_TURNS) {
                return tell(
                        rule,
                        reason + " But it was stopped and started " + turns()
                                + " times in a day, so it is left as it is now.");
            }
            if (flapping(step)) {
                return waits(rule, "Something was done to it in the last ten minutes.", CALM);
            }
            return say(Optional.of(rule), RuleVerdict.Decision.ACT, reason, Optional.empty(), step);
        }

        private boolean tell(TorrentRule rule, String reason) {
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
                            "Several instances use its category: "
                                    + disputed.claimants().size() + " of them. None of their queues knows it.");
                case Owner.Nobody _ -> commandCategory() ? false : end(TorrentRule.UNOWNED, "Nobody owns it.");
            };
        }

        private boolean commandCategory() {
            return !values.off(TorrentRule.COMMAND_CATEGORIES)
                    && !it.category().isEmpty()
                    && (it.category().equals(values.word(RuleKey.COMMAND_FAILED))
                            || it.category().equals(values.word(RuleKey.COMMAND_RECHECK)));
        }

        private boolean exempt() {
            if (it.tags().contains(IGNORED)) {
                return end(TorrentRule.EXEMPT, "It has the tag " + IGNORED + ".");
            }
            boolean listed = values.words(RuleKey.EXEMPT_CATEGORIES).contains(it.category())
                    || values.words(RuleKey.EXEMPT_TRACKERS).contains(TorrentTracker.hostOf(it.tracker()));
            if (it.forced() || it.superSeeding() || listed) {
                var why = listed ? "Its tracker or category is left alone." : "It is forced by hand.";
                return completed() || end(TorrentRule.EXEMPT, why);
            }
            return false;
        }

        private boolean inTransit() {
            if (family != TorrentFamily.TRANSIENT) {
                return false;
            }
            return seen.transientFor().compareTo(LONG_TRANSIENT) > 0
                    ? tell(TorrentRule.TRANSIENT, "It has been checked or moved for more than a day.")
                    : waits(TorrentRule.TRANSIENT, "It is being checked, loaded or moved.");
        }

        private boolean missing() {
            if (family != TorrentFamily.MISSING) {
                return false;
            }
            var rule = TorrentRule.MISSING_FILES;
            if (values.off(rule)) {
                return waits(rule, "Its files are missing.");
            }
            var over = values.span(RuleKey.MISSING_OVER);
            if (young(rule)) {
                return true;
            }
            if (seen.missingSeen() < values.number(RuleKey.MISSING_SEEN)
                    || seen.missing().compareTo(over) < 0) {
                return waits(rule, "Its files are missing; it is watched first.", over.minus(seen.missing()));
            }
            return switch (values.word(RuleKey.MISSING_ACTION)) {
                case "recheck" ->
                    done("recheck")
                            ? tell(rule, "Its files are missing, and a recheck did not find them.")
                            : act(rule, "Its files are missing.", new RuleStep.Recheck());
                case "remove" ->
                    remove(rule, "Its files are missing.", new RuleStep.Remove(!imported(), !imported(), false, false));
                default -> tell(rule, "Its files are missing.");
            };
        }

        private boolean done(String act) {
            return seen.acts().stream().anyMatch(done -> done.act().equals(act));
        }

        private boolean error() {
            if (family != TorrentFamily.ERROR) {
                return false;
            }
            var rule = TorrentRule.ERROR;
            if (values.off(rule)) {
                return waits(rule, "It is in error.");
            }
            if (young(rule)) {
                return true;
            }
            long least = values.number(RuleKey.ERROR_SPACE);
            if (around.free().filter(free -> free < least).isPresent()) {
                return tell(rule, "Its disk is full.");
            }
            if (seen.starts().size() >= values.number(RuleKey.ERROR_MOST)) {
                return tell(rule, "It was started " + seen.starts().size() + " times this week and fails again.");
            }
            if (!seen.starts().isEmpty()) {
                var next = seen.starts().getLast().plus(values.span(RuleKey.ERROR_COOL_DOWN));
                if (now.isBefore(next)) {
                    return waits(rule, "It is in error and was started lately.", Duration.between(now, next));
                }
            }
            return act(rule, "It is in error.", new RuleStep.Start());
        }

        private boolean command() {
            if (!commandCategory()) {
                return false;
            }
            var rule = TorrentRule.COMMAND_CATEGORIES;
            if (it.category().equals(values.word(RuleKey.COMMAND_RECHECK))) {
                if (!done("recheck")) {
                    return act(rule, "Its category asks for a recheck.", new RuleStep.Recheck());
                }
                return seen.previousCategory().isEmpty()
                        ? tell(rule, "It was rechecked; nobody knows its category before.")
                        : act(rule, "It was rechecked.", new RuleStep.Category(seen.previousCategory()));
            }
            if (seen.previousCategory().isEmpty()) { // nobody knows whose it was: nothing is taken away
                return done("recheck")
                        ? tell(rule, "Its category says that it failed; nobody knows its category before.")
                        : act(
                                rule,
                                "Its category says that it failed; nobody knows its category before.",
                                new RuleStep.Recheck());
            }
            return remove(rule, "Its category says that it failed.", new RuleStep.Remove(true, true, false, false));
        }

        private boolean space() {
            if (values.off(TorrentRule.SPACE)
                    || it.state().stopped()
                    || !around.noSpace().contains(it.key().hash())) {
                return false;
            }
            return act(
                    TorrentRule.SPACE,
                    "It would not fit on the disk with the reserve of "
                            + RuleWords.gibibytes(values.number(RuleKey.SPACE_RESERVE)) + ".",
                    new RuleStep.Stop(FOR_SPACE));
        }

        private boolean ourStop() {
            if (!seen.stoppedFor().equals(FOR_SPACE) || !it.state().stopped()) {
                return false;
            }
            boolean fits = !around.noSpace().contains(it.key().hash());
            return fits
                    ? act(TorrentRule.OUR_STOP, "It fits on the disk again.", new RuleStep.Start())
                    : waits(TorrentRule.OUR_STOP, "It was stopped because it does not fit on the disk.");
        }

        private boolean userStop() {
            if (family != TorrentFamily.STOPPED_DOWNLOAD) {
                return false;
            }
            if (values.truth(RuleKey.START_STOPPED)
                    && Duration.between(seen.firstSeen(), now).compareTo(Duration.ofHours(1)) < 0) {
                return act(TorrentRule.STOPPED_BY_USER, "Stopped downloads are started here.", new RuleStep.Start());
            }
            return waits(TorrentRule.STOPPED_BY_USER, "Somebody stopped it.");
        }

        private boolean metadata() {
            var rule = TorrentRule.METADATA;
            if (family != TorrentFamily.METADATA) {
                return false;
            }
            if (values.off(rule)) {
                return waits(rule, "It waits for its metadata.");
            }
            if (young(rule)) {
                return true;
            }
            var after = values.span(RuleKey.METADATA_AFTER);
            if (around.swarming()) {
                seen = seen.struck(rule, now);
            }
            if (seen.metadata().compareTo(after) < 0 || seen.strikes(rule) < values.number(RuleKey.METADATA_STRIKES)) {
                return waits(
                        rule,
                        "It waits for its metadata: " + RuleWords.minutes(seen.metadata()) + " of "
                                + RuleWords.minutes(after) + ", strike " + seen.strikes(rule) + " of "
                                + values.number(RuleKey.METADATA_STRIKES) + ".",
                        after.minus(seen.metadata()));
            }
            return remove(
                    rule,
                    "It has no metadata after " + RuleWords.minutes(seen.metadata()) + ".",
                    new RuleStep.Remove(
                            values.truth(RuleKey.METADATA_BLOCK), values.truth(RuleKey.METADATA_SEARCH), false, false));
        }

        private boolean content() {
            boolean configured = !values.words(RuleKey.FOLDERS).isEmpty()
                    || !values.words(RuleKey.FILE_NAMES).isEmpty()
                    || !values.words(RuleKey.ALLOWED).isEmpty()
                    || !values.words(RuleKey.FORBIDDEN).isEmpty();
            if (values.off(TorrentRule.CONTENT)
                    || !configured
                    || !it.hasMetadata()
                    || seen.filtered() == filterVersion
                    || family != TorrentFamily.DOWNLOADING) {
                return false;
            }
            return act(TorrentRule.CONTENT, "Its files were not looked at yet.", new RuleStep.Filter());
        }

        private boolean stalled() {
            var rule = TorrentRule.STALLED;
            if (family != TorrentFamily.DOWNLOADING || it.state() == TorrentState.QUEUED_DOWNLOAD || values.off(rule)) {
                return false;
            }
            boolean crawls = it.state() == TorrentState.STALLED_DOWNLOAD || it.downloadSpeed() < CRAWL;
            if (!crawls) {
                return false;
            }
            if (young(rule)) {
                return true;
            }
            if (around.swarming()) {
                seen = seen.struck(rule, now);
            }
            boolean noCopy =
                    seen.poor().compareTo(seen.idle()) >= 0 && seen.idle().isPositive();
            var after = it.progress() >= NEAR_END
                    ? values.span(RuleKey.STALLED_NEAR_END)
                    : noCopy && it.swarmSeeds() > 0
                            ? values.span(RuleKey.STALLED_NO_COPY)
                            : values.span(RuleKey.STALLED_AFTER);
            long wanted = values.number(RuleKey.STALLED_STRIKES);
            if (seen.idle().compareTo(after) < 0 || seen.strikes(rule) < wanted) {
                return waits(
                        rule,
                        "No progress for " + RuleWords.minutes(seen.idle()) + " of " + RuleWords.minutes(after)
                                + ", strike " + seen.strikes(rule) + " of " + wanted + ".",
                        after.minus(seen.idle()));
            }
            var why = "No progress for " + RuleWords.minutes(seen.idle())
                    + (noCopy ? ", and nobody has a full copy." : ".");
            if (it.isPrivate().orElse(true) && !values.truth(RuleKey.STALLED_PRIVATE)) {
                return tell(rule, why + " Its tracker is private or may be.");
            }
            return remove(
                    rule,
                    why,
                    new RuleStep.Remove(
                            values.truth(RuleKey.STALLED_BLOCK),
                            values.truth(RuleKey.STALLED_SEARCH),
                            values.truth(RuleKey.STALLED_DATA),
                            values.truth(RuleKey.STALLED_KEEP)));
        }

        private boolean slow() {
            var rule = TorrentRule.SLOW;
            if (values.off(rule)
                    || it.state() != TorrentState.DOWNLOADING
                    || it.progress() >= PAST_SLOW
                    || around.limited()
                    || !around.swarming()) {
                return false;
            }
            var limit = values.span(RuleKey.SLOW_LIMIT);
            var median = seen.medianEta();
            if (median.isEmpty() || median.get() <= limit.toSeconds()) {
                return false;
            }
            if (young(rule)) {
                return true;
            }
            seen = seen.struck(rule, now);
            long wanted = values.number(RuleKey.SLOW_STRIKES);
            if (seen.strikes(rule) < wanted) {
                return waits(
                        rule,
                        "It would take " + Duration.ofSeconds(median.get()).toHours() + " h, strike "
                                + seen.strikes(rule) + " of " + wanted + ".");
            }
            return remove(
                    rule,
                    "It would take " + Duration.ofSeconds(median.get()).toHours() + " h.",
                    new RuleStep.Remove(
                            values.truth(RuleKey.SLOW_BLOCK),
                            values.truth(RuleKey.SLOW_SEARCH),
                            values.truth(RuleKey.SLOW_DATA),
                            false));
        }

        private boolean notWanted() {
            var rule = TorrentRule.NOT_WANTED;
            if (values.off(rule)
                    || it.progress() >= PAST_UNWANTED
                    || subject.queued().isEmpty()) {
                return false;
            }
            var messages = subject.queued().get().messages();
            boolean all = !messages.isEmpty()
                    && messages.stream().allMatch(text -> RuleWords.names(text, values.words(RuleKey.UNWANTED_WORDS)));
            if (!all) {
                return false;
            }
            return young(rule)
                    || remove(
                            rule,
                            "Its owner does not want it any more: " + messages.getFirst(),
                            new RuleStep.Remove(
                                    values.truth(RuleKey.UNWANTED_BLOCK),
                                    false,
                                    values.truth(RuleKey.UNWANTED_DATA),
                                    false));
        }

        /// A torrent is complete when it has been whole and unchanged for a while; what looks finished may
        /// be empty.
        private boolean whole() {
            return (family == TorrentFamily.SEEDING || family == TorrentFamily.STOPPED_SEEDING)
                    && it.complete()
                    && it.amountLeft() == 0
                    && !it.contentPath().isEmpty()
                    && seen.complete().compareTo(UNCHANGED) >= 0;
        }

        private boolean imported() {
            return seen.imported().isPresent() || it.tags().contains(IMPORTED);
        }

        private boolean completed() {
            var rule = TorrentRule.COMPLETED;
            if (values.off(rule) || !whole() || imported() || !(subject.owner() instanceof Owner.Arr)) {
                return false;
            }
            if (!subject.reachable()) {
                return waits(rule, "It is complete; its owner cannot be asked now.");
            }
            if (seen.importAsked().isEmpty()) {
                return act(rule, "It is complete.", new RuleStep.AskImport());
            }
            var asked = seen.importAsked().get();
            var queued = subject.queued();
            if (queued.map(ArrDownload::state).filter("importing"::equals).isPresent()) {
                return waits(rule, "Its owner imports it now.");
            }
            if (queued.map(ArrDownload::state).filter("imported"::equals).isPresent()) {
                return act(rule, "Its owner has imported it.", new RuleStep.MarkImported());
            }
            var scanAfter = values.span(RuleKey.IMPORT_SCAN);
            if (seen.scanned().isEmpty()) {
                if (complains()) {
                    return false; // the next rule's business
                }
                return now.isBefore(asked.plus(scanAfter))
                        ? waits(
                                rule,
                                "Its owner was told that it is complete.",
                                Duration.between(now, asked.plus(scanAfter)))
                        : act(
                                rule,
                                "Its owner did not import it in " + RuleWords.minutes(scanAfter) + ".",
                                new RuleStep.Scan());
            }
            return false;
        }

        private boolean complains() {
            return subject.queued()
                    .filter(row -> !row.status().equals("ok"))
                    .filter(row -> row.state().toLowerCase(Locale.ROOT).startsWith("import"))
                    .isPresent();
        }

        private boolean importFailed() {
            var rule = TorrentRule.IMPORT_FAILED;
            if (values.off(rule) || imported() || seen.importAsked().isEmpty() || !complains()) {
                seen = seen.blocked(Optional.empty());
                return false;
            }
            if (young(rule)) {
                return true;
            }
            seen = seen.blocked(Optional.of(seen.blockedSince().orElse(now)));
            var after = values.span(RuleKey.FAILED_AFTER);
            var since = seen.blockedSince().orElse(now);
            var messages = subject.queued().map(ArrDownload::messages).orElse(List.of());
            var said = messages.isEmpty() ? "no reason" : messages.getFirst();
            if (now.isBefore(since.plus(after))) {
                return waits(rule, "Its owner cannot import it: " + said, Duration.between(now, since.plus(after)));
            }
            boolean named = messages.stream()
                            .anyMatch(text -> RuleWords.names(text, values.words(RuleKey.FAILED_WORDS)))
                    && messages.stream().noneMatch(text -> RuleWords.names(text, values.words(RuleKey.FAILED_NOT)));
            if (!named) {
                return tell(rule, "Its owner cannot import it: " + said + " Import it by hand.");
            }
            return remove(
                    rule,
                    "Its owner cannot import it: " + said,
                    new RuleStep.Remove(
                            values.truth(RuleKey.FAILED_BLOCK),
                            true,
                            values.truth(RuleKey.FAILED_DATA),
                            duty().left().isPresent()));
        }

        private boolean seedingEnd() {
            var rule = TorrentRule.SEEDING_END;
            var action = values.word(RuleKey.SEED_ACTION);
            if (values.off(rule) || action.equals("none") || !it.complete()) {
                return false;
            }
            boolean removes = action.startsWith("remove");
            if (family != TorrentFamily.SEEDING && !(removes && family == TorrentFamily.STOPPED_SEEDING)) {
                return false;
            }
            if (it.tags().contains(KEEP)) {
                return waits(rule, "It has the tag " + KEEP + ".");
            }
            if (young(rule)) {
                return true;
            }
            var met = superseded().or(limits()::met);
            if (met.isEmpty()) {
                seen = seen.seedingMet(Optional.empty());
                return waits(rule, "It seeds on: " + limits().shown() + ".");
            }
            seen = seen.seedingMet(Optional.of(seen.seedingMetSince().orElse(now)));
            var settled = seen.seedingMetSince().orElse(now).plus(SETTLE);
            if (now.isBefore(settled)) {
                return waits(rule, "It has seeded enough: " + met.get() + ".", Duration.between(now, settled));
            }
            if (!removes) {
                return act(rule, "It has seeded enough: " + met.get() + ".", new RuleStep.Stop(""));
            }
            if (!imported() && !values.truth(RuleKey.SEED_UNIMPORTED)) {
                return waits(rule, "It has seeded enough but is not imported.");
            }
            if (subject.leaveEnd()) {
                return waits(rule, "It has seeded enough; its owner removes finished torrents itself.");
            }
            return remove(
                    rule,
                    "It has seeded enough: " + met.get() + ".",
                    new RuleStep.Remove(false, false, action.equals("remove-with-files"), false));
        }

        /// Its *arr has something else for all that it imported from it, and waits for nothing of it.
        private Optional<String> superseded() {
            return values.truth(RuleKey.SEED_SUPERSEDED)
                            && subject.queued().isEmpty()
                            && seen.superseded()
                                    .filter(Observation.Superseded::by)
                                    .isPresent()
                    ? Optional.of("its owner has something else by now")
                    : Optional.empty();
        }

        private SeedingLimits limits() {
            return new SeedingLimits(it, values, now.plus(around.skew()));
        }

        private SeedingDuty duty() {
            return new SeedingDuty(it, seen, values);
        }

        // what stands before removing

        private boolean remove(TorrentRule rule, String why, RuleStep.Remove step) {
            var duty = duty().left();
            if (duty.isPresent() && !step.keepTorrent()) {
                return waits(rule, why + " " + duty.get());
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
        private boolean young(TorrentRule rule) {
            var age = Duration.between(seen.firstSeen(), now);
            var byServer = it.addedAt()
                    .map(at -> Duration.between(at, now.plus(around.skew())))
                    .orElse(age);
            var younger = age.compareTo(byServer) < 0 ? age : byServer;
            return younger.compareTo(GRACE) < 0
                    && waits(rule, "It has been here for less than ten minutes.", GRACE.minus(younger));
        }
    }
}
