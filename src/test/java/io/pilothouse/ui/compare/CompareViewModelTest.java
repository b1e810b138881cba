package io.pilothouse.ui.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.compare.HeldSetting;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.tasks.undo.Undoing.Undoable;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.compare.CompareViewModel.Row;
import io.pilothouse.ui.compare.CompareViewModel.Sign;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CompareViewModelTest {

    private final FakeServices fakes = ComparePicturesTest.fakes();
    private final CompareViewModel model =
            new CompareViewModel(fakes.services(Runnable::run), new Words(new Texts(Locale.ENGLISH), ZoneOffset.UTC));

    private CompareViewModel.View view() {
        return model.view().get();
    }

    @Test
    void itBeginsWithTheOthersOfTheKind() {
        model.begin(PictureFleet.id("R1"));

        assertThat(view().chosen()).extracting(one -> one.name()).containsExactly("Radarr HD", "Radarr 4K");
        assertThat(view().offered()).isEmpty();
    }

    @Test
    void onlyDifferencesAreShownUnlessAskedForAll() {
        model.begin(PictureFleet.id("R1"));

        assertThat(view().rows()).extracting(Row::sign).containsOnly(Sign.DIFFERENT, Sign.ONLY_SOME);
        assertThat(view().different()).isEqualTo(3);
        model.onlyDifferent(false);
        assertThat(view().rows()).hasSize(5);
    }

    @Test
    void anInstanceOfAnotherKindBeginsAnew() {
        model.begin(PictureFleet.id("R1"));
        model.remove(PictureFleet.id("R4"));
        model.add(PictureFleet.id("S1"));

        assertThat(view().chosen()).extracting(one -> one.name()).containsExactly("Sonarr Main");
    }

    @Test
    void whatASilentInstanceDoesNotSayIsNoDifference() {
        fakes.comparing.lines.clear();
        fakes.comparing.line("naming", "renameMovies", Map.of(PictureFleet.id("R1"), "true"));
        fakes.comparing.line(
                "pilothouse", "timeout", Map.of(PictureFleet.id("R1"), "10 s", PictureFleet.id("R4"), "20 s"));
        fakes.comparing.silent.put(
                PictureFleet.id("R4"), new Problem(ProblemCode.UNREACHABLE, "It does not answer.", "Look at it."));
        model.begin(PictureFleet.id("R1"));

        assertThat(view().different()).as("what Pilothouse knows of it counts").isEqualTo(1);
        assertThat(view().rows()).extracting(row -> row.key().name()).containsExactly("timeout");
    }

    @Test
    void aPlanIsCopiedAsItWasShown() {
        model.begin(PictureFleet.id("R1"));
        var plan = model.plan(PictureFleet.id("R4"), List.of(new HeldSetting.Key("naming", "renameMovies")));
        var told = new ArrayList<Object>();

        model.copy(plan, Consent.confirmed(Origin.WINDOW), (_, results) -> told.addAll(results), told::add);

        assertThat(fakes.comparing.copied).isEqualTo(plan).hasSize(1);
        assertThat(plan.getFirst().target()).isEqualTo(PictureFleet.id("R1"));
        assertThat(told).hasSize(1);
    }

    @Test
    void whatDiffersOnPurposeStaysInSightAndIsCountedNoMore() {
        model.begin(PictureFleet.id("R1"));
        var own = List.of(new HeldSetting.Key("naming", "renameMovies"));

        model.keepOnPurpose(own, true);

        assertThat(view().rows())
                .extracting(row -> row.key().name() + " " + row.sign())
                .contains("renameMovies ON_PURPOSE");
        assertThat(view().different()).isEqualTo(2);
        model.keepOnPurpose(own, false);
        assertThat(view().different()).isEqualTo(3);
    }

    @Test
    void whatIsTakenBackIsAskedAnew() {
        model.follow();
        model.begin(PictureFleet.id("R1"));
        var plan = model.plan(PictureFleet.id("R4"), List.of(new HeldSetting.Key("naming", "renameMovies")));
        var tasks = new ArrayList<TaskId>();
        model.copy(plan, Consent.confirmed(Origin.WINDOW), (task, _) -> tasks.add(task), _ -> {});
        fakes.undoing.undoable.set(
                List.of(new Undoable(tasks.getFirst(), "copy settings", "set renameMovies back", FakeServices.NOW)));
        fakes.comparing.line("naming", "colonReplacement", Map.of(PictureFleet.id("R1"), "dash"));
        assertThat(view().different()).isEqualTo(3);

        fakes.undoing.undoable.set(List.of());

        assertThat(view().different()).isEqualTo(4);
    }

    @Test
    void whatCannotBeComparedSaysWhyAndMayBeAskedAgain() {
        var why = new Problem(ProblemCode.NOT_FOUND, "There is no instance any more.", "Look at the list.");
        fakes.comparing.fault = Optional.of(new ProblemException(why));
        model.begin(PictureFleet.id("R1"));

        assertThat(view().failed()).contains(why);
        assertThat(view().asked()).isFalse();

        fakes.comparing.fault = Optional.empty();
        model.ask();
        assertThat(view().failed()).isEmpty();
        assertThat(view().different()).isEqualTo(3);
    }

    @Test
    void driftOfOneInstanceIsToldSinceItsBaseline() {
        model.begin(PictureFleet.id("R1"));
        model.keepBaselines(() -> {});
        fakes.comparing.lines.removeIf(line -> line.key().name().equals("renameMovies"));
        fakes.comparing.line("naming", "renameMovies", Map.of(PictureFleet.id("R1"), "true"));
        model.remove(PictureFleet.id("R4"));

        assertThat(view().since()).contains(FakeServices.NOW);
        assertThat(view().rows())
                .extracting(row -> row.key().name() + " " + row.sign())
                .containsExactly("renameMovies DRIFTED");
    }
}
