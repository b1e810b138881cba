package io.pilothouse.ui.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.connection.SentRequests.Sent;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Words;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SystemViewModelTest {

    private final FakeServices fakes = PictureFleet.make();

    private SystemViewModel model(String monogram) {
        var model = new SystemViewModel(
                fakes.services(Runnable::run),
                new Words(new Texts(Locale.ENGLISH), ZoneOffset.UTC),
                PictureFleet.id(monogram));
        model.follow();
        return model;
    }

    @Test
    void onlyRequestsToThisInstanceAreShown() {
        fakes.safekeeping.sent.add(sent("S1", "/api/v3/health"));
        fakes.safekeeping.sent.add(sent("R1", "/api/v3/queue"));

        assertThat(model("S1").view().get().orElseThrow().sent())
                .extracting(Sent::path)
                .containsExactly("/api/v3/health");
    }

    private static Sent sent(String monogram, String path) {
        return new Sent(FakeServices.NOW, Optional.of(PictureFleet.id(monogram)), "GET", path, OptionalInt.of(200));
    }

    @Test
    void pagesOfTheServiceLieBelowItsOwnAddress() {
        assertThat(model("H2").view().get().orElseThrow().pages())
                .extracting(page -> page.uri().toString())
                .containsExactly("https://cabin.example.net/", "https://cabin.example.net/config/repairs");
    }

    @Test
    void noFactStandsTwice() {
        assertThat(model("R1").view().get().orElseThrow().says())
                .extracting(fact -> fact.name())
                .doesNotHaveDuplicates();
        assertThat(model("R1").view().get().orElseThrow().says())
                .filteredOn(fact -> fact.value().equals("Radarr HD"))
                .hasSizeLessThan(2);
    }

    @Test
    void notesAreRefusedWhenTheInstanceChangedSinceTheyWereBegun() throws Exception {
        var model = model("R1");
        var kept = new ArrayList<Instance>();
        var failed = new ArrayList<Problem>();
        long opened = model.view().get().orElseThrow().instance().configVersion();

        model.keepNotes("first", opened, kept::add, failed::add);
        assertThat(kept.getFirst().configuration().notes()).isEqualTo("first");

        fakes.instances.rename(PictureFleet.id("R1"), "Loft", Consent.none(Origin.WINDOW));
        model.keepNotes("second", opened - 1, kept::add, failed::add);
        assertThat(failed).isNotEmpty();
    }
}
