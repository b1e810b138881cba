package io.pilothouse.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.instance.IdentityColour;
import io.pilothouse.testing.ui.Contrast;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Computes the contrast of every word on every row colour it stands on, from the style sheets
/// themselves.
class ContrastTest {

    private static final Pattern PALE_FOCUS =
            Pattern.compile("[^}]*:focus[^{]*\\{\\s*-fx-background-color: -px-row-[a-z]+;\\s*}");
    private static final Pattern TOKEN = Pattern.compile("(-(?:px|color)-[a-z0-9-]+):\\s*([^;]+);");

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark", "contrast"})
    void stateWordsCanBeReadOnEveryRow(String theme) throws IOException {
        var tokens = tokens(theme);
        for (var ground : new String[] {
            "-color-bg-default", "-color-bg-subtle", "-color-bg-inset", "-px-row-selected", "-px-row-hover"
        }) {
            for (var state : tokens.keySet().stream()
                    .filter(name -> name.startsWith("-px-state-"))
                    .toList()) {
                assertThat(Contrast.of(colour(tokens, state), colour(tokens, ground)))
                        .as("%s on %s in %s", state, ground, theme)
                        .isGreaterThanOrEqualTo(4.5);
            }
            for (var word : new String[] {"-color-fg-default", "-color-fg-muted"}) {
                assertThat(Contrast.of(colour(tokens, word), colour(tokens, ground)))
                        .as("%s on %s in %s", word, ground, theme)
                        .isGreaterThanOrEqualTo(4.5);
            }
        }
    }

