package io.pilothouse.domain.torrent;

import io.pilothouse.domain.cycle.RunSentence;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What is whole: import, import that failed, the end of seeding (contract section 15.5, R14 to R16).
final class FinishedRules extends JudgedRules {

    private static final Duration UNCHANGED = Duration.ofSeconds(30);
    private static final Duration SETTLE = Duration.ofMinutes(5);

    FinishedRules(Asking on) {
        super(on);
    }

    boolean completed() {
        var rule = TorrentRule.COMPLETED;
        if (values.off(rule) || !whole() || on.imported() || !(subject.owner() instanceof Owner.Arr)) {
            return false;
        }
        if (!subject.reachable()) {
            return on.waits(rule, RunSentence.OWNER_SILENT.with());
        }
        if (on.seen.importAsked().isEmpty()) {
            return on.act(rule, RunSentence.COMPLETE.with(), new RuleStep.AskImport());
        }
        var asked = on.seen.importAsked().get();
        var queued = subject.queued();
        if (queued.map(ArrDownload::state).filter("importing"::equals).isPresent()) {
            return on.waits(rule, RunSentence.IMPORTING.with());
        }
        if (queued.map(ArrDownload::state).filter("imported"::equals).isPresent()) {
            return on.act(rule, RunSentence.OWNER_IMPORTED.with(), new RuleStep.MarkImported());
        }
        var scanAfter = values.span(RuleKey.IMPORT_SCAN);
        if (on.seen.scanned().isEmpty()) {
            if (complains()) {
                return false; // the next rule's business
            }
            return now.isBefore(asked.plus(scanAfter))
                    ? on.waits(rule, RunSentence.TOLD_COMPLETE.with(), Duration.between(now, asked.plus(scanAfter)))
                    : on.act(rule, RunSentence.NOT_IMPORTED.with(RuleWords.minutes(scanAfter)), new RuleStep.Scan());
        }
        return false;
    }

    boolean importFailed() {
        var rule = TorrentRule.IMPORT_FAILED;
        if (values.off(rule) || on.imported() || on.seen.importAsked().isEmpty() || !complains()) {
            on.seen = on.seen.blocked(Optional.empty());
            return false;
        }
        if (on.young(rule)) {
            return true;
        }
        on.seen = on.seen.blocked(Optional.of(on.seen.blockedSince().orElse(now)));
        var after = values.span(RuleKey.FAILED_AFTER);
        var since = on.seen.blockedSince().orElse(now);
        var messages = subject.queued().map(ArrDownload::messages).orElse(List.of());
        var said = RunSentence.CANNOT_IMPORT.with(
                messages.isEmpty() ? RunSentence.NO_REASON.with() : RuleWords.sentence(messages.getFirst()));
        if (now.isBefore(since.plus(after))) {
            return on.waits(rule, said, Duration.between(now, since.plus(after)));
        }
        boolean named = messages.stream().anyMatch(text -> RuleWords.names(text, values.words(RuleKey.FAILED_WORDS)))
                && messages.stream().noneMatch(text -> RuleWords.names(text, values.words(RuleKey.FAILED_NOT)));
        if (!named) {
            return on.tell(rule, said + " " + RunSentence.BY_HAND.with());
        }
        return on.remove(
                rule,
                said,
                new RuleStep.Remove(
                        values.truth(RuleKey.FAILED_BLOCK),
                        true,
                        values.truth(RuleKey.FAILED_DATA),
                        on.duty().left().isPresent()));
    }

    boolean seedingEnd() {
        var rule = TorrentRule.SEEDING_END;
        var action = values.word(RuleKey.SEED_ACTION);
        if (values.off(rule) || action.equals("none") || !it.complete()) {
            return false;
        }
        boolean removes = action.startsWith("remove");
        if (family != TorrentFamily.SEEDING && !(removes && family == TorrentFamily.STOPPED_SEEDING)) {
            return false;
        }
        if (it.tags().contains(RuleEngine.KEEP)) {
            return on.waits(rule, RunSentence.HAS_TAG.with(RuleEngine.KEEP));
        }
        if (on.young(rule)) {
            return true;
        }
        var met = superseded().or(limits()::met);
        if (met.isEmpty()) {
            on.seen = on.seen.seedingMet(Optional.empty());
            return on.waits(rule, limits().shown());
        }
        on.seen = on.seen.seedingMet(Optional.of(on.seen.seedingMetSince().orElse(now)));
        var settled = on.seen.seedingMetSince().orElse(now).plus(SETTLE);
        if (now.isBefore(settled)) {
            return on.waits(rule, RunSentence.SEEDED_ENOUGH.with() + " " + met.get(), Duration.between(now, settled));
        }
        if (!removes) {
            return on.act(rule, RunSentence.SEEDED_ENOUGH.with() + " " + met.get(), new RuleStep.Stop(""));
        }
        if (!on.imported() && !values.truth(RuleKey.SEED_UNIMPORTED)) {
            return on.waits(rule, RunSentence.NOT_YET_IMPORTED.with());
        }
        if (subject.leaveEnd()) {
            return on.waits(rule, RunSentence.OWNER_REMOVES.with());
        }
        return on.remove(
                rule,
                RunSentence.SEEDED_ENOUGH.with() + " " + met.get(),
                new RuleStep.Remove(false, false, action.equals("remove-with-files"), false));
    }

    /// A torrent is complete when it has been whole and unchanged for a while; what looks finished may
    /// be empty.
    private boolean whole() {
        return (family == TorrentFamily.SEEDING || family == TorrentFamily.STOPPED_SEEDING)
                && it.complete()
                && it.amountLeft() == 0
                && !it.contentPath().isEmpty()
                && on.seen.complete().compareTo(UNCHANGED) >= 0;
    }

    private boolean complains() {
        return subject.queued()
                .filter(row -> !row.status().equals("ok"))
                .filter(row -> row.state().toLowerCase(Locale.ROOT).startsWith("import"))
                .isPresent();
    }

    /// Its *arr has something else for all that it imported from it, and waits for nothing of it.
    private Optional<String> superseded() {
        return values.truth(RuleKey.SEED_SUPERSEDED)
                        && subject.queued().isEmpty()
                        && on.seen
                                .superseded()
                                .filter(Observation.Superseded::by)
                                .isPresent()
                ? Optional.of(RunSentence.SUPERSEDED.with())
                : Optional.empty();
    }

    private SeedingLimits limits() {
        return new SeedingLimits(it, values, now.plus(around.skew()));
    }
}
