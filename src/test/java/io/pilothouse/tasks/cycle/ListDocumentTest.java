package io.pilothouse.tasks.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.CareRule;
import io.pilothouse.domain.cycle.Decision;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.cycle.SkipReason;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.TorrentState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Lists come out of the store as they went in.
class ListDocumentTest {

    private static final Instant AT = Instant.parse("2026-07-01T12:00:00Z");

    @Test
    void whatIsWantedIsKeptWhole() {
        var whole = new Candidate(
                new ItemKey("episode", "51"),
                Optional.of(new ItemKey("series", "7")),
                "Show 1x02",
                true,
                true,
                Set.of("hd", "keep"),
                "6",
                "/tv",
                Optional.of(AT),
                true,
                Optional.of(AT.plusSeconds(1)),
                List.of());
        var bare = new Candidate(
                new ItemKey("movie", "1"),
                Optional.empty(),
                "Film",
                false,
                false,
                Set.of(),
                "",
                "",
                Optional.empty(),
                false,
                Optional.empty(),
                List.of());
        var wanted = new Cycles.Wanted(
                List.of(
                        new Decision(whole, Optional.of(SkipReason.IN_QUEUE), Optional.of(AT), "41 %"),
                        new Decision(bare, Optional.empty(), Optional.empty())),
                OptionalLong.of(38));
        var unknown = new Cycles.Wanted(List.of(), OptionalLong.empty());

        assertThat(ListDocument.wanted(ListDocument.of(wanted))).isEqualTo(wanted);
        assertThat(ListDocument.wanted(ListDocument.of(unknown))).isEqualTo(unknown);
    }

    @Test
    void aQueueIsKeptWholeWithWhatTheClientSays() {
        var queue = new Cycles.Queue(
                2,
                List.of(
                        new Cycles.Queued(
                                List.of(1L, 2L),
                                "AB",
                                List.of(new ItemKey("episode", "51"), new ItemKey("season", "7:1")),
                                "Show",
                                "downloading",
                                OptionalDouble.of(0.25),
                                OptionalLong.of(100),
                                "stalled",
                                OptionalInt.of(2),
                                Optional.of(CareRule.Reason.STALLED),
                                Optional.of(new Cycles.ClientView(
                                        new InstanceId("qbittorrent-2607011200abc"),
                                        TorrentState.STALLED_DOWNLOAD,
                                        0.25,
                                        0,
                                        3,
                                        0,
                                        Optional.of(0.5),
                                        true))),
                        new Cycles.Queued(
                                List.of(3L),
                                "",
                                List.of(),
                                "Waits",
                                "delay",
                                OptionalDouble.empty(),
                                OptionalLong.empty(),
                                "",
                                OptionalInt.empty(),
                                Optional.empty(),
                                Optional.empty())));

        assertThat(ListDocument.queue(ListDocument.of(queue))).isEqualTo(queue);
    }
}
