package io.pilothouse.ui.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.alert.AlertChannel;
import io.pilothouse.domain.alert.AlertRoute;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.query.SavedView;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.Engine;
import io.pilothouse.tasks.alert.AlertSettings;
import io.pilothouse.tasks.backup.Backups.TableSize;
import io.pilothouse.tasks.guard.LevelGuards;
import io.pilothouse.tasks.instance.GroupDefaults;
import io.pilothouse.tasks.secret.KeyStatus;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Themes;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.settings.SettingLevels.Level;
import io.pilothouse.ui.settings.SettingsViewModel.Choice;
import io.pilothouse.ui.settings.SettingsViewModel.Option;
import io.pilothouse.ui.settings.SettingsViewModel.Page;
import io.pilothouse.ui.shell.ChoicesMade;
import io.pilothouse.ui.shell.IdleLock;
import io.pilothouse.ui.shell.WindowSettings;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SettingsViewModelTest {

    private final FakeServices fakes = PictureFleet.make();
    private final List<String> news = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<ChoicesMade.Made> choices = new ArrayList<>();
    private final SettingsViewModel model = new SettingsViewModel(
            fakes.services(Runnable::run),
            new Words(new Texts(Locale.ENGLISH), ZoneOffset.UTC),
            kind -> kind.value().equals("radarr") ? List.of("overview", "wanted") : List.of("overview"),
            news::add,
            problems::add,
            choices::add);

    private Choice choice(String id) {
        return model.view().get().choices().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theHistoryIsForecastForWhatIsChecked() {
        int checked = (int) fakes.instances.fleet().get().live().stream()
                .filter(one -> one.enabled())
                .count();

        assertThat(model.forecast().instances()).isEqualTo(checked).isPositive();
        assertThat(model.forecast().bytes()).isBetween(checked * 500_000L, checked * 1_000_000L);
    }

    @Test
    void eachKindHasThePageItOpensWith() {
        model.follow();
        model.open(Page.KINDS);

        var radarr = choice("view.first.radarr");
        assertThat(radarr.options()).extracting(Option::value).containsExactly("", "overview", "wanted");
        assertThat(choice("view.first.sonarr").options())
                .extracting(Option::value)
                .containsExactly("", "overview");
        model.choose(radarr, "wanted");
        assertThat(fakes.settings.get(WindowSettings.firstPage(new KindId("radarr"))))
                .isEqualTo("wanted");
    }

    @Test
    void whatChecksAreJudgedByIsChosenAndTakenBack() {
        model.follow();
        model.open(Page.CHECKS);
        var failures = choice(Engine.DOWN_AFTER.name());
        assertThat(failures.value()).isEqualTo("3");
        assertThat(failures.options()).extracting(Option::value).startsWith("1").endsWith("10");
        model.choose(failures, "5");
        assertThat(fakes.settings.get(Engine.DOWN_AFTER)).isEqualTo(5);
        assertThat(choice(Engine.DOWN_AFTER.name()).changed()).isTrue();
        choices.getLast().back().run();
        assertThat(fakes.settings.get(Engine.DOWN_AFTER)).isEqualTo(3);

        model.choose(choice(Engine.SLOW_COUNTS.name()), "false");
        assertThat(fakes.settings.get(Engine.SLOW_COUNTS)).isFalse();
        model.reset(choice(Engine.SLOW_COUNTS.name()));
        assertThat(fakes.settings.get(Engine.SLOW_COUNTS)).isTrue();
    }

    @Test
    void aLockIsRefusedWhileThereIsNothingOnlyThePersonKnows() {
        model.follow();
        model.open(Page.SECURITY);
        var refusing = choice(IdleLock.AFTER.name()).wrong().orElseThrow();
        assertThat(refusing.apply("15"))
                .contains("A lock needs something only you know, and there is no passphrase yet.");
        assertThat(refusing.apply("0")).isEmpty();

        var keys = fakes.safekeeping.keys.get();
        fakes.safekeeping.keys.set(
                new KeyStatus(keys.state(), keys.protection(), keys.keptIn(), true, Optional.empty(), Set.of()));
        assertThat(choice(IdleLock.AFTER.name()).wrong().orElseThrow().apply("15"))
                .isEmpty();
    }

    @Test
    void aChoiceTakesEffectAtOnceAndCanGoBackToTheUsual() {
        model.follow();
        model.open(Page.APPEARANCE);
        model.choose(choice("appearance.theme"), "dark");

        assertThat(fakes.settings.get(Themes.THEME)).isEqualTo(Themes.Choice.DARK);
        assertThat(choice("appearance.theme").changed()).isTrue();
        model.reset(choice("appearance.theme"));
        assertThat(fakes.settings.get(Themes.THEME)).isEqualTo(Themes.Choice.SYSTEM);
        assertThat(choice("appearance.theme").changed()).isFalse();
    }

    @Test
    void aChoiceIsTakenBackToWhatWasBeforeNotToTheUsual() {
        model.follow();
        model.open(Page.APPEARANCE);
        model.choose(choice("appearance.theme"), "DARK");
        model.choose(choice("appearance.theme"), "CONTRAST");

        assertThat(choices).extracting(ChoicesMade.Made::what).containsOnly("Theme was chosen");
        choices.getLast().back().run();
        assertThat(fakes.settings.get(Themes.THEME)).isEqualTo(Themes.Choice.DARK);
        choices.getFirst().back().run();
        assertThat(fakes.settings.get(Themes.THEME)).isEqualTo(Themes.Choice.SYSTEM);
        assertThat(choices).hasSize(2);
    }

    @Test
    void guardsOfKindsAndGroupsAreStoredAsTheServiceReadsThem() {
        model.follow();
        model.open(Page.GUARDS);
        model.choose(choice("guard.kind.radarr"), "GUARDED");
        model.choose(choice("guard.group.Media"), "READ_ONLY");

        assertThat(fakes.settings.get(LevelGuards.ofKind(new KindId("radarr")))).isEqualTo(GuardLevel.GUARDED);
        assertThat(fakes.settings.get(LevelGuards.ofGroup("Media"))).isEqualTo(GuardLevel.READ_ONLY);
        model.choose(choice("guard.kind.radarr"), "");
        assertThat(fakes.settings.values().get()).doesNotContainKey("guard.kind.radarr");
    }

    @Test
    void groupsGiveTheirInstancesDefaultsOnTheirOwnPage() {
        model.follow();
        model.open(Page.INSTANCES);
        var pause = choice("group.check-every.Media");
        model.choose(pause, "120");
        model.choose(choice("group.searchesPerDay.Media"), "40");

        assertThat(fakes.settings.get(GroupDefaults.checkEvery("Media"))).contains(Duration.ofMinutes(2));
        assertThat(fakes.settings.get(GroupDefaults.budget("searchesPerDay", "Media")))
                .isEqualTo("40");
        assertThat(choice("guard.group.Media").group()).contains("Media");
        assertThat(choice("group.searchesPerDay.Media").wrong().orElseThrow().apply("many"))
                .contains("Type a whole number from 1 to 99999, or leave it empty.");
        assertThat(model.view().get().choices())
                .describedAs("nobody in the group Ads searches")
                .extracting(Choice::id)
                .contains("group.proxy.Ads")
                .doesNotContain("group.searchesPerDay.Ads");
        model.reset(choice("group.check-every.Media"));
        assertThat(fakes.settings.values().get()).doesNotContainKey("group.check-every.Media");
    }

    @Test
    void aSettingSaysAtWhichLevelsItCanBeGivenAndWhoDiffers() throws Exception {
        var one = fakes.instances.find(PictureFleet.id("R1")).orElseThrow();
        fakes.instances.edit(
                one.id(),
                one.configVersion(),
                one.configuration().withCheckEvery(Optional.of(Duration.ofSeconds(30))),
                Map.of(),
                Consent.none(Origin.WINDOW));
        fakes.settings.set(GroupDefaults.checkEvery("Media"), Optional.of(Duration.ofMinutes(2)));
        model.follow();
        model.open(Page.CHECKS);

        var places = choice(Engine.LOCAL_PAUSE.name()).levels();
        assertThat(places)
                .extracting(SettingLevels.Place::level)
                .containsExactly(Level.ALL, Level.GROUP, Level.INSTANCE);
        assertThat(places.getFirst().here()).isTrue();
        assertThat(places.get(1).groups()).containsExactly("Media");
        assertThat(places.get(1).page()).isEqualTo(Page.INSTANCES);
        assertThat(places.getLast().instances()).containsExactly(one.id());
        model.open(Page.APPEARANCE);
        assertThat(choice("appearance.theme").levels()).isEmpty();
        fakes.instances.edit(
                PictureFleet.id("R4"),
                fakes.instances.find(PictureFleet.id("R4")).orElseThrow().configVersion(),
                fakes.instances
                        .find(PictureFleet.id("R4"))
                        .orElseThrow()
                        .configuration()
                        .withGuard(Optional.of(GuardLevel.GUARDED)),
                Map.of(),
                Consent.none(Origin.WINDOW));
        model.open(Page.GUARDS);
        assertThat(choice("guard.kind.radarr").levels().getLast().instances()).contains(PictureFleet.id("R4"));
        assertThat(choice("guard.kind.sonarr").levels().getLast().instances()).doesNotContain(PictureFleet.id("R4"));
    }

    @Test
    void aSavedViewIsRemovedAndComesBack() {
        var saved = new SavedView("radarr.library", "My gaps", "");
        fakes.views.save(saved);
        model.follow();

        model.forget(saved);
        assertThat(fakes.views.find("radarr.library", "My gaps")).isEmpty();
        choices.getLast().back().run();
        assertThat(fakes.views.find("radarr.library", "My gaps")).contains(saved);
    }

    @Test
    void howATableOpensIsSaidByItsNameAndKindAndResets() {
        var usual = new SavedView("usual.radarr/arr.wanted", "", "column title 200 shown\ncolumn year 90 hidden");
        fakes.views.save(usual);
        model.follow();

        var listed = model.usualViews();
        assertThat(listed).hasSize(1);
        assertThat(listed.getFirst().title()).isEqualTo("Wanted (Radarr)");
        assertThat(listed.getFirst().columns()).isEqualTo(1);
        model.forget(listed.getFirst().view());
        assertThat(model.usualViews()).isEmpty();
        assertThat(choices.getLast().what()).contains("Wanted (Radarr)");
        choices.getLast().back().run();
        assertThat(model.usualViews()).hasSize(1);
    }

    /// The terminal and other windows pause and go on as well.
    @Test
    void aPauseIsSeenWhereverItBegan() {
        model.follow();
        assertThat(model.view().get().paused()).isEmpty();

        fakes.pausing.pause(Optional.empty());
        assertThat(model.view().get().paused()).isPresent();
        fakes.pausing.resume();

        assertThat(model.view().get().paused()).isEmpty();
    }

    @Test
    void searchingLooksThroughAllPages() {
        model.search("house");

        assertThat(model.view().get().choices()).extracting(Choice::id).containsExactly("guard.where-i-am");
    }

    @Test
    void aWrongPassphraseIsToldAndNothingIsUnlocked() {
        var unlocked = new ArrayList<String>();
        model.unlock("wrong", () -> unlocked.add("wrong"));
        model.unlock("right", () -> unlocked.add("right"));

        assertThat(problems).hasSize(1);
        assertThat(unlocked).containsExactly("right");
    }

    @Test
    void aCopyMadeNowIsListedFirst() {
        model.follow();
        model.copyNow();

        assertThat(model.view().get().copies()).hasSize(2);
        assertThat(model.view().get().copies().getFirst().at()).isEqualTo(FakeServices.NOW);
        assertThat(news).containsExactly("A checked copy with 14 instances is made.");
    }

    @Test
    void theTablesAreMeasuredWhenAskedAndAgainAfterCompacting() {
        model.follow();
        assertThat(model.view().get().tables()).isEmpty();
        model.measure();
        assertThat(model.view().get().tables())
                .extracting(TableSize::table)
                .containsExactly("library_scene", "activity");

        model.compact();
        assertThat(news).containsExactly("The store is compacted: it was 24 MB and is 19 MB.");
        assertThat(fakes.safekeeping.calls).containsExactly("tableSizes", "compact", "tableSizes");
    }

    @Test
    void eachKindSaysWhatPilothouseMayChangeAndDelete() {
        assertThat(model.kinds())
                .isNotEmpty()
                .allSatisfy(kind ->
                        assertThat(kind.writes()).contains("Changes when you").contains("Deletes: "));
    }

    @Test
    void aChoiceThatWasTakenBackCanBeMadeAgain() {
        model.follow();
        model.open(Page.APPEARANCE);
        model.choose(choice("appearance.theme"), "DARK");
        choices.getFirst().back().run();
        choices.getFirst().again().run();

        assertThat(fakes.settings.get(Themes.THEME)).isEqualTo(Themes.Choice.DARK);
    }

    @Test
    void whatIsTypedAndCannotBeIsRefusedWithTheReason() {
        model.open(Page.NETWORK);
        var proxy = choice("network.proxy").wrong().orElseThrow();

        assertThat(proxy.apply("proxy.lan:3128")).isEmpty();
        assertThat(proxy.apply("proxy.lan")).get().asString().contains("proxy.lan:3128");
        model.open(Page.ADVANCED);
        assertThat(choice("library.pictures").wrong().orElseThrow().apply("12")).isPresent();
    }

    @Test
    void searchingFindsAlsoWhatIsNoChoice() {
        model.search("redaction");

        assertThat(model.view().get().places())
                .extracting(SettingsViewModel.Place::page)
                .containsExactly(Page.LOG);
        model.open(Page.LOG);
        assertThat(model.view().get().places()).isEmpty();
    }

    @Test
    void routesAreStoredAndCanBeTakenBack() {
        var route = new AlertRoute(
                Optional.of("kids"), Optional.empty(), Optional.empty(), Optional.empty(), Set.of(AlertChannel.BAR));
        model.chooseRoutes(List.of(route));

        assertThat(fakes.settings.get(AlertSettings.ROUTES)).containsExactly(route);
        choices.getFirst().back().run();
        assertThat(fakes.settings.get(AlertSettings.ROUTES)).isEmpty();
    }
}
