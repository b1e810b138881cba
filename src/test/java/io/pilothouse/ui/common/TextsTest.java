package io.pilothouse.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.health.Cause;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.IdentityColour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TextsTest {

    private static final Path UI = Path.of("src/main/java/io/pilothouse/ui");
    private static final Pattern IN_CODE =
            Pattern.compile("(?<!Setting\\.)\\btext\\(\\s*\"([a-z0-9.-]+\\.[A-Za-z0-9._-]+)\"\\s*[,)]");
    private static final Pattern IN_VIEW = Pattern.compile("\"%([a-z0-9.-]+)\"");

    private final Texts texts = new Texts(Locale.ENGLISH);
    private final Words words = new Words(texts, ZoneOffset.UTC);

    @Test
    void everyKeyThatCodeAndViewsNameHasWords() throws IOException {
        var missing = new TreeSet<String>();
        int[] seen = {0};
        try (var files = Files.walk(UI)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var pattern = file.toString().endsWith(".fxml") ? IN_VIEW : IN_CODE;
                if (!file.toString().endsWith(".css")) {
                    var keys = pattern.matcher(Files.readString(file));
                    while (keys.find()) {
                        seen[0]++;
                        if (texts.textOr(keys.group(1), "").isEmpty()) {
                            missing.add(keys.group(1) + " in " + UI.relativize(file));
                        }
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(seen[0]).isGreaterThan(50);
    }

    @Test
    void everyStateGuardAndColourHasAWord() {
        for (var state : ShownState.values()) {
            assertThat(words.state(state)).isNotBlank();
        }
        for (var level : GuardLevel.values()) {
            assertThat(words.guard(level)).isNotBlank();
        }
        for (var colour : IdentityColour.values()) {
            assertThat(words.colour(colour)).isNotBlank();
        }
    }

    @Test
    void everyFaultIsACauseWithWords() {
        for (var code : FaultCode.values()) {
            assertThat(texts.text("fleet." + Cause.class.getSimpleName().toLowerCase(Locale.ROOT) + "." + code.name()))
                    .isNotBlank();
        }
    }

    @Test
    void thePseudoLanguageLengthensTheWordsAndLeavesThePlacesForValues() {
        var pseudo = new Texts(Locale.forLanguageTag(Texts.PSEUDO)).text("shell.status.count", "6", "10");

        assertThat(pseudo).contains("6 ").contains(" 10").contains("óf").endsWith("]");
        assertThat(pseudo.length()).isGreaterThan("6 of 10".length());
    }

    @Test
    void agesUseTheLargestFittingUnit() {
        assertThat(words.age(Duration.ofSeconds(12))).isEqualTo("12 s");
        assertThat(words.age(Duration.ofMinutes(14))).isEqualTo("14 min");
        assertThat(words.age(Duration.ofHours(47))).isEqualTo("47 h");
        assertThat(words.age(Duration.ofHours(49))).isEqualTo("2 d");
    }

    @Test
    void timesNameTheDayOnlyWhereTheyCouldBeMistaken() {
        var now = Instant.parse("2026-06-18T14:14:00Z");

        assertThat(words.time(Instant.parse("2026-06-18T08:02:00Z"), now)).isEqualTo("08:02");
        assertThat(words.time(Instant.parse("2026-06-17T08:02:00Z"), now)).isEqualTo("17 Jun 08:02");
        assertThat(words.time(Instant.parse("2026-06-19T08:02:00Z"), now)).isEqualTo("08:02");
        assertThat(words.time(Instant.parse("2026-06-19T15:02:00Z"), now)).isEqualTo("19 Jun 15:02");
        assertThat(words.time(Instant.parse("2026-06-18T23:50:00Z"), Instant.parse("2026-06-19T00:20:00Z")))
                .isEqualTo("23:50");
        assertThat(words.time(Instant.parse("2025-06-17T08:02:00Z"), now)).isEqualTo("17 Jun 2025");
    }

    @Test
    void sizesAndLatenciesAreSaidAsPeopleSayThem() {
        assertThat(words.size(182_000_000_000L)).isEqualTo("182 GB");
        assertThat(words.size(4_000_000_000_000L)).isEqualTo("4.0 TB");
        assertThat(words.latency(14.2)).isEqualTo("14 ms");
        assertThat(words.latency(2100)).isEqualTo("2.1 s");
        assertThat(words.latency(Double.NaN)).isEqualTo("–");
    }
}
