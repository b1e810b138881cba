package io.pilothouse.ui.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pilothouse.domain.health.ShownState;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.ui.common.LatencyChart;
import io.pilothouse.ui.common.Span;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Words;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class OverviewViewModelTest {

    private final FakeServices fakes = PictureFleet.make();
    private final Words words = new Words(new Texts(Locale.ENGLISH), ZoneOffset.UTC);

    private OverviewViewModel open(String monogram) {
        var model = new OverviewViewModel(fakes.services(Runnable::run), words, PictureFleet.id(monogram));
        model.follow();
        return model;
    }

    @Test
    void theServicesOwnWarningStandsFirst() {
        var troubles = open("S1").now().get().orElseThrow().troubles();

        assertThat(troubles).hasSize(1);
        assertThat(troubles.getFirst().sign()).isEqualTo(ShownState.WARNING);
        assertThat(troubles.getFirst().strong()).isEqualTo("/tv has 4 % free, 182 GB of 4.0 TB");
    }

    @Test
    void whyWorkIsHeldIsSaidInTheLanguageOfTheWindow() {
        var german = new Words(new Texts(Locale.GERMAN), ZoneOffset.UTC);
        var model = new OverviewViewModel(fakes.services(Runnable::run), german, PictureFleet.id("H2"));
        model.follow();

        assertThat(model.now().get().orElseThrow().turns())
                .extracting(OverviewViewModel.Turn::about)
                .containsExactly("Cabin ist geschützt: Hintergrundarbeit wartet auf eine Freigabe.");
    }

    @Test
    void historyIsReadForItsOwnInstanceAndAllSpans() {
        var past = open("S2").past().get().orElseThrow();

        assertThat(past.bars().keySet()).containsExactly(Span.values());
        assertThat(past.bars().get(Span.DAY)).hasSize(OverviewViewModel.PARTS);
        assertThat(past.bars().get(Span.DAY).getLast().worst()).isEqualTo(ShownState.DOWN);
        assertThat(past.passed(Span.DAY).orElseThrow()).isBetween(0.9, 0.999);
    }

    @Test
    void anotherSpanIsReadWhenChosen() {
        var model = open("S1");
        model.span().set(Span.WEEK);

        assertThat(model.past().get().orElseThrow().span()).isEqualTo(Span.WEEK);
    }

    @Test
    void theAnswerForASpanThatWasLeftIsDropped() {
        var model = open("S1");
        fakes.tasks.hold();
        model.span().set(Span.WEEK);
        model.span().set(Span.QUARTER);
        while (fakes.tasks.waiting() > 0) {
            fakes.tasks.runNext();
        }

        assertThat(model.past().get().orElseThrow().span()).isEqualTo(Span.QUARTER);
    }

    @Test
    void factsSayUnitsAgesAndPlainWords() {
        var facts = new Facts(words);

        assertThat(facts.said("freeBytes", "182000000000", FakeServices.NOW)).isEqualTo("182 GB");
        assertThat(facts.said("downloadBytesPerSecond", "41000000", FakeServices.NOW))
                .isEqualTo("41 MB/s");
        assertThat(facts.said("missingCount", "1204", FakeServices.NOW)).isEqualTo("1,204");
        assertThat(facts.said("listenPort", "56881", FakeServices.NOW)).isEqualTo("56881");
        assertThat(facts.said("docker", "yes", FakeServices.NOW)).isEqualTo("yes");
        assertThat(facts.said("startedAt", "2026-06-02T14:14:00Z", FakeServices.NOW))
                .isEqualTo("2 Jun 14:14, 16 d");
        assertThat(facts.title("somethingNewCount")).isEqualTo("Something new");
    }

    /// What the tabs count and what only the page *System* needs would push the rest out of sight.
    @Test
    void factsOfTheOverviewAreFew() {
        var facts = new LinkedHashMap<String, String>();
        facts.put("branch", "main");
        facts.put("database", "sqLite");
        facts.put("docker", "yes");
        facts.put("queueCount", "4");
        facts.put("missingCount", "26");
        facts.put("freeBytes", "182000000000");
        PictureFleet.tell(fakes, "S1", facts);

        assertThat(open("S1").now().get().orElseThrow().facts())
                .extracting(Facts.Fact::name, Facts.Fact::value)
                .contains(tuple("Database", "SQLite"), tuple("Free space", "182 GB"))
                .doesNotContain(tuple("In a container", "yes"), tuple("Queue", "4"), tuple("Missing", "26"));
    }

    @Test
    void theAxisFitsTheLargestValueInFourSteps() {
        assertThat(LatencyChart.step(74)).isEqualTo(20);
        assertThat(LatencyChart.step(412)).isEqualTo(150);
        assertThat(LatencyChart.step(18)).isEqualTo(5);
        assertThat(LatencyChart.step(0)).isEqualTo(1);
    }
}
