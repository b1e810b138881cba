package io.pilothouse.tasks.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryFilter;
import io.pilothouse.domain.library.LibraryFilter.Bound;
import io.pilothouse.domain.library.LibraryFilter.Missing;
import io.pilothouse.domain.library.LibraryFilter.Part;
import io.pilothouse.domain.library.LibraryFilter.Value;
import io.pilothouse.domain.library.LibraryQuery;
import io.pilothouse.domain.library.LibraryRow;
import io.pilothouse.domain.library.LibrarySort;
import io.pilothouse.testing.LibraryRig;
import io.pilothouse.testing.TestEngine;
import io.pilothouse.testing.UnheardTask;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a person rated and watched here counts where things are filtered, put in order and shown, whatever
/// the servers know of it.
class LibraryOwnTest {

    @TempDir
    Path folder;

    private LibraryRig rig;
    private Instance north;

    @BeforeEach
    void open() throws Exception {
        rig = new LibraryRig(folder);
        north = rig.add("North", "scenes", "80");
        rig.full(north);
        rig.full(rig.add("South", "scenes", "80"));
        for (long scene = 1; scene <= 9; scene++) {
            rig.library.rate(key(scene), OptionalInt.of((int) scene * 11));
        }
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private EntityKey key(long scene) {
        return new EntityKey(north.num(), EntityType.SCENE, scene);
    }

    private LibraryQuery scenes() {
        return LibraryQuery.all(EntityType.SCENE, rig.library.shown(List.of()));
    }

    private List<LibraryRow> everyPage(LibraryQuery query) {
        var rows = new ArrayList<LibraryRow>();
        for (var page = rig.library.page(query.limit(7));
                !page.isEmpty();
                page = rig.library.page(query.limit(7).after(rows.getLast().place()))) {
            rows.addAll(page);
        }
        return rows;
    }

    @Test
    void aFilterGoesByTheRatingThatIsShown() {
        var all = everyPage(scenes().everyCopy(true));
        assertThat(all).hasSize(160);
        for (int bound : List.of(1, 40, 60, 99)) {
            for (boolean least : List.of(true, false)) {
                var filtered =
                        scenes().everyCopy(true).with(List.<LibraryFilter>of(new Bound(Value.RATING, least, bound)));
                var expected = all.stream()
                        .filter(row -> least ? row.rating() >= bound : row.rating() > 0 && row.rating() <= bound)
                        .map(LibraryRow::key)
                        .toList();
                assertThat(everyPage(filtered))
                        .extracting(LibraryRow::key)
                        .containsExactlyInAnyOrderElementsOf(expected);
                assertThat(rig.library.total(filtered).shown()).isEqualTo(expected.size());
            }
        }
        var unrated = scenes().everyCopy(true).with(List.<LibraryFilter>of(new Missing(Part.RATING)));
        assertThat(everyPage(unrated))
                .hasSize((int) all.stream().filter(row -> row.rating() == 0).count())
                .allMatch(row -> row.rating() == 0);
    }

    @Test
    void theOrderGoesByTheRatingThatIsShown() {
        var tag = rig.queries
                .things()
                .copy(key(3))
                .orElseThrow()
                .links()
                .get(EntityType.TAG)
                .getFirst();
        var linked = new LibraryFilter.Linked(
                EntityType.TAG, LibraryFilter.Mode.ANY, List.of(java.util.Set.of(tag.key())), true);
        for (var query : List.of(scenes(), scenes().everyCopy(true), scenes().with(List.of(linked)))) {
            var known = everyPage(query).stream().map(LibraryRow::key).toList();
            for (boolean down : List.of(true, false)) {
                var rows = everyPage(query.sorted(LibrarySort.RATING, down));
                assertThat(rows).extracting(LibraryRow::key).containsExactlyInAnyOrderElementsOf(known);
                var rated = rows.stream().filter(row -> row.rating() > 0).toList();
                var order = Comparator.comparing(LibraryRow::rating);
                assertThat(rated).isNotEmpty().isSortedAccordingTo(down ? order.reversed() : order);
                assertThat(rows.subList(rated.size(), rows.size()))
                        .as("what is not rated stands last")
                        .allMatch(row -> row.rating() == 0);
            }
        }
    }

    @Test
    void aRatingCountsForEveryCopyOfAThingAndForTheNextOneAnew() {
        var folded = everyPage(scenes()).stream()
                .filter(row -> row.copies().size() == 2
                        && rig.library.rows(EntityType.SCENE, rig.library.shown(List.of()), row.copies()).stream()
                                .allMatch(copy -> copy.rating() < 100))
                .findFirst()
                .orElseThrow();
        var top = scenes().everyCopy(true).with(List.<LibraryFilter>of(new Bound(Value.RATING, true, 100)));
        var before = everyPage(top).size();
        rate(folded.copies().getLast(), 100);
        assertThat(everyPage(top))
                .hasSize(before + 2)
                .extracting(LibraryRow::key)
                .containsAll(folded.copies());

        rig.later(1);
        rate(folded.copies().getFirst(), 30);
        assertThat(everyPage(top)).hasSize(before);
    }

    private void rate(EntityKey key, int rating) {
        try {
            rig.library.rate(key, OptionalInt.of(rating));
        } catch (io.pilothouse.domain.ProblemException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatWasWatchedHereIsCountedOnceWhetherTheServerKnowsOfItOrNot() throws Exception {
        var unplayed = everyPage(scenes().everyCopy(true)).stream()
                .filter(row -> row.key().instance() == north.num() && row.plays() == 0 && row.o() == 0)
                .findFirst()
                .orElseThrow()
                .key();
        var played = scenes().everyCopy(true).sorted(LibrarySort.PLAYED, true);
        var counted = scenes().everyCopy(true).sorted(LibrarySort.O, true);
        int before = everyPage(played).size();
        rig.library.writeBack(north.id(), "manual");

        rig.library.watched(unplayed, 60);
        rig.library.counted(unplayed);
        rig.library.counted(unplayed);

        assertThat(row(unplayed).plays()).isEqualTo(1);
        assertThat(row(unplayed).o()).isEqualTo(2);
        assertThat(everyPage(played)).hasSize(before + 1);
        assertThat(rig.library.total(played).shown()).isEqualTo(before + 1);
        assertThat(everyPage(played).getFirst().key()).as("the latest of all").isEqualTo(unplayed);
        assertThat(everyPage(counted))
                .isSortedAccordingTo(Comparator.comparing(LibraryRow::o).reversed());
        assertThat(everyPage(counted)).extracting(LibraryRow::key).contains(unplayed);
        var often = scenes().everyCopy(true).with(List.<LibraryFilter>of(new Bound(Value.PLAYS, true, 1)));
        assertThat(everyPage(often)).extracting(LibraryRow::key).contains(unplayed);

        assertThat(rig.library.push(north.id(), TestEngine.ME, new UnheardTask()))
                .isEqualTo(3);
        assertThat(rig.<Object>on(
                        "North", it -> it.library().row("scenes", unplayed.id()).get("play_count")))
                .isEqualTo(1);
        assertThat(row(unplayed).plays()).isEqualTo(1);
        assertThat(row(unplayed).o()).isEqualTo(2);
        rig.later(60);
        rig.changes(north);
        assertThat(row(unplayed).plays()).isEqualTo(1);
        assertThat(row(unplayed).o()).isEqualTo(2);
    }

    private LibraryRow row(EntityKey key) {
        return rig.row(north, EntityType.SCENE, key.id());
    }
}
