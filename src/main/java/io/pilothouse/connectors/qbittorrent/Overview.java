package io.pilothouse.connectors.qbittorrent;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.domain.Bytes;
import io.pilothouse.domain.health.ServiceWarning;
import io.pilothouse.domain.health.ServiceWarning.Severity;
import io.pilothouse.domain.torrent.TorrentFamily;
import io.pilothouse.domain.torrent.TorrentSnapshot;
import io.pilothouse.domain.torrent.TransferState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/// What a check tells of one server: figures in the order of showing, and what is not as it should be.
final class Overview {

    /// Below this a download that fails for want of space is near.
    static final long LITTLE_SPACE = 5L << 30;

    static final Duration MUCH_SKEW = Duration.ofSeconds(120);
    static final Duration SLOW = Duration.ofSeconds(5);

    private final SequencedMap<String, String> facts = new LinkedHashMap<>();
    private final List<ServiceWarning> warnings = new ArrayList<>();

    Overview(Versions versions, boolean removes, boolean bypassed, Duration skew) {
        facts.put("version", versions.program());
        facts.put("webApiVersion", versions.api().toString());
        if (versions.api().compareTo(WebApiVersion.NEWEST_KNOWN) > 0) {
            warn(Severity.NOTICE, "NewerVersion", "This version is newer than the ones Pilothouse was tried with.");
        }
        if (removes) {
            warn(
                    Severity.WARNING,
                    "RemovesTorrents",
                    "It removes torrents by itself once they have seeded enough, possibly before they are imported.");
        }
        if (bypassed) {
            warn(Severity.NOTICE, "NoLoginNeeded", "It asks for no password from this computer.");
        }
        if (skew.abs().compareTo(MUCH_SKEW) > 0) {
            warn(
                    Severity.WARNING,
                    "ClockSkew",
                    "Its clock is " + skew.abs().toMinutes() + " min " + (skew.isNegative() ? "behind" : "ahead")
                            + " of this computer's.");
        }
    }

    /// @param sharedKey whether another program uses the API key, too
    /// @param slow      whether each of its last answers took long
    void add(TorrentSnapshot snapshot, boolean sharedKey, boolean slow) {
        facts.put("torrents", Integer.toString(snapshot.torrents().size()));
        facts.put("downloading", count(snapshot, TorrentFamily.DOWNLOADING, TorrentFamily.METADATA));
        facts.put("seeding", count(snapshot, TorrentFamily.SEEDING));
        facts.put("stopped", count(snapshot, TorrentFamily.STOPPED_DOWNLOAD, TorrentFamily.STOPPED_SEEDING));
        var transfer = snapshot.transfer();
        transfer(transfer.connection(), transfer.downloadSpeed(), transfer.uploadSpeed());
        transfer.freeBytes().ifPresent(free -> {
            facts.put("freeBytes", Long.toString(free));
            if (free < LITTLE_SPACE) {
                warn(
                        free < LITTLE_SPACE / 5 ? Severity.ERROR : Severity.WARNING,
                        "DiskLow",
                        "Its default save path has " + new Bytes(free) + " left.");
            }
        });
        facts.put("alternativeSpeed", Boolean.toString(transfer.alternativeSpeed()));
        troubled(snapshot, TorrentFamily.ERROR, "TorrentErrors", "in error", "in error");
        troubled(snapshot, TorrentFamily.MISSING, "MissingFiles", "without its files", "without their files");
        if (snapshot.took().compareTo(SLOW) > 0) {
            warn(Severity.WARNING, "Slow", "It needed " + snapshot.took().toSeconds() + " s to answer.");
        } else if (slow) {
            warn(
                    Severity.NOTICE,
                    "Slow",
                    "It needs more than half a second for each answer, so it is asked less often.");
        }
        if (sharedKey) {
            warn(
                    Severity.NOTICE,
                    "SharedKey",
                    "Its API key is used by another program, too, so only whole lists are read, and less often.");
        } else if (!snapshot.delta()) {
            warn(Severity.NOTICE, "NoDelta", "It tells only whole lists, so it is asked less often.");
        }
    }

    /// @param transfer answer of `transfer/info`, where no torrents were asked for
    void add(JsonNode transfer) {
        transfer(
                TorrentModel.connection(transfer.path("connection_status").asText()),
                transfer.path("dl_info_speed").asLong(),
                transfer.path("up_info_speed").asLong());
    }

    private void transfer(Optional<TransferState.Connection> connection, long down, long up) {
        facts.put("downloadBytesPerSecond", Long.toString(down));
        facts.put("uploadBytesPerSecond", Long.toString(up));
        connection.ifPresent(state -> {
            facts.put("connection", state.name().toLowerCase(Locale.ROOT));
            switch (state) {
                case CONNECTED -> {}
                case FIREWALLED ->
                    warn(
                            Severity.NOTICE,
                            "Firewalled",
                            "Others cannot connect to it: its port is closed or not forwarded.");
                case DISCONNECTED -> warn(Severity.WARNING, "Disconnected", "It has no connection to any peer.");
            }
        });
    }

    private void troubled(TorrentSnapshot snapshot, TorrentFamily family, String source, String one, String many) {
        long count = snapshot.torrents().values().stream()
                .filter(torrent -> torrent.family() == family)
                .count();
        if (count > 0) {
            warn(
                    Severity.WARNING,
                    source,
                    count == 1 ? "1 torrent is " + one + "." : count + " torrents are " + many + ".");
        }
    }

    private static String count(TorrentSnapshot snapshot, TorrentFamily... families) {
        var wanted = List.of(families);
        return Long.toString(snapshot.torrents().values().stream()
                .filter(torrent -> wanted.contains(torrent.family()))
                .count());
    }

    private void warn(Severity severity, String source, String text) {
        warnings.add(new ServiceWarning(severity, source, text, Optional.empty()));
    }

    SequencedMap<String, String> facts() {
        return facts;
    }

    List<ServiceWarning> warnings() {
        return warnings;
    }
}
