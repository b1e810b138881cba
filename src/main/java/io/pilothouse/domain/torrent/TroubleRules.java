package io.pilothouse.domain.torrent;

import io.pilothouse.domain.Bytes;
import io.pilothouse.domain.cycle.RunSentence;
import java.time.Duration;

/// What is wrong with a torrent or was done to it by hand: missing files, errors, command categories, space,
/// stops (contract section 15.5, R3 to R8).
final class TroubleRules extends JudgedRules {

    TroubleRules(Asking on) {
        super(on);
    }

    boolean missing() {
        if (family != TorrentFamily.MISSING) {
            return false;
        }
        var rule = TorrentRule.MISSING_FILES;
        if (values.off(rule)) {
            return on.waits(rule, RunSentence.FILES_MISSING.with());
        }
        var over = values.span(RuleKey.MISSING_OVER);
        if (on.young(rule)) {
            return true;
        }
        if (on.seen.missingSeen() < values.number(RuleKey.MISSING_SEEN)
                || on.seen.missing().compareTo(over) < 0) {
            return on.waits(rule, RunSentence.FILES_WATCHED.with(), over.minus(on.seen.missing()));
        }
        return switch (values.word(RuleKey.MISSING_ACTION)) {
            case "recheck" ->
                on.done("recheck")
                        ? on.tell(rule, RunSentence.RECHECK_FAILED.with())
                        : on.act(rule, RunSentence.FILES_MISSING.with(), new RuleStep.Recheck());
            case "remove" ->
                on.remove(
                        rule,
                        RunSentence.FILES_MISSING.with(),
                        new RuleStep.Remove(!on.imported(), !on.imported(), false, false));
            default -> on.tell(rule, RunSentence.FILES_MISSING.with());
        };
    }

    boolean error() {
        if (family != TorrentFamily.ERROR) {
            return false;
        }
        var rule = TorrentRule.ERROR;
        if (values.off(rule)) {
            return on.waits(rule, RunSentence.IN_ERROR.with());
        }
        if (on.young(rule)) {
            return true;
        }
        long least = values.number(RuleKey.ERROR_SPACE);
        if (around.free().filter(free -> free < least).isPresent()) {
            return on.tell(rule, RunSentence.DISK_FULL.with());
        }
        if (on.seen.starts().size() >= values.number(RuleKey.ERROR_MOST)) {
            return on.tell(rule, RunSentence.FAILS_AGAIN.with(on.seen.starts().size()));
        }
        if (!on.seen.starts().isEmpty()) {
            var next = on.seen.starts().getLast().plus(values.span(RuleKey.ERROR_COOL_DOWN));
            if (now.isBefore(next)) {
                return on.waits(rule, RunSentence.ERROR_LATELY.with(), Duration.between(now, next));
            }
        }
        return on.act(rule, RunSentence.IN_ERROR.with(), new RuleStep.Start());
    }

    boolean command() {
        if (!on.commandCategory()) {
            return false;
        }
        var rule = TorrentRule.COMMAND_CATEGORIES;
        if (it.category().equals(values.word(RuleKey.COMMAND_RECHECK))) {
            if (!on.done("recheck")) {
                return on.act(rule, RunSentence.ASKS_RECHECK.with(), new RuleStep.Recheck());
            }
            return on.seen.previousCategory().isEmpty()
                    ? on.tell(rule, RunSentence.RECHECKED_UNKNOWN.with())
                    : on.act(rule, RunSentence.RECHECKED.with(), new RuleStep.Category(on.seen.previousCategory()));
        }
        if (on.seen.previousCategory().isEmpty()) { // nobody knows whose it was: nothing is taken away
            return on.done("recheck")
                    ? on.tell(rule, RunSentence.SAYS_FAILED_UNKNOWN.with())
                    : on.act(rule, RunSentence.SAYS_FAILED_UNKNOWN.with(), new RuleStep.Recheck());
        }
        return on.remove(rule, RunSentence.SAYS_FAILED.with(), new RuleStep.Remove(true, true, false, false));
    }

    boolean space() {
        if (values.off(TorrentRule.SPACE)
                || it.state().stopped()
                || on.seen.startedByHand()
                || !around.noSpace().contains(it.key().hash())) {
            return false;
        }
        return on.act(
                TorrentRule.SPACE,
                RunSentence.NO_ROOM.with(new Bytes(values.number(RuleKey.SPACE_RESERVE))),
                new RuleStep.Stop(RuleEngine.FOR_SPACE));
    }

    boolean ourStop() {
        if (!on.seen.stoppedFor().equals(RuleEngine.FOR_SPACE) || !it.state().stopped()) {
            return false;
        }
        boolean fits = !values.off(TorrentRule.OUR_STOP)
                && !around.noSpace().contains(it.key().hash());
        return fits
                ? on.act(TorrentRule.OUR_STOP, RunSentence.FITS.with(), new RuleStep.Start())
                : on.waits(TorrentRule.OUR_STOP, RunSentence.STOPPED_FOR_SPACE.with());
    }

    boolean userStop() {
        if (family != TorrentFamily.STOPPED_DOWNLOAD || values.off(TorrentRule.STOPPED_BY_USER)) {
            return false;
        }
        if (values.truth(RuleKey.START_STOPPED)
                && Duration.between(on.seen.firstSeen(), now).compareTo(Duration.ofHours(1)) < 0) {
            return on.act(TorrentRule.STOPPED_BY_USER, RunSentence.STARTED_HERE.with(), new RuleStep.Start());
        }
        return on.waits(TorrentRule.STOPPED_BY_USER, RunSentence.STOPPED_BY_HAND.with());
    }
}
