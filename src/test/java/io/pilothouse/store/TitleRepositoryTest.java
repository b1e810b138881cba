package io.pilothouse.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.arr.Title;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TitleRepositoryTest {

    private static final Instant NOW = Instant.parse("2026-03-20T00:00:00Z");

    @TempDir
    Path folder;

    private Database database;
    private TitleRepository titles;
    private InstanceRepository instances;

    @BeforeEach
    void open() {
        var clock = Clock.fixed(NOW, ZoneOffset.UTC);
        database = Database.open(new DataFolder(folder), clock);
        titles = new TitleRepository(database);
        instances = new InstanceRepository(database, clock, new Random(1));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private InstanceId library(String name, String... films) {
        var saved = (Stored.Saved) instances.add(
                Configuration.of(new KindId("radarr"), name, Address.of("http://loft:7878/" + name)), Optional.empty());
        var id = saved.instance().id();
        titles.replace(id, Arrays.stream(films).map(TitleRepositoryTest::film).toList(), NOW);
        return id;
    }

    private static Title film(String name) {
        return new Title(
                new ItemKey("movie", String.valueOf(name.hashCode())),
                name,
                name,
                OptionalInt.empty(),
                "released",
                true,
                0,
                1,
                0,
                "HD",
                "/films",
                new TreeSet<>(),
                Optional.empty(),
                "",
                "");
    }

    private List<String> named(String words, int limit) {
        return titles.named(words, limit).stream().map(it -> it.title().name()).toList();
    }

    @Test
    void namesAreFoundInAllLibrariesWhateverTheirCase() {
        var hd = library("HD", "Über uns", "Under", "ÜBERMORGEN");
        library("UHD", "Kaffee über Nacht", "Uber");

        assertThat(named("über", 10)).containsExactlyInAnyOrder("Über uns", "ÜBERMORGEN", "Kaffee über Nacht");
        assertThat(named("über", 2)).hasSize(2);
        assertThat(titles.named("under", 10))
                .singleElement()
                .extracting(TitleRepository.Elsewhere::instance)
                .isEqualTo(hd);
    }

    @Test
    void signsThatMeanSomethingToTheStoreAreLetters() {
        library("HD", "100 % Wolf", "A_B", "A B", "C\\D");

        assertThat(named("100 %", 10)).containsExactly("100 % Wolf");
        assertThat(named("a_b", 10)).containsExactly("A_B");
        assertThat(named("c\\d", 10)).containsExactly("C\\D");
    }

    @Test
    void aLibraryOfSomebodyElseIsNotLookedThrough() {
        var theirs = library("HD", "Under", "Other");
        library("UHD", "Under");
        database.transaction(
                connection -> Sql.update(connection, "update instance set owner = 'neighbour' where id = ?", theirs));

        assertThat(titles.named("under", 1))
                .singleElement()
                .extracting(TitleRepository.Elsewhere::instance)
                .isNotEqualTo(theirs);
        assertThat(named("other", 10)).isEmpty();
    }

    @Test
    void aLibraryInTheTrashIsNotLookedThrough() {
        var id = library("HD", "Under");
        instances.trash(id);

        assertThat(named("under", 10)).isEmpty();
    }
}
