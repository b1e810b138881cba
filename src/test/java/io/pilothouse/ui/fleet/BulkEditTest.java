package io.pilothouse.ui.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.fleet.BulkEdit.Field;
import io.pilothouse.ui.fleet.BulkEdit.Result;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BulkEditTest {

    private final FakeServices fakes = PictureFleet.make();
    private final BulkEdit edit = new BulkEdit(
            fakes.services(Runnable::run),
            new Words(new Texts(Locale.ENGLISH), ZoneOffset.UTC),
            List.of(PictureFleet.id("R1"), PictureFleet.id("R4"), PictureFleet.id("H1")));

    @Test
    void differentValuesAreCountedAndACommonOneIsShown() {
        assertThat(edit.now(Field.GROUP)).isEqualTo("(2 values)");
        assertThat(edit.common(Field.ENABLED)).contains("true");
        assertThat(edit.common(Field.GUARD)).isEmpty();
    }

    @Test
    void onlyUnlockedFieldsChangeAndOnlyWhereTheyDiffer() {
        edit.change(Field.GROUP, "Media");

        assertThat(edit.plan()).extracting(change -> change.instance().name()).containsExactly("Home");
        assertThat(edit.plan().getFirst().words()).isEqualTo("Group: Home becomes Media");
        edit.change(Field.GUARD, "GUARDED");
        assertThat(edit.plan()).extracting(change -> change.instance().name()).containsExactly("Radarr HD", "Home");
        edit.keep(Field.GROUP);
        assertThat(edit.plan())
                .allMatch(change -> change.after().guard().equals(java.util.Optional.of(GuardLevel.GUARDED)));
    }

    @Test
    void aPauseThatIsTooShortIsRefused() {
        edit.change(Field.CHECK_EVERY, "5");
        assertThat(edit.bad()).contains(Field.CHECK_EVERY);
        edit.change(Field.CHECK_EVERY, "300");
        assertThat(edit.bad()).isEmpty();
        assertThat(edit.plan())
                .allMatch(change -> change.after().checkEvery().equals(java.util.Optional.of(Duration.ofMinutes(5))));
    }

    @Test
    void eachInstanceIsToldByItselfAndAChangedOneIsNotOverwritten() throws Exception {
        edit.change(Field.GROUP, "Loft");
        var plan = edit.plan();
        var changed = fakes.instances.find(PictureFleet.id("R4")).orElseThrow();
        fakes.instances.edit(
                changed.id(),
                changed.configVersion(),
                changed.configuration().withNotes("changed meanwhile"),
                Map.of(),
                Consent.none(Origin.WINDOW));
        var told = new ArrayList<Result>();

        edit.make(plan, (_, results) -> told.addAll(results));

        assertThat(told)
                .extracting(result -> result.instance().name() + " "
                        + result.problem().map(Problem::code).map(Enum::name).orElse("done"))
                .containsExactly("Radarr HD done", "Radarr 4K BAD_VALUE", "Home done");
        assertThat(fakes.instances
                        .find(changed.id())
                        .orElseThrow()
                        .configuration()
                        .group())
                .isEqualTo("Media");
        assertThat(fakes.safekeeping.copies)
                .as("a copy of the store as it was before")
                .hasSize(2);
        assertThat(fakes.instances
                        .find(PictureFleet.id("H1"))
                        .orElseThrow()
                        .configuration()
                        .group())
                .isEqualTo("Loft");
        assertThat(fakes.tasks.started)
                .filteredOn(task -> task.kind().equals("bulk-edit"))
                .hasSize(1);
    }
}
