package io.pilothouse.ui.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.alert.Alert;
import io.pilothouse.domain.alert.AlertEvent;
import io.pilothouse.domain.cycle.RunSentence;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Words;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AlertWordsTest {

    private final FakeServices fakes = PictureFleet.make();

    private String said(Locale locale, AlertEvent event, String subject, String... about) {
        return said(locale, true, event, subject, about);
    }

    private String said(Locale locale, boolean titles, AlertEvent event, String subject, String... about) {
        var words = new AlertWords(fakes.instances, new Words(new Texts(locale), ZoneOffset.UTC), titles);
        var alert = new Alert(
                1,
                event,
                "work x",
                subject,
                List.of(about).stream().map(PictureFleet::id).toList(),
                FakeServices.NOW,
                FakeServices.NOW,
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return words.sentence(alert, FakeServices.NOW);
    }

    @Test
    void figuresAreSaidInTheLanguageOfTheWindowAndOfManyInstancesAFewAreNamed() {
        assertThat(said(Locale.ENGLISH, AlertEvent.RESULTS, "nothing-found=20 in-place=12", "R1", "R4"))
                .isEqualTo("Radarr HD, Radarr 4K: 32 asked since yesterday: 20 nothing found, 12 in place");
        assertThat(said(Locale.GERMAN, AlertEvent.MISSED, "running=1 left-out=2", "R1"))
                .isEqualTo("Radarr HD: 3 Läufe wurden versäumt, während Pilothouse geschlossen war oder schlief:"
                        + " 1 laufen jetzt, 2 entfallen");
        assertThat(said(Locale.ENGLISH, AlertEvent.RESULTS, "in-place=1", "R1", "R4", "S1", "S2", "L1", "Q1", "Q2"))
                .doesNotContain("Seedbox");
    }

    @Test
    void whatIsCalmAgainDoesNotOnlyAnswerAgain() {
        var calm = new Alert(
                1,
                AlertEvent.RECOVERED,
                "unstable " + PictureFleet.id("R1"),
                "unstable",
                List.of(PictureFleet.id("R1")),
                FakeServices.NOW,
                FakeServices.NOW.minusSeconds(600),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(FakeServices.NOW),
                Optional.empty());
        var german = new AlertWords(fakes.instances, new Words(new Texts(Locale.GERMAN), ZoneOffset.UTC), true);
        var english = new AlertWords(fakes.instances, new Words(new Texts(Locale.ENGLISH), ZoneOffset.UTC), true);

        assertThat(english.title(calm)).isEqualTo("Calm again: Radarr HD");
        assertThat(english.sentence(calm, FakeServices.NOW)).isEqualTo("Radarr HD: is calm again after 10 min");
        assertThat(german.title(calm)).isEqualTo("Wieder ruhig: Radarr HD");
        assertThat(german.sentence(calm, FakeServices.NOW)).isEqualTo("Radarr HD: ist wieder ruhig nach 10 min");
        assertThat(german.events()).contains(german.event(calm));
    }

    @Test
    void whatHasAUserAndAPasswordRefusesTheLoginAndNoKey() {
        assertThat(said(Locale.ENGLISH, AlertEvent.REFUSED, "SECRET_REFUSED", "Q2"))
                .startsWith("Seedbox: Refused – Login refused, since ");
        assertThat(said(Locale.ENGLISH, AlertEvent.REFUSED, "SECRET_REFUSED", "R1"))
                .startsWith("Radarr HD: Refused – Key refused, since ");
    }

    @Test
    void whatIsToldOfWorkIsSaidInTheLanguageOfTheWindowAndForeignWordsAsTheyAre() {
        assertThat(said(Locale.GERMAN, AlertEvent.WORK, RunSentence.SCHEDULE_STILL.with("Reach", 5), "A1"))
                .isEqualTo("„Reach“ steht nach 5 Fehlschlägen in Folge still.");
        assertThat(said(
                        Locale.GERMAN,
                        AlertEvent.WORK,
                        RunSentence.TURN_NOT_STARTED.with("Reach", "Brand North", "Brand North is paused."),
                        "A1"))
                .startsWith("„Reach“ konnte auf Brand North nicht starten: ")
                .doesNotContain("is paused");
        assertThat(said(Locale.GERMAN, AlertEvent.WORK, "Something else.", "A1"))
                .isEqualTo("Something else.");
        assertThat(said(Locale.ENGLISH, AlertEvent.WORK, RunSentence.REMOTE_FAILED.with("s-1", "Brand North"), "A1"))
                .isEqualTo("Amazon's schedule “s-1” of Brand North failed.");
    }

    @Test
    void aWarningSaysWhatItIsAboutAndOutsideNoWordsOfItsService() {
        var removed = "Tide and Timber (2019) was removed from TMDb";
        assertThat(said(Locale.ENGLISH, AlertEvent.WARNING, removed, "R1"))
                .startsWith("Radarr HD: Warning – Tide and Timber (2019) was removed from TMDb, since ");
        assertThat(said(Locale.ENGLISH, false, AlertEvent.WARNING, removed, "R1"))
                .startsWith("Radarr HD: Warning, since ");
        assertThat(said(Locale.ENGLISH, AlertEvent.WARNING, "warning", "R1")).startsWith("Radarr HD: Warning, since ");
        assertThat(said(Locale.GERMAN, AlertEvent.WARNING, "4 torrents are in error.", "Q1"))
                .contains("4 Torrents haben einen Fehler.");
    }
}
