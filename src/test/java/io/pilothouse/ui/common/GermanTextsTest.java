package io.pilothouse.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// German is whole: every text there is has its German one, with the same places for values. Whoever adds
/// a text adds its line to the bundle that ends in `_de` as well.
class GermanTextsTest {

    private static final Path BUNDLES = Path.of("src/main/resources/io/pilothouse/ui");
    private static final Pattern PLACE = Pattern.compile("\\{(\\d+)");

    private static List<Path> english() throws IOException {
        try (var files = Files.list(BUNDLES)) {
            return files.filter(file -> file.toString().endsWith(".properties"))
                    .filter(file -> !file.toString().endsWith("_de.properties"))
                    .sorted()
                    .toList();
        }
    }

    private static Properties read(Path file) throws IOException {
        var texts = new Properties();
        if (Files.exists(file)) {
            try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                texts.load(in);
            }
        }
        return texts;
    }

    private static Path german(Path english) {
        return english.resolveSibling(english.getFileName().toString().replace(".properties", "_de.properties"));
    }

    private static TreeSet<String> places(String text) {
        var places = new TreeSet<String>();
        var found = PLACE.matcher(text);
        while (found.find()) {
            places.add(found.group(1));
        }
        return places;
    }

    @Test
    void noTextIsMissingInGerman() throws IOException {
        var missing = new ArrayList<String>();
        for (var file : english()) {
            var english = read(file);
            var german = read(german(file));
            english.stringPropertyNames().stream()
                    .filter(key -> german.getProperty(key, "").isBlank()
                            && !english.getProperty(key).isBlank())
                    .sorted()
                    .forEach(key -> missing.add(german(file).getFileName() + ": " + key));
        }
        assertThat(missing).as("add these lines in German").isEmpty();
    }

    @Test
    void noGermanTextOutlivesItsEnglishOne() throws IOException {
        for (var file : english()) {
            assertThat(read(file).stringPropertyNames())
                    .as("%s", german(file))
                    .containsAll(read(german(file)).stringPropertyNames());
        }
    }

    @Test
    void germanTextsHaveTheSamePlacesAndCanBeFormatted() throws IOException {
        for (var file : english()) {
            var english = read(file);
            var german = read(german(file));
            for (var key : german.stringPropertyNames()) {
                var text = german.getProperty(key);
                assertThat(places(text)).as(key).isEqualTo(places(english.getProperty(key)));
                if (!places(text).isEmpty()) {
                    assertThat(new MessageFormat(text, Locale.GERMAN).format(new Object[] {3, 3, 3, 3, 3, 3}))
                            .as(key)
                            .doesNotContain("{");
                }
            }
        }
    }

    @Test
    void thePersonIsAlwaysAddressedInTheSameForm() throws IOException {
        var familiar = Pattern.compile(
                "(?iU)\\b(du|dir|dich|dein(e[nmrs]?)?|wähle|schreib|(?-i:[Gg]ib)|nimm|öffne|klicke|ändere|speichere|lass|tippe|"
                        + "nenne|prüfe|warte|füge)\\b");
        var found = new ArrayList<String>();
        for (var file : english()) {
            var german = read(german(file));
            german.stringPropertyNames().stream()
                    .filter(key -> familiar.matcher(german.getProperty(key)).find())
                    .forEach(found::add);
        }
        assertThat(found).as("say Sie").isEmpty();
    }

    /// Of two the last would be said in place of the first, wherever that is asked for.
    @Test
    void noTextIsWrittenTwice() throws IOException {
        var twice = new ArrayList<String>();
        try (var files = Files.walk(Path.of("src/main/resources"))) {
            for (var file :
                    files.filter(one -> one.toString().endsWith(".properties")).toList()) {
                var seen = new HashSet<String>();
                Files.readAllLines(file).stream()
                        .filter(line -> line.matches("[A-Za-z][^ #=]*=.*"))
                        .map(line -> line.substring(0, line.indexOf('=')))
                        .filter(key -> !seen.add(key))
                        .forEach(key -> twice.add(file.getFileName() + " " + key));
            }
        }
        assertThat(twice).isEmpty();
    }

    @Test
    void noWordIsBroken() throws IOException {
        var broken = Pattern.compile("(?U)(^|[^\\p{L}\\d.])\\d\\p{Ll}{4}"); // a figure where a letter was
        var found = new ArrayList<String>();
        for (var file : english()) {
            var german = read(german(file));
            german.stringPropertyNames().stream()
                    .filter(key -> broken.matcher(german.getProperty(key)).find())
                    .forEach(found::add);
        }
        assertThat(found).isEmpty();
    }

    @Test
    void englishIsNeverReplacedByTheLanguageOfTheComputer() {
        var usual = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMAN);
            assertThat(new Texts(Locale.ENGLISH).text("common.cancel")).isEqualTo("Cancel");
            assertThat(new Texts(Locale.GERMAN).text("common.cancel")).isEqualTo("Abbrechen");
        } finally {
            Locale.setDefault(usual);
        }
    }

    @Test
    void aLanguageWithoutTextsIsShownInEnglish() {
        assertThat(Texts.language("system", Locale.forLanguageTag("fi-FI"))).isEqualTo(Locale.ENGLISH);
        assertThat(Texts.language("system", Locale.forLanguageTag("de-AT")).getLanguage())
                .isEqualTo("de");
        assertThat(Texts.language("de", Locale.ENGLISH)).isEqualTo(Locale.GERMAN);
    }
}
