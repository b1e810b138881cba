package io.pilothouse.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.cycle.CycleRun.DoneAct;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.torrent.TorrentOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A German window says what was said below it in German.
class SaidTest {

    private static final Path SOURCES = Path.of("src/main/java");

    private final Texts english = new Texts(Locale.ENGLISH);
    private final Texts german = new Texts(Locale.GERMAN);

    @Test
    void everySentenceBelowTheWindowIsHeard() throws IOException {
        var said = new Said(german);
        var missing = new TreeSet<String>();
        var sentences = SourceSentences.read(SOURCES);
        for (var one : sentences) {
            if (!said.knows(one.template().replace("{}", "Xy1"))) {
                missing.add(one.template() + "   (" + one.where() + ")");
            }
        }

        assertThat(sentences).hasSizeGreaterThan(900);
        assertThat(missing)
                .as("add these to said.properties and said_de.properties")
                .isEmpty();
    }

    @Test
    void whatIsHeardIsSaidWithItsValues() {
        assertThat(german.said("Radarr 4K did not answer: nothing listens on port 7878 of nas.lan."))
                .isEqualTo("Radarr 4K hat nicht geantwortet: Auf Port 7878 von nas.lan nimmt niemand Verbindungen an.");
        assertThat(german.said("Radarr 4K refused the request (418)."))
                .isEqualTo("Radarr 4K hat die Anfrage abgelehnt (418).");
    }

    @Test
    void sentencesOneAfterAnotherAreHeardEach() {
        assertThat(
                        german.said(
                                "Dr. Who did not answer: nothing listens on port 80 of a.b. Check that the service runs and that the port is right."))
                .isEqualTo("Dr. Who hat nicht geantwortet: Auf Port 80 von a.b nimmt niemand Verbindungen an."
                        + " Prüfen Sie, ob der Dienst läuft und der Port stimmt.");
        assertThat(german.said("Somebody's own words. Check its health first. And more."))
                .isEqualTo("Somebody's own words. Prüfen Sie zuerst die Gesundheit. And more.");
    }

    @Test
    void aSentenceOfTwoPartsWithoutABoundIsHeardWhole() {
        assertThat(german.said("Login with Amazon no longer accepts the refresh token of Brand Europe."))
                .isEqualTo("Amazon nimmt das Refresh-Token von Brand Europe nicht mehr an.");
        assertThat(german.said("Brand North is linked to no account."))
                .isEqualTo("Brand North ist mit keinem Konto verknüpft.");
    }

    @Test
    void whatIsLongIsNotLookedThroughAndWhatHasManySentencesOnlyInParts() {
        var many = "Xy. Zz! ".repeat(400) + "Check its health first. ";
        var log = "Check its health first. ".repeat(200);

        assertThat(german.said(many)).isEqualTo("Xy. Zz! ".repeat(400) + "Prüfen Sie zuerst die Gesundheit. ");
        assertThat(german.said(log)).isEqualTo(log);
        assertThat(german.said("There is no brand “A. B. C. D. E”.")).isEqualTo("Es gibt keine Marke „A. B. C. D. E“.");
    }

    @Test
    void workWithoutAWordForItsKindIsHeardByItsTitle() {
        assertThat(new Words(german, ZoneOffset.UTC).work("no-such-kind", "make missing categories on Box"))
                .isEqualTo("Fehlende Kategorien auf Box anlegen");
    }

    @Test
    void whatStandsInAPlaceIsHeardToo() {
        assertThat(german.said("Pilothouse could not check the health of Loft."))
                .isEqualTo("Pilothouse konnte die Gesundheit von Loft nicht prüfen.");
        assertThat(german.said("This is no recovery phrase: a character of the recovery phrase is wrong."))
                .isEqualTo("Das ist keine Wiederherstellungsphrase: eines ihrer Zeichen ist falsch.");
    }

    /// Whatever it sounds like: only where a text says so may words of ours stand in its place.
    @Test
    void aNameIsNeverHeard() {
        assertThat(german.said("move call centre to the trash")).isEqualTo("call centre in den Papierkorb legen");
        assertThat(german.said("pause force the world on look at me"))
                .isEqualTo("force the world auf look at me pausieren");
        assertThat(german.said("Renamed look at me to pause all background work."))
                .isEqualTo("look at me in pause all background work umbenannt.");
        assertThat(german.said("copy the store did not answer: nothing listens on port 80 of a.b."))
                .isEqualTo("copy the store hat nicht geantwortet: Auf Port 80 von a.b nimmt niemand Verbindungen an.");
        assertThat(german.said("pause 3 torrents on 3 torrents a day"))
                .isEqualTo("3 Torrents auf 3 torrents a day pausieren");
    }

    @Test
    void aNameInQuotationMarksStaysAsItIs() {
        assertThat(german.said("There is no workflow “look at me”.")).isEqualTo("Es gibt keine Abfrage „look at me“.");
        assertThat(german.said("grab “call centre”")).isEqualTo("„call centre“ holen");
    }