    /// The upper edge of those who were well in *Fleet over time*, and a dot in a colour as dark as the ground.
    @ParameterizedTest
    @ValueSource(strings = {"light", "dark", "contrast"})
    void shapesOfTheHistoryAndOfIdentitiesAreSeen(String theme) throws IOException {
        var tokens = tokens(theme);
        assertThat(Contrast.of(colour(tokens, "-px-history-healthy"), colour(tokens, "-color-bg-default")))
                .isGreaterThanOrEqualTo(3);
        if (!theme.equals("light")) {
            assertThat(Contrast.of(colour(tokens, "-px-dot-edge"), colour(tokens, "-color-bg-default")))
                    .isGreaterThanOrEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark", "contrast"})
    void aButtonThatIsOnCanBeReadAndHasAnEdge(String theme) throws IOException {
        var tokens = tokens(theme);
        for (var ground : new String[] {"-px-on", "-px-segment-selected"}) {
            assertThat(Contrast.of(colour(tokens, "-color-fg-default"), colour(tokens, ground)))
                    .as("words on %s in %s", ground, theme)
                    .isGreaterThanOrEqualTo(theme.equals("contrast") ? 7 : 4.5);
        }
        assertThat(Contrast.of(colour(tokens, "-color-accent-fg"), colour(tokens, "-px-on")))
                .as("sign of a button that is on, in %s", theme)
                .isGreaterThanOrEqualTo(3);
        assertThat(Contrast.of(colour(tokens, "-color-accent-emphasis"), colour(tokens, "-color-bg-default")))
                .as("edge of a button that is on, in %s", theme)
                .isGreaterThanOrEqualTo(3);
    }

    /// A prompt that looks like what a person typed is taken for it.
    @ParameterizedTest
    @ValueSource(strings = {"light", "dark", "contrast"})
    void aPromptCanBeReadAndIsNoValue(String theme) throws IOException {
        var tokens = tokens(theme);
        var prompt = colour(tokens, "-px-prompt");
        for (var ground : new String[] {"-color-bg-default", "-color-bg-subtle", "-color-bg-inset"}) {
            assertThat(Contrast.of(prompt, colour(tokens, ground)))
                    .as("prompt on %s in %s", ground, theme)
                    .isGreaterThanOrEqualTo(theme.equals("contrast") ? 7 : 4.5);
        }
        assertThat(Contrast.of(prompt, colour(tokens, "-color-fg-default")))
                .as("prompt beside a value in %s", theme)
                .isGreaterThanOrEqualTo(1.8);
    }

    @ParameterizedTest
    @EnumSource
    void everyAccentCanBeRead(Appearance.Accent accent) {
        for (var page : new String[] {"#161b22", "#f6f8fa"}) {
            var made = AccentColours.of(Color.web(accent.hex()), Color.web(page));
            assertThat(Contrast.of(made.emphasis(), Color.WHITE)).isGreaterThanOrEqualTo(4.5);
            assertThat(Contrast.of(made.emphasis(), Color.web(page))).isGreaterThanOrEqualTo(3);
            assertThat(Contrast.of(made.fg(), Color.web(page))).isGreaterThanOrEqualTo(4.5);
        }
    }

    @Test
    void anyAccentOfASystemCanBeRead() {
        var random = new java.util.Random(11);
        for (int i = 0; i < 500; i++) {
            var base = Color.color(random.nextDouble(), random.nextDouble(), random.nextDouble());
            for (var page : new String[] {"#161b22", "#f6f8fa"}) {
                var made = AccentColours.of(base, Color.web(page));
                assertThat(Contrast.of(made.emphasis(), Color.WHITE)).isGreaterThanOrEqualTo(4.5);
                assertThat(Contrast.of(made.emphasis(), Color.web(page))).isGreaterThanOrEqualTo(3);
                assertThat(Contrast.of(made.fg(), Color.web(page))).isGreaterThanOrEqualTo(4.5);
            }
        }
    }

    /// The ring, or the bar at the left of a row, is of the accent.
    @ParameterizedTest
    @ValueSource(strings = {"light", "dark", "contrast"})
    void whatHasTheKeysIsSeenOnEveryPage(String theme) throws IOException {
        var tokens = tokens(theme);
        for (var ground :
                new String[] {"-color-bg-default", "-color-bg-subtle", "-color-bg-inset", "-color-bg-overlay"}) {
            assertThat(Contrast.of(colour(tokens, "-color-accent-emphasis"), colour(tokens, ground)))
                    .as("ring on %s in %s", ground, theme)
                    .isGreaterThanOrEqualTo(3);
        }
    }

    /// The ground of a row that is chosen or under the pointer is too pale to say it.
    @Test
    void whatHasTheKeysIsNotToldByItsGroundAlone() throws IOException {
        var found = new ArrayList<String>();
        try (var files = Files.walk(Path.of("src/main/java/io/pilothouse/ui"))) {
            for (var sheet :
                    files.filter(file -> file.toString().endsWith(".css")).toList()) {
                PALE_FOCUS.matcher(Files.readString(sheet)).results().forEach(rule -> found.add(rule.group()));
            }
        }

        assertThat(found).isEmpty();
    }

    @Test
    void theChosenEntryOfAMenuIsNotToldByItsGroundAlone() throws IOException {
        assertThat(read("/io/pilothouse/ui/common/app.css"))
                .containsPattern("\\.menu-item:focused, [^{]*\\{ -fx-background-color: -color-accent-emphasis, ");
    }

    @Test
    void whiteLettersCanBeReadOnEveryIdentity() {
        for (var identity : IdentityColour.values()) {
            assertThat(Contrast.of(Color.WHITE, Color.web(identity.hex())))
                    .as(identity.name())
                    .isGreaterThan(4.5);
        }
    }

    @Test
    void theStyleSheetHasTheColoursOfTheDomain() throws IOException {
        var sheet = read("/io/pilothouse/ui/common/app.css");
        for (var identity : IdentityColour.values()) {
            assertThat(sheet)
                    .contains("." + "identity-" + identity.name().toLowerCase(Locale.ROOT) + " { -px-identity: "
                            + identity.hex());
        }
    }

    private static Map<String, String> tokens(String theme) throws IOException {
        var tokens = new HashMap<String, String>();
        var base = theme.equals("contrast") ? "dark" : theme;
        for (var sheet : new LinkedHashSet<>(List.of(
                "/atlantafx/base/theme/primer-" + base + ".css",
                "/io/pilothouse/ui/common/" + base + ".css",
                "/io/pilothouse/ui/common/" + theme + ".css"))) {
            var text = read(sheet);
            int root = text.indexOf(".root {");
            var found = TOKEN.matcher(text.substring(root, text.indexOf('}', root)));
            while (found.find()) {
                tokens.put(found.group(1), found.group(2).strip());
            }
        }
        return tokens;
    }

    private static Color colour(Map<String, String> tokens, String name) {
        var value = Objects.requireNonNull(tokens.get(name), name);
        return value.startsWith("-") ? colour(tokens, value) : Color.web(value);
    }

    private static String read(String resource) throws IOException {
        try (var in = ContrastTest.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
