package io.pilothouse.testing;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.ShareLimits;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentFamily;
import io.pilothouse.domain.torrent.TorrentKey;
import io.pilothouse.domain.torrent.TorrentState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;

/// Torrents as values, one changed in a few places at a time.
public final class TestTorrents {

    public static final Instant ADDED = Instant.parse("2026-05-01T00:00:00Z");

    public final InstanceId instance;
    public String hash;
    public String v1 = "";
    public String v2 = "";
    public String name = "Tide.and.Timber";
    public TorrentState state = TorrentState.STALLED_UPLOAD;
    public String category = "tv";
    public boolean automatic;
    public TreeSet<String> tags = new TreeSet<>();
    public long size = 1L << 30;
    public long completed = 1L << 30;
    public long downloadSpeed;
    public Optional<Duration> eta = Optional.empty();
    public double ratio = 1;
    public Optional<Double> availability = Optional.empty();
    public long downloaded = 1L << 30;
    public int swarmSeeds;
    public Optional<Instant> addedAt = Optional.of(ADDED);
    public Optional<Instant> lastActivityAt = Optional.empty();
    public Duration seedingTime = Duration.ofDays(2);
    public String savePath = "/data/tv";
    public String contentPath = "/data/tv/Tide.and.Timber";
    public boolean superSeeding;
    public long downloadLimit;
    public Optional<Boolean> isPrivate = Optional.of(false);
    public boolean hasMetadata = true;
    public String tracker = "https://tracker.example/announce?passkey=secret";
    public int queuePlace;

    private TestTorrents(InstanceId instance, String hash) {
        this.instance = instance;
        this.hash = hash;
    }

    public static String hash(long number) {
        return "%040x".formatted(number);
    }

    public static TestTorrents of(InstanceId instance, long number) {
        return new TestTorrents(instance, hash(number));
    }

    public static Torrent seeding(InstanceId instance, long number) {
        return of(instance, number).make();
    }

    public TestTorrents state(TorrentState is) {
        state = is;
        var family = is.family();
        if (family == TorrentFamily.DOWNLOADING || family == TorrentFamily.STOPPED_DOWNLOAD) {
            completed = size / 2;
            downloaded = size / 2;
        }
        if (family == TorrentFamily.METADATA) {
            completed = 0;
            downloaded = 0;
            hasMetadata = false;
        }
        return this;
    }

    public Torrent make() {
        boolean metadata = hasMetadata;
        return new Torrent(
                new TorrentKey(instance, hash),
                v1,
                v2,
                name,
                state,
                category,
                tags,
                metadata && size > 0 ? (double) completed / size : 0,
                metadata ? size : 0,
                metadata ? Optional.of(size) : Optional.empty(),
                completed,
                metadata ? size - completed : 0,
                downloadSpeed,
                0,
                eta,
                ratio,
                availability,
                downloaded,
                (long) (downloaded * Math.min(ratio, 100)),
                0,
                0,
                swarmSeeds,
                0,
                addedAt,
                Optional.empty(),
                lastActivityAt,
                Optional.empty(),
                seedingTime,
                Duration.ZERO,
                savePath,
                contentPath,
                "",
                automatic,
                state.forced(),
                false,
                false,
                superSeeding,
                downloadLimit,
                0,
                ShareLimits.USUAL,
                isPrivate,
                metadata,
                tracker,
                1,
                Optional.empty(),
                queuePlace);
    }
}
