package io.pilothouse.domain.torrent;

import io.pilothouse.domain.cycle.RunSentence;
import io.pilothouse.domain.torrent.RuleSet.Values;
import io.pilothouse.domain.torrent.TorrentRule.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What is set anew on torrents that are not as they shall be: tags, limits, a mark for dead trackers. Pure.
final class Upkeep {

    private final Torrent it;
    private final Values values;
    private final SeedingDuty duty;
    private final Observation seen;
    private final List<RuleVerdict.Note> also = new ArrayList<>();

    private Upkeep(Torrent it, Values values, SeedingDuty duty) {
        this.it = it;
        this.values = values;
        this.duty = duty;
        seen = duty.seen();
    }

    /// @return nothing for a torrent that is left alone
    static List<RuleVerdict.Note> of(Torrent torrent, Owner owner, Values values, SeedingDuty duty) {
        boolean left = values.off(TorrentRule.UPKEEP)
                || torrent.family() == TorrentFamily.TRANSIENT
                || RuleEngine.leftAlone(torrent, values)
                || !(owner instanceof Owner.Arr);
        if (left) {
            return List.of();
        }
        var upkeep = new Upkeep(torrent, values, duty);
        upkeep.look();
        return upkeep.also;
    }

    private void deadTracker(Mode mode) {
        var tag = values.word(RuleKey.UPKEEP_DEAD);
        if (tag.isEmpty()) {
            return;
        }
        var tags = new TreeSet<>(Set.of(tag));
        boolean tagged = it.tags().contains(tag);
        if (duty.dead() && !tagged) {
            var why = RunSentence.NO_TRACKER_WORKS.with(
                    seen.tracker().orElseThrow().message());
            also.add(new RuleVerdict.Note(TorrentRule.UPKEEP, why, new RuleStep.Tag(tags), mode));
        } else if (tagged && seen.tracker().filter(word -> !word.fails()).isPresent()) {
            also.add(new RuleVerdict.Note(
                    TorrentRule.UPKEEP, RunSentence.TRACKER_WORKS.with(), new RuleStep.Untag(tags), mode));
        }
    }

    private void shareLimits(Mode mode) {
        double ratio = values.decimal(RuleKey.UPKEEP_RATIO);
        long minutes = values.span(RuleKey.UPKEEP_SEEDING).toMinutes();
        var now = it.limits();
        var wanted = new ShareLimits(
                ratio > 0 ? ratio : now.ratio(),
                minutes > 0 ? minutes : now.minutes(),
                now.inactiveMinutes(),
                now.action(),
                now.mode());
        if (Math.abs(wanted.ratio() - now.ratio()) > 0.005 || wanted.minutes() != now.minutes()) {
            also.add(new RuleVerdict.Note(
                    TorrentRule.UPKEEP, RunSentence.OTHER_SHARES.with(), new RuleStep.Share(wanted), mode));
        }
    }

    private void look() {
        var mode = values.mode(TorrentRule.UPKEEP);
        var tags = new TreeSet<>(values.words(RuleKey.UPKEEP_TAGS));
        tags.removeAll(it.tags());
        if (!tags.isEmpty()) {
            also.add(new RuleVerdict.Note(
                    TorrentRule.UPKEEP, RunSentence.LACKS_TAGS.with(), new RuleStep.Tag(tags), mode));
        }
        deadTracker(mode);
        shareLimits(mode);
        long down = values.number(RuleKey.UPKEEP_DOWN);
        long up = values.number(RuleKey.UPKEEP_UP);
        boolean other = (down >= 0 && down != it.downloadLimit()) || (up >= 0 && up != it.uploadLimit());
        if (other) {
            also.add(new RuleVerdict.Note(
                    TorrentRule.UPKEEP, RunSentence.OTHER_LIMITS.with(), new RuleStep.Limit(down, up), mode));
        }
    }
}
