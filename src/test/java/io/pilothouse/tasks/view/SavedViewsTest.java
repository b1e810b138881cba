package io.pilothouse.tasks.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.query.SavedView;
import io.pilothouse.testing.TestEngine;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedViewsTest {

    @TempDir
    Path folder;

    @Test
    void viewsOutliveARestart() {
        try (var test = new TestEngine(folder)) {
            var gaps = new SavedView("radarr.movies", "Gaps", "sort size");
            var left = new SavedView("radarr.movies", "", "sort title");
            test.get().views().save(gaps);
            test.get().views().save(left);
            test.get().views().save(new SavedView("stash.scenes", "Newest", "sort added"));
            test.get().views().save(new SavedView("radarr.movies", "gone", ""));
            test.get().views().delete("radarr.movies", "gone");

            var again = test.restart().views();

            assertThat(again.of("radarr.movies")).containsExactly(gaps);
            assertThat(again.find("radarr.movies", "")).contains(left);
            assertThat(again.find("sonarr.series", "")).isEmpty();
        }
    }

    @Test
    void aViewIsReplacedByItsName() {
        try (var test = new TestEngine(folder)) {
            var views = test.get().views();
            views.save(new SavedView("radarr.movies", "Gaps", "sort size"));
            views.save(new SavedView("radarr.movies", "Gaps", "sort year"));

            assertThat(views.of("radarr.movies")).containsExactly(new SavedView("radarr.movies", "Gaps", "sort year"));
        }
    }
}
