package io.pilothouse.ui.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.query.Filter;
import io.pilothouse.domain.query.RowQuery;
import io.pilothouse.domain.query.SortBy;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Words;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArrangementTest {

    private static final int FILMS = 300;
    private static final List<SortBy> SORT = List.of(new SortBy("state", false), new SortBy("title", true));
    private static final Filter FILTER = new Filter.Word("salt");

    private final List<Column<Film>> columns = Film.columns(new Words(new Texts(Locale.ENGLISH), ZoneOffset.UTC));
    private final Random random = new Random(11);

    private Arrangement<Film> fresh(List<Film> films, Filter filter) {
        return Arrangement.of(films, columns, new RowQuery(filter, SORT), Film::id);
    }

    private Arrangement<Film> from(Arrangement<Film> before, boolean current, List<Film> films, Filter filter) {
        return Arrangement.of(
                films, columns, Arrangement.Wanted.of(new RowQuery(filter, SORT)), before.whole(), current, Film::id);
    }

    private static Film added(int id) {
        return Film.of(id, "New " + id, id); // no two are equal in order
    }

    private Film changed(Film film) {
        return random.nextBoolean()
                ? film.withBytes(random.nextLong(1000))
                : film.withTitle(random.nextInt(FILMS) + " Salt " + film.id());
    }

    @Test
    void whatStoodBeforeMakesNoOtherOrder() {
        var films = Film.many(FILMS);
        var arranged = fresh(films, Filter.EVERYTHING);
        for (int round = 0; round < 50; round++) {
            for (int i = 0; i < 20; i++) {
                films.set(random.nextInt(films.size()), added(1000 + round * 100 + i));
                int at = random.nextInt(films.size());
                films.set(at, changed(films.get(at)));
            }
            Collections.shuffle(films, random);
            for (var filter : List.of(Filter.EVERYTHING, FILTER)) {
                var next = from(arranged, false, films, filter);
                assertThat(next.rows()).isEqualTo(fresh(films, filter).rows());
                assertThat(next.total()).isEqualTo(films.size());
                arranged = next;
            }
        }
    }

    @Test
    void aFilterLeavesRowsOutOfTheOrderThatIsKnown() {
        var films = Film.many(FILMS);
        var arranged = fresh(films, Filter.EVERYTHING);

        var fewer = from(arranged, true, arranged.rows(), FILTER);

        assertThat(fewer.rows()).isNotEmpty().isEqualTo(fresh(films, FILTER).rows());
        assertThat(fewer.whole()).isEqualTo(arranged.whole());
        assertThat(from(fewer, true, arranged.rows(), Filter.EVERYTHING).rows()).isSameAs(arranged.rows());
    }

    @Test
    void anotherSortIsSortedAnew() {
        var films = Film.many(FILMS);
        var arranged = fresh(films, Filter.EVERYTHING);
        var query = new RowQuery(Filter.EVERYTHING, List.of(new SortBy("size", true)));

        var next = Arrangement.of(
                arranged.rows(), columns, Arrangement.Wanted.of(query), arranged.whole(), true, Film::id);

        assertThat(next.rows())
                .isEqualTo(Arrangement.of(films, columns, query, Film::id).rows());
        assertThat(arranged.rows()).isEqualTo(fresh(films, Filter.EVERYTHING).rows());
    }

    @Test
    void rowsThatNobodySortsStandAsTheirSourceHasThem() {
        var films = Film.many(FILMS);
        var unsorted = Arrangement.Wanted.<Film>of(new RowQuery(Filter.EVERYTHING, List.of()));
        var before = Arrangement.of(films, columns, unsorted, Optional.empty(), false, Film::id);
        var newest = new ArrayList<>(films);
        newest.addFirst(added(1000));
        Collections.reverse(newest);

        var next = Arrangement.of(newest, columns, unsorted, before.whole(), false, Film::id);

        assertThat(next.rows()).isEqualTo(newest);
    }

    @Test
    void aRowStandsWhereItStoodExactlyIfTheOrderIsTheSame() {
        var films = Film.many(FILMS);
        int stayed = 0;
        for (int round = 0; round < 400; round++) {
            var arranged = fresh(films, Filter.EVERYTHING);
            var whole = arranged.whole().orElseThrow();
            int at = random.nextInt(films.size());
            var row = changed(films.get(at));
            films.set(at, row);
            whole.put(row.id(), row);

            boolean stands = whole.stands(row.id(), arranged.by());

            assertThat(stands)
                    .isEqualTo(new ArrayList<>(whole.rows())
                            .equals(fresh(films, Filter.EVERYTHING).rows()));
            stayed += stands ? 1 : 0;
        }
        assertThat(stayed).isBetween(100, 350);
        assertThat(fresh(films, Filter.EVERYTHING).whole().orElseThrow().stands(-1, new RowOrder<>(columns, SORT)))
                .isFalse();
    }
}
