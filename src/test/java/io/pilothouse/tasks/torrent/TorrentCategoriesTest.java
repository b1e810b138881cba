package io.pilothouse.tasks.torrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.RemoteIdentity;
import io.pilothouse.domain.task.UndoStep;
import io.pilothouse.domain.torrent.TorrentCategory;
import io.pilothouse.tasks.torrent.TorrentCategories.Ensured;
import io.pilothouse.tasks.torrent.TorrentCategories.Folder;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.TestEngine;
import io.pilothouse.testing.TestTorrents;
import io.pilothouse.testing.UnheardTask;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Categories that clients shall have: first shown, then made, and taken back.
class TorrentCategoriesTest {

    @TempDir
    Path folder;

    private TorrentWorld world;
    private Instance box;
    private Instance series;
    private TorrentWorld.Client client;
    private final List<UndoStep> steps = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        world = new TorrentWorld(folder);
        box = world.add("qbittorrent", "Box", GuardLevel.OPEN);
        series = world.add("sonarr", "Series", GuardLevel.OPEN);
        client = world.clients.get(box.id());
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private TorrentCategories categories() {
        return world.services.categories();
    }

    private void look() throws Exception {
        world.services.watch().now(List.of(box.id()), true);
    }

    private void want(String category, String path) throws Exception {
        categories().wish(List.of(box.id()), category, Optional.of(path), TestEngine.ME);
    }

    private List<Ensured> ensure(boolean dryRun) throws Exception {
        look();
        return categories().ensureCategories(List.of(), List.of(), dryRun, TestEngine.ME, new UnheardTask() {
            @Override
            public void undoableBy(UndoStep step) {
                steps.add(step);
            }
        });
    }

    private void has(String category, String path) {
        client.categories.put(category, new TorrentCategory(category, path, Optional.empty()));
    }

    @Test
    void whatLacksIsShownThenMadeInItsFolderAndTakenBack() throws Exception {
        client.categories.clear();
        want("tv", "/data/tv");
        want("manual", "");

        assertThat(ensure(true))
                .extracting(Ensured::category, Ensured::owner, Ensured::outcome)
                .containsExactly(
                        tuple("manual", Optional.empty(), "missing"), tuple("tv", Optional.of(series.id()), "missing"));
        assertThat(world.journal).isEmpty();

        assertThat(ensure(false)).extracting(Ensured::outcome).containsOnly("created");
        assertThat(world.journal).containsExactly("category manual", "category tv /data/tv");
        assertThat(ensure(false)).extracting(Ensured::outcome).containsOnly("existed");
        assertThat(world.journal).hasSize(2);

        assertThat(steps).extracting(UndoStep::description).contains("remove the category tv on Box");
        for (var step : steps) {
            categories().takeBack(step, TestEngine.ME);
        }
        assertThat(client.categories).isEmpty();
    }

    @Test
    void anotherFolderIsShownWithWhatItMeansThenGivenAndTakenBack() throws Exception {
        has("tv", "/old/tv");
        want("tv", "/data/tv");
        var automatic = TestTorrents.of(box.id(), 1);
        automatic.category = "tv";
        automatic.automatic = true;
        client.put(automatic.make());
        client.put(TestTorrents.of(box.id(), 2).make());

        var below = TestTorrents.of(box.id(), 3);
        below.category = "tv/hd";
        below.automatic = true;
        client.put(below.make());
        var elsewhere = TestTorrents.of(box.id(), 4);
        elsewhere.category = "tv/uhd";
        elsewhere.automatic = true;
        client.put(elsewhere.make());
        has("tv/hd", "");
        has("tv/uhd", "/big");

        assertThat(folder(ensure(true)).automatic()).isEqualTo(1);
        client.subcategories = true;
        assertThat(folder(ensure(true))).isEqualTo(new Folder("/old/tv", "/data/tv", 2, Optional.empty()));
        client.preferences.put("category_changed_tmm_enabled", false);
        assertThat(folder(ensure(true)).follow()).contains(false);
        client.preferences.put("category_changed_tmm_enabled", true);
        assertThat(folder(ensure(true)).follow()).contains(true);
        assertThat(world.journal).isEmpty();

        assertThat(ensure(false)).extracting(Ensured::outcome).containsExactly("changed");
        assertThat(client.categories.get("tv").savePath()).isEqualTo("/data/tv");
        categories().takeBack(steps.getFirst(), TestEngine.ME);
        assertThat(client.categories.get("tv").savePath()).isEqualTo("/old/tv");
    }

    private static Folder folder(List<Ensured> ensured) {
        assertThat(ensured).extracting(Ensured::outcome).containsExactly("other-path");
        return ensured.getFirst().folder().orElseThrow();
    }

    @Test
    void aSlashAtTheEndIsNoOtherFolder() throws Exception {
        has("tv", "/data/tv/");
        want("tv", "/data/tv");

        assertThat(ensure(true)).extracting(Ensured::outcome).containsExactly("existed");
    }

    @Test
    void aCategoryInUseIsNotTakenBack() throws Exception {
        client.categories.clear();
        ensure(false);
        var torrent = TestTorrents.of(box.id(), 1);
        torrent.category = "tv";
        client.put(torrent.make());

        assertThatThrownBy(() -> categories().takeBack(steps.getFirst(), TestEngine.ME))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("has torrents in the category");
        assertThat(client.categories).containsKey("tv");
    }

