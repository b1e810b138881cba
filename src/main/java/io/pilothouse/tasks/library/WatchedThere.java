package io.pilothouse.tasks.library;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.LibraryLine;
import io.pilothouse.connectors.LibraryLine.Look;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.RemoteEntity;
import io.pilothouse.store.LibraryActivity;
import io.pilothouse.store.LibraryJournal.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/// Compares what was watched on a server, as no stamp moves with it (contract for Stash, 13.7).
final class WatchedThere {

    private static final int LATEST = 200;

    private final ServerReading on;

    WatchedThere(ServerReading on) {
        this.on = on;
    }

    void compare(Look look, State state) throws ConnectorException, InterruptedException {
        if (LibrarySync.json(look.counts()).equals(state.counts())) {
            return; // nobody watched anything
        }
        watched(on.patience.ask(() -> on.line.latest(LATEST)));
        var since = state.activityAt().orElse(Instant.EPOCH);
        watched(on.patience.ask(() -> on.line.playedSince(since.minus(Duration.ofMinutes(1)))));
        if (oCount(state) != look.counts().o()) {
            on.report.changed += on.store.activity().counted(on.num, on.patience.ask(on.line::imagesWithO));
        }
        if (!agrees(look)) {
            all(
                    on.patience.ask(() -> on.line.playedSince(Instant.EPOCH)),
                    on.store.activity().played(on.num));
        }
        if (on.store.activity().oSum(on.num) != look.counts().o()) {
            all(on.patience.ask(on.line::scenesWithO), on.store.activity().withO(on.num));
        }
    }

    /// Takes over what the server lists, and reads again what it does not list any more: history was deleted.
    private void all(List<LibraryLine.Activity> listed, List<Long> here)
            throws ConnectorException, InterruptedException {
        watched(listed);
        var there = listed.stream().map(LibraryLine.Activity::scene).collect(Collectors.toSet());
        var forgotten = here.stream().filter(id -> !there.contains(id)).toList();
        var found = on.patience.ask(() -> on.line.find(EntityType.SCENE, forgotten));
        watched(found.things().stream().map(WatchedThere::of).toList());
    }

    private static LibraryLine.Activity of(RemoteEntity scene) {
        var told = scene.figures();
        return new LibraryLine.Activity(
                scene.id(), told.o(), told.plays(), told.playSeconds(), told.resumeSeconds(), told.lastPlayed());
    }

    /// @return the sum as it was last time; -1 when it is not known
    private static long oCount(State state) {
        try {
            return LibrarySync.JSON.readTree(state.counts()).path("o").asLong(-1);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds counts that cannot be read", e);
        }
    }

    private boolean agrees(Look look) {
        var sums = on.store.activity().watchedSums(on.num);
        return sums[0] == look.counts().plays() && sums[1] == look.counts().played();
    }

    private void watched(List<LibraryLine.Activity> activity) {
        on.report.changed += on.store
                .activity()
                .watched(
                        on.num,
                        activity.stream()
                                .map(it -> new LibraryActivity.Watched(
                                        it.scene(),
                                        it.o(),
                                        it.plays(),
                                        it.playSeconds(),
                                        it.resumeSeconds(),
                                        it.lastPlayed()))
                                .toList());
    }
}
