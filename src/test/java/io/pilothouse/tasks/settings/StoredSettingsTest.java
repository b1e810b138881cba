package io.pilothouse.tasks.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.store.DataFolder;
import io.pilothouse.store.Database;
import io.pilothouse.store.SettingRepository;
import io.pilothouse.tasks.settings.Settings.Setting;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredSettingsTest {

    private static final Setting<Integer> SCALE = Setting.number("appearance.scale", 100);

    @TempDir
    Path folder;

    private Database database;
    private SettingRepository repository;

    @BeforeEach
    void open() {
        database = Database.open(new DataFolder(folder), Clock.systemUTC());
        repository = new SettingRepository(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void anUnreadableSettingFallsBackIsSaidAndIsKeptAsideWhenAnotherIsChosen() {
        repository.save("appearance.scale", "very large");
        var settings = new StoredSettings(repository);

        assertThat(settings.unreadable().get()).isEmpty();
        assertThat(settings.get(SCALE)).isEqualTo(100);
        assertThat(settings.unreadable().get()).containsExactly("appearance.scale");
        assertThat(repository.all()).containsEntry("appearance.scale", "very large");

        settings.set(SCALE, 150);

        assertThat(settings.get(SCALE)).isEqualTo(150);
        assertThat(settings.unreadable().get()).isEmpty();
        assertThat(repository.all())
                .containsEntry("appearance.scale", "150")
                .containsEntry(StoredSettings.ASIDE + "appearance.scale", "very large");
    }

    @Test
    void whoHearsThatItCanBeReadAgainReadsTheNewOne() {
        repository.save("appearance.scale", "very large");
        var settings = new StoredSettings(repository);
        settings.get(SCALE);
        settings.unreadable().subscribe(Runnable::run, _ -> settings.get(SCALE));

        settings.set(SCALE, 150);

        assertThat(settings.unreadable().get()).isEmpty();
    }
}
