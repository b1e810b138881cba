package io.pilothouse.ui.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.pilothouse.domain.alert.AlertChannel;
import io.pilothouse.tasks.Engine;
import io.pilothouse.tasks.alert.AlertSettings;
import io.pilothouse.tasks.schedule.MissedTurns;
import io.pilothouse.tasks.settings.Settings.Setting;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Words;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingNamesTest {

    private final FakeServices fakes = PictureFleet.make();

    private SettingNames names(String language) {
        var locale = Locale.forLanguageTag(language);
        return new SettingNames(
                fakes.services(Runnable::run, locale, true),
                new Words(new Texts(locale), ZoneOffset.UTC),
                _ -> List.of());
    }

    /// A banner that says `maintenance.weekly.sonarr-2606010800a1x` could not be read tells nobody anything.
    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void everySettingThereIsHasWords(String language) throws Exception {
        var all = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.pilothouse").stream()
                        .flatMap(type -> type.getFields().stream())
                        .filter(field -> field.getRawType().isEquivalentTo(Setting.class))
                        .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                        .map(JavaField::reflect)
                        .toList();

        assertThat(all).hasSizeGreaterThan(30);
        for (var field : all) {
            field.setAccessible(true);
            var name = ((Setting<?>) field.get(null)).name();
            assertThat(names(language).of(name)).as(name).isNotEqualTo(name).isNotBlank();
        }
    }

    /// Those that are made for one instance, channel, group or page.
    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void whatASettingIsAboutIsNamed(String language) {
        var id = PictureFleet.id("S1");
        var names = names(language);

        assertThat(List.of(
                        Engine.sleepTimes(id).name(),
                        "maintenance.weekly." + id,
                        "maintenance.ended." + id,
                        "compare.baseline." + id,
                        "alerts.muted." + id,
                        "library.everyMinutes." + id,
                        "library.reads." + id))
                .allSatisfy(name ->
                        assertThat(names.of(name)).contains("Sonarr Main").doesNotContain(id.value()));
        assertThat(names.of(AlertSettings.setup(AlertChannel.NTFY).name())).contains("ntfy");
        assertThat(names.of("guard.group.Attic No. 2")).contains("Attic No. 2");
        assertThat(names.of(
                        MissedTurns.chosenFor("cycle/" + id + "/No. 2, slow").name()))
                .contains("Sonarr Main")
                .contains("No. 2, slow")
                .doesNotContain(id.value());
        assertThat(names.of("scope.torrents")).contains("Torrents");
    }
}
