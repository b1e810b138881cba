package io.pilothouse.domain.torrent;

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
            return on.waits(rule, "Its files are missing.");
        }
        var over = values.span(RuleKey.MISSING_OVER);
        if (on.young(rule)) {
            return true;
        }
        if (on.seen.missingSeen() < values.number(RuleKey.MISSING_SEEN)
                || on.seen.missing().compareTo(over) < 0) {
            return on.waits(rule, "Its files are missing; it is watched first.", over.minus(on.seen.missing()));
        }
        return switch (values.word(RuleKey.MISSING_ACTION)) {
            case "recheck" ->
                on.done("recheck")
                        ? on.tell(rule, "Its files are missing, and a recheck did not find them.")
                        : on.act(rule, "Its files are missing.", new RuleStep.Recheck());
            case "remove" ->
                on.remove(
                        rule,
                        "Its files are missing.",
                        new RuleStep.Remove(!on.imported(), !on.imported(), false, false));
            default -> on.tell(rule, "Its files are missing.");
        };
    }

    boolean error() {
        if (family != TorrentFamily.ERROR) {
            return false;
        }
        var rule = TorrentRule.ERROR;
        if (values.off(rule)) {
            return on.waits(rule, "It is in error.");
        }
        if (on.young(rule)) {
            return true;
        }
        long least = values.number(RuleKey.ERROR_SPACE);
        if (around.free().filter(free -> free < least).isPresent()) {
            return on.tell(rule, "Its disk is full.");
        }
        if (on.seen.starts().size() >= values.number(RuleKey.ERROR_MOST)) {
            return on.tell(rule, "It was started " + on.seen.starts().size() + " times this week and fails again.");
        }
        if (!on.seen.starts().isEmpty()) {
            var next = on.seen.starts().getLast().plus(values.span(RuleKey.ERROR_COOL_DOWN));
            if (now.isBefore(next)) {
                return on.waits(rule, "It is in error and was started lately.", Duration.between(now, next));
            }
        }
        return on.act(rule, "It is in error.", new RuleStep.Start());
    }

    boolean command() {
        if (!on.commandCategory()) {
            return false;
        }
        var rule = TorrentRule.COMMAND_CATEGORIES;
        if (it.category().equals(values.word(RuleKey.COMMAND_RECHECK))) {
            if (!on.done("recheck")) {
                return on.act(rule, "Its category asks for a recheck.", new RuleStep.Recheck());
            }
            return on.seen.previousCategory().isEmpty()
                    ? on.tell(rule, "It was rechecked; nobody knows its category before.")
                    : on.act(rule, "It was rechecked.", new RuleStep.Category(on.seen.previousCategory()));
        }
        if (on.seen.previousCategory().isEmpty()) { // nobody knows whose it was: nothing is taken away
            return on.done("recheck")
                    ? on.tell(rule, "Its category says that it failed; nobody knows its category before.")
                    : on.act(
                            rule,
                            "Its category says that it failed; nobody knows its category before.",
                            new RuleStep.Recheck());
        }
        return on.remove(rule, "Its category says that it failed.", new RuleStep.Remove(true, true, false, false));
    }

    boolean space() {
        if (values.off(TorrentRule.SPACE)
                || it.state().stopped()
                || !around.noSpace().contains(it.key().hash())) {
            return false;
        }
        return on.act(
                TorrentRule.SPACE,
                "It would not fit on the disk with the reserve of "
                        + RuleWords.gibibytes(values.number(RuleKey.SPACE_RESERVE)) + ".",
                new RuleStep.Stop(RuleEngine.FOR_SPACE));
    }

    boolean ourStop() {
        if (!on.seen.stoppedFor().equals(RuleEngine.FOR_SPACE) || !it.state().stopped()) {
            return false;
        }
        boolean fits = !around.noSpace().contains(it.key().hash());
        return fits
                ? on.act(TorrentRule.OUR_STOP, "It fits on the disk again.", new RuleStep.Start())
                : on.waits(TorrentRule.OUR_STOP, "It was stopped because it does not fit on the disk.");
    }

    boolean userStop() {
        if (family != TorrentFamily.STOPPED_DOWNLOAD) {
            return false;
        }
        if (values.truth(RuleKey.START_STOPPED)
                && Duration.between(on.seen.firstSeen(), now).compareTo(Duration.ofHours(1)) < 0) {
            return on.act(TorrentRule.STOPPED_BY_USER, "Stopped downloads are started here.", new RuleStep.Start());
        }
        return on.waits(TorrentRule.STOPPED_BY_USER, "Somebody stopped it.");
    }
}
