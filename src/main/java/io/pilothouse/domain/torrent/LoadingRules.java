package io.pilothouse.domain.torrent;

import io.pilothouse.domain.cycle.RunSentence;
import java.time.Duration;

/// Downloads: no metadata, contents, stalled, too slow, not wanted any more (contract section 15.5, R9 to R13).
final class LoadingRules extends JudgedRules {

    private static final double NEAR_END = 0.99;
    private static final double PAST_SLOW = 0.95;
    private static final double PAST_UNWANTED = 0.9;
    private static final long CRAWL = 1024;

    LoadingRules(Asking on) {
        super(on);
    }

    boolean metadata() {
        var rule = TorrentRule.METADATA;
        if (family != TorrentFamily.METADATA) {
            return false;
        }
        if (values.off(rule)) {
            return on.waits(rule, RunSentence.NO_METADATA_YET.with());
        }
        if (on.young(rule)) {
            return true;
        }
        var after = values.span(RuleKey.METADATA_AFTER);
        if (around.swarming()) {
            on.seen = on.seen.struck(rule, now);
        }
        if (on.seen.metadata().compareTo(after) < 0
                || on.seen.strikes(rule) < values.number(RuleKey.METADATA_STRIKES)) {
            return on.waits(
                    rule,
                    RunSentence.METADATA_STRIKES.with(
                            RuleWords.minutes(on.seen.metadata()),
                            RuleWords.minutes(after),
                            on.seen.strikes(rule),
                            values.number(RuleKey.METADATA_STRIKES)),
                    after.minus(on.seen.metadata()));
        }
        return on.remove(
                rule,
                RunSentence.NO_METADATA.with(RuleWords.minutes(on.seen.metadata())),
                new RuleStep.Remove(
                        values.truth(RuleKey.METADATA_BLOCK), values.truth(RuleKey.METADATA_SEARCH), false, false));
    }

    boolean content() {
        boolean configured = !values.words(RuleKey.FOLDERS).isEmpty()
                || !values.words(RuleKey.FILE_NAMES).isEmpty()
                || !values.words(RuleKey.ALLOWED).isEmpty()
                || !values.words(RuleKey.FORBIDDEN).isEmpty();
        if (values.off(TorrentRule.CONTENT)
                || !configured
                || !it.hasMetadata()
                || on.seen.filtered() == on.filterVersion
                || family != TorrentFamily.DOWNLOADING) {
            return false;
        }
        return on.act(TorrentRule.CONTENT, RunSentence.FILES_UNSEEN.with(), new RuleStep.Filter());
    }

    boolean stalled() {
        var rule = TorrentRule.STALLED;
        if (family != TorrentFamily.DOWNLOADING || it.state() == TorrentState.QUEUED_DOWNLOAD || values.off(rule)) {
            return false;
        }
        boolean crawls = it.state() == TorrentState.STALLED_DOWNLOAD || it.downloadSpeed() < CRAWL;
        if (!crawls) {
            return false;
        }
        if (on.young(rule)) {
            return true;
        }
        if (around.swarming()) {
            on.seen = on.seen.struck(rule, now);
        }
        boolean noCopy =
                on.seen.poor().compareTo(on.seen.idle()) >= 0 && on.seen.idle().isPositive();
        var after = it.progress() >= NEAR_END
                ? values.span(RuleKey.STALLED_NEAR_END)
                : noCopy && it.swarmSeeds() > 0
                        ? values.span(RuleKey.STALLED_NO_COPY)
                        : values.span(RuleKey.STALLED_AFTER);
        long wanted = values.number(RuleKey.STALLED_STRIKES);
        if (on.seen.idle().compareTo(after) < 0 || on.seen.strikes(rule) < wanted) {
            return on.waits(
                    rule,
                    RunSentence.STALLED_STRIKES.with(
                            RuleWords.minutes(on.seen.idle()), RuleWords.minutes(after), on.seen.strikes(rule), wanted),
                    after.minus(on.seen.idle()));
        }
        var why = (noCopy ? RunSentence.NO_COPY : RunSentence.NO_PROGRESS).with(RuleWords.minutes(on.seen.idle()));
        if (it.isPrivate().orElse(true) && !values.truth(RuleKey.STALLED_PRIVATE)) {
            return on.tell(rule, why + " " + RunSentence.PRIVATE_TRACKER.with());
        }
        return on.remove(
                rule,
                why,
                new RuleStep.Remove(
                        values.truth(RuleKey.STALLED_BLOCK),
                        values.truth(RuleKey.STALLED_SEARCH),
                        values.truth(RuleKey.STALLED_DATA),
                        values.truth(RuleKey.STALLED_KEEP)));
    }

    boolean slow() {
        var rule = TorrentRule.SLOW;
        if (values.off(rule)
                || it.state() != TorrentState.DOWNLOADING
                || it.progress() >= PAST_SLOW
                || around.limited()
                || !around.swarming()) {
            return false;
        }
        var limit = values.span(RuleKey.SLOW_LIMIT);
        var median = on.seen.medianEta();
        if (median.isEmpty() || median.get() <= limit.toSeconds()) {
            return false;
        }
        if (on.young(rule)) {
            return true;
        }
        on.seen = on.seen.struck(rule, now);
        long wanted = values.number(RuleKey.SLOW_STRIKES);
        if (on.seen.strikes(rule) < wanted) {
            return on.waits(
                    rule,
                    RunSentence.SLOW_STRIKES.with(
                            Duration.ofSeconds(median.get()).toHours() + " h", on.seen.strikes(rule), wanted));
        }
        return on.remove(
                rule,
                RunSentence.TOO_SLOW.with(Duration.ofSeconds(median.get()).toHours() + " h"),
                new RuleStep.Remove(
                        values.truth(RuleKey.SLOW_BLOCK),
                        values.truth(RuleKey.SLOW_SEARCH),
                        values.truth(RuleKey.SLOW_DATA),
                        false));
    }

    boolean notWanted() {
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
        return on.young(rule)
                || on.remove(
                        rule,
                        RunSentence.UNWANTED.with(messages.getFirst()),
                        new RuleStep.Remove(
                                values.truth(RuleKey.UNWANTED_BLOCK),
                                false,
                                values.truth(RuleKey.UNWANTED_DATA),
                                false));
    }
}