    @Test
    void aWishThatCannotBeWrittenIsRefusedAndAnotherIsForgotten() throws Exception {
        for (var bad : List.of("a;b", "a => b", "/a", "a//b")) {
            assertThatThrownBy(() -> want(bad, "")).isInstanceOf(ProblemException.class);
        }
        assertThatThrownBy(() -> want("tv", "data")).isInstanceOf(ProblemException.class);
        want("manual", "/data");
        categories().wish(List.of(box.id()), "manual", Optional.empty(), TestEngine.ME);
        assertThat(ensure(true)).extracting(Ensured::category).containsExactly("tv");
    }

    // without a person

    private void keep() {
        world.services.keeping().start();
    }

    @Test
    void aClientThatComesGetsWhatItLacksAndNothingThatItHasIsChanged() throws Exception {
        has("tv", "/old/tv");
        want("tv", "/data/tv");
        want("manual", "/data/manual");
        keep();
        look();
        Eventually.that(() -> client.categories.containsKey("manual"));
        assertThat(world.journal).containsExactly("category manual /data/manual");
        assertThat(client.categories.get("tv").savePath()).isEqualTo("/old/tv");
    }

    @Test
    void aClientInMaintenanceGetsWhatItLacksWhenThatIsOver() throws Exception {
        client.categories.clear();
        var maintenance = world.engine.get().maintenance();
        maintenance.begin(List.of(box.id()), world.engine.time.instant().plus(Duration.ofHours(1)), TestEngine.ME);
        Eventually.that(() -> stateOf(box) == ShownState.MAINTENANCE);
        keep();
        look();
        look();
        assertThat(tasksByItself()).isZero();

        maintenance.end(List.of(box.id()), TestEngine.ME);
        Eventually.that(() -> stateOf(box) != ShownState.MAINTENANCE);
        look();
        Eventually.that(() -> client.categories.containsKey("tv"));
    }

    private ShownState stateOf(Instance instance) {
        var health = world.engine.get().health().states().get().get(instance.id());
        return health == null ? ShownState.UNKNOWN : health.state();
    }

    @Test
    void whatIsRefusedIsTriedAgainOnlyWhenTheClientComesBackOrLacksOther() throws Exception {
        client.categories.clear();
        client.refusesCategories = true;
        look(); // whose categories there are is known from now on
        keep();
        look();
        madeByItself();
        for (int i = 0; i < 5; i++) {
            look();
        }
        assertThat(world.journal).containsExactly("category tv");
        client.refusesCategories = false;
        client.down = true;
        look();
        client.down = false;
        world.engine.time.advance(Duration.ofMinutes(1));
        look();
        Eventually.that(() -> client.categories.containsKey("tv"));
    }

    private void madeByItself() throws InterruptedException {
        Eventually.published(
                world.engine.get().tasks().tasks(),
                tasks -> tasks.stream()
                        .anyMatch(it -> it.kind().equals("torrents-categories")
                                && it.endedAt().isPresent()));
    }

    private long tasksByItself() {
        return world.engine.get().tasks().tasks().get().stream()
                .filter(it -> it.kind().equals("torrents-categories"))
                .count();
    }

    @Test
    void whatAPersonTookAwayStaysAway() throws Exception {
        keep();
        look(); // knows the *arr from now on
        look(); // lacks nothing
        want("manual", "");
        want("later", "");
        look();
        madeByItself();
        assertThat(client.categories).containsOnlyKeys("later", "manual", "tv");
        long before = tasksByItself();

        categories()
                .takeBack(
                        new UndoStep(
                                TorrentCategories.UNDO,
                                box.id(),
                                "{\"category\":\"manual\"}",
                                "remove the category manual on Box"),
                        TestEngine.ME);
        client.categories.remove("tv");
        look();
        look();
        assertThat(tasksByItself()).isEqualTo(before);
        assertThat(client.categories).containsOnlyKeys("later");
    }

    /// One of them may be Guarded while the other is not.
    @Test
    void aServerKnownByTwoNamesIsNotTouchedByItsSecond() throws Exception {
        var again = world.add("qbittorrent", "Again", GuardLevel.OPEN);
        var second = world.clients.get(again.id());
        var same = new RemoteIdentity("qBittorrent", "v5.1.0", "", "", new TreeMap<>(Map.of("savePath", "/data")));
        world.engine.get().instances().recordIdentity(box.id(), same);
        world.engine.get().instances().recordIdentity(again.id(), same);
        for (int i = 1; i <= 6; i++) {
            client.put(TestTorrents.of(box.id(), i).make());
            second.put(TestTorrents.of(again.id(), i).make());
        }
        second.categories.clear();
        world.services.watch().now(List.of(box.id(), again.id()), true);
        keep();
        world.services.watch().now(List.of(box.id(), again.id()), true);
        assertThat(tasksByItself()).isZero();
    }

    @Test
    void aClientThatIsLeftToAPersonIsNotTouched() throws Exception {
        client.categories.clear();
        var configuration = box.configuration();
        box = world.engine
                .get()
                .instances()
                .edit(
                        box.id(),
                        box.configVersion(),
                        configuration.withSettings(Map.of("makeCategories", "no")),
                        Map.of(),
                        TestEngine.ME);
        var vault = world.add("qbittorrent", "Vault", GuardLevel.READ_ONLY);
        world.clients.get(vault.id()).categories.clear();
        var safe = world.add("qbittorrent", "Safe", GuardLevel.GUARDED);
        world.clients.get(safe.id()).categories.clear();
        var open = world.add("qbittorrent", "Open", GuardLevel.OPEN);
        world.clients.get(open.id()).categories.clear();
        keep();
        var all = List.of(box.id(), vault.id(), safe.id(), open.id());
        world.services.watch().now(all, true);
        world.services.watch().now(all, true);
        Eventually.that(() -> world.clients.get(open.id()).categories.containsKey("tv"));
        assertThat(world.journal).containsExactly("category tv");
    }
}
