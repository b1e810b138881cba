package io.pilothouse.domain.torrent;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Asks the rules about one torrent, in their order (contract section 15.5). Pure: everything it looks at is
/// an argument, so that preview, explanation and acting are the same. Thread-safe.
public final class RuleEngine {

    /// Tags of ours. Whoever looks at the client's own page understands them.
    public static final String IGNORED = "pilothouse-ignored";

    /// By qBitrr's tag, too, which people gave there for the same (contract of import, section B.5).
    static final Set<String> HANDS_OFF = Set.of(IGNORED, "qBitrr-ignored");

    public static final String KEEP = "pilothouse-keep";
    public static final String IMPORTED = "pilothouse-imported";
    public static final String SPACE = "pilothouse-space";
    /// Why this program stopped a torrent: its disk is full.
    public static final String FOR_SPACE = "space";

    /// Begins the reason of a removal that waits because something is owed to a tracker.
    public static final String DUTY = "Seeding duty:";

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

    /// @return whether a torrent is exempt (contract section 15.5, R1): its import is looked after, nothing else
    public static boolean leftAlone(Torrent torrent, RuleSet.Values values) {
        return torrent.tags().stream().anyMatch(HANDS_OFF::contains)
                || torrent.forced()
                || torrent.superSeeding()
                || values.words(RuleKey.EXEMPT_CATEGORIES).contains(torrent.category())
                || values.words(RuleKey.EXEMPT_TRACKERS).contains(TorrentTracker.hostOf(torrent.tracker()));
    }

    public RuleVerdict decide(Subject subject, Around around, Instant now) {
        return new Asking(subject, around, now, rules.of(subject.torrent()), filterVersion).decide();
    }
}
