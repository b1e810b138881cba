package io.pilothouse.domain.torrent;

import io.pilothouse.domain.torrent.RuleSet.Values;
import java.time.Instant;

/// Rules that look at the same torrent at the same moment.
abstract class JudgedRules {

    final Asking on;
    final RuleEngine.Subject subject;
    final Torrent it;
    final TorrentFamily family;
    final RuleEngine.Around around;
    final Instant now;
    final Values values;

    JudgedRules(Asking on) {
        this.on = on;
        subject = on.subject;
        it = on.it;
        family = on.family;
        around = on.around;
        now = on.now;
        values = on.values;
    }
}