    static Stream<TorrentOrder> orders() {
        var tags = new TreeSet<>(List.of("a", "b"));
        return Stream.of(
                new TorrentOrder.Pause(),
                new TorrentOrder.Resume(),
                new TorrentOrder.Force(true),
                new TorrentOrder.Force(false),
                new TorrentOrder.Recheck(),
                new TorrentOrder.Reannounce(),
                new TorrentOrder.Category(""),
                new TorrentOrder.Category("tv"),
                new TorrentOrder.Tag(tags),
                new TorrentOrder.Untag(tags),
                new TorrentOrder.Limit(1, -1),
                new TorrentOrder.Location("/data/tv"),
                new TorrentOrder.Delete(true),
                new TorrentOrder.Delete(false));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void whatIsDoneWithTorrentsIsHeard(TorrentOrder order) {
        assertThat(german.said(order.words() + " 3 torrents on Box"))
                .contains("3 Torrents")
                .contains(" auf Box");
    }

    /// As the activity of a client keeps it.
    @ParameterizedTest
    @MethodSource("orders")
    void whatBecameOfTorrentsIsHeard(TorrentOrder order) {
        assertThat(german.said("Box: " + order.words() + " 3 torrents: 2 of 3 done."))
                .startsWith("Box: ")
                .contains("3 Torrents")
                .endsWith(": 2 von 3 erledigt.");
        assertThat(german.said("Box: " + order.words() + " “Part 1: call me”: refused."))
                .startsWith("Box: ")
                .contains("„Part 1: call me“")
                .endsWith(": abgelehnt.");
    }

    @Test
    void whatRulesDidIsHeard() {
        assertThat(german.said("Box: hand “Ubuntu: 24.04” over to Seedbox: done."))
                .isEqualTo("Box: „Ubuntu: 24.04“ an Seedbox übergeben: erledigt.");
        for (var act : List.of("search", "remove-with-files", "pause", "ask-import", "queue")) {
            var did = DoneAct.counted(List.of(new DoneAct(
                    act,
                    List.of(new ItemKey("torrent", "1"), new ItemKey("torrent", "2")),
                    "",
                    true,
                    Instant.EPOCH,
                    "")));
            assertThat(german.said("Box: the torrent rules: 7 tagged, " + did + "."))
                    .startsWith("Box: Torrent-Regeln: 7 mit Tags versehen, ")
                    .contains("2")
                    .doesNotContain(did);
        }
    }

    @Test
    void whatAReadingOfALibraryCameToIsHeard() {
        assertThat(german.said("2155 new, 0 changed, 3 gone")).isEqualTo("2155 neu, 0 geändert, 3 weg");
        assertThat(german.said("1 new, 0 changed, 9 gone, deletions wait for a decision"))
                .isEqualTo("1 neu, 0 geändert, 9 weg; Löschungen warten auf eine Entscheidung");
    }

    @Test
    void daysAndSizesAreWrittenAsTheLanguageDoes() {
        assertThat(german.said("The access token ends on 2026-11-30."))
                .isEqualTo("Das Zugangstoken endet am 30.11.2026.");
        assertThat(german.said("Its default save path has 1.5 GB left."))
                .contains("1,5 GB")
                .doesNotContain("1.5");
    }

    @Test
    void aHousesOwnWordsAreToldUnderItsName() {
        assertThat(german.said("Home: Repair of hue: The bridge is old."))
                .isEqualTo("Home: Reparatur von hue: The bridge is old.");
        assertThat(german.said("Home: start a backup")).isEqualTo("Home: eine Sicherung starten");
    }

    @Test
    void aListInAPlaceIsHeardPartByPart() {
        assertThat(german.said("put dht back to “true”, pex back to “false” on Box"))
                .isEqualTo("auf Box dht wieder auf „true“, pex wieder auf „false“ setzen");
    }

    @Test
    void aProblemIsSaidInTheLanguageOfTheWindow() {
        var problem = new Problem(ProblemCode.NOT_FOUND, "There is no instance {0}.", "Look at the list of instances.");

        assertThat(english.said(problem)).isEqualTo("There is no instance {0}. Look at the list of instances.");
        assertThat(german.said(problem)).isEqualTo("Es gibt keine Instanz {0}. Sehen Sie die Liste der Instanzen an.");
    }

    @Test
    void whatNobodyKnowsStaysAsItIs() {
        for (var words : List.of(
                "",
                " ",
                "{",
                "Xy. Zz! 12?",
                "Indexers are unavailable due to failures: Nyaa, Rarbg.",
                "No indexers available with RSS sync enabled, Radarr will not grab new releases automatically",
                "Download client Box is unavailable.",
                "Missing root folder: /movies.",
                "Failed to connect at port 80.")) {
            assertThat(german.said(words)).isEqualTo(words);
        }
    }

    /// The German places are filled from the English ones in their order.
    @Test
    void englishPlacesStandInOrder() {
        var texts = ResourceBundle.getBundle("io.pilothouse.ui.said", Locale.ENGLISH, Texts.ONLY_WANTED);
        for (var key : texts.keySet()) {
            var text = texts.getString(key);
            for (int i = 1; text.contains("{" + i + "}"); i++) {
                assertThat(text.indexOf("{" + i + "}")).as(key).isGreaterThan(text.indexOf("{" + (i - 1) + "}"));
            }
        }
    }
}
