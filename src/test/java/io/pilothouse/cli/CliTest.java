package io.pilothouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pilothouse.testing.TurningClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// The frame: options everywhere, one document, errors, exit status, help.
class CliTest extends CommandLineCase {

    @Test
    void globalOptionsStandBeforeOrAfterTheCommand() {
        var before = rig.run("--json", "instance", "list");
        var after = rig.run("instance", "list", "--json");

        assertEquals(before, after);
        assertEquals("{\"instances\":[]}\n", after.out());
    }

    @Test
    void aMistypedOptionSaysTheNearestRightOne() {
        var ran = rig.run("instance", "add", "--adress", "http://nas.lan:7878", "--json");

        assertEquals(2, ran.status());
        assertEquals("usage", ran.json().at("/error/code").asText());
        assertEquals("Did you mean “--address”?", ran.json().at("/error/next").asText());
    }

    @Test
    void aNumberThatIsNoneIsABadValue() {
        var ran = rig.run("instance", "edit", "Loft", "--priority", "abc", "--json");

        assertEquals(2, ran.status());
        assertEquals("bad-value", ran.json().at("/error/code").asText());
        assertEquals(
                "Give --priority as a whole number.",
                ran.json().at("/error/next").asText());
    }

    @Test
    void anInstallationThatLacksAPartSaysSo() {
        rig.missing = "jakarta/mail/Address";

        var ran = rig.run("instance", "list");

        assertEquals(70, ran.status());
        assertThat(ran.err())
                .contains("not installed whole: jakarta/mail/Address")
                .contains("Install it again.");
    }

    @Test
    void aMistypedCommandSaysTheNearestRightOne() {
        var ran = rig.run("instnace", "list");

        assertEquals(2, ran.status());
        assertEquals("", ran.out());
        assertThat(ran.err()).contains("knows no “instnace”").contains("Did you mean “instance”?");
    }

    @Test
    void aLaterWordThatIsACommandHidesNoTypo() {
        var ran = rig.run("torents", "pause", "0123456789ab");

        assertEquals(2, ran.status());
        assertThat(ran.err()).contains("knows no “torents”").contains("Did you mean “torrents”?");
    }

    @Test
    void aGroupAloneNamesItsCommands() {
        var ran = rig.run("task");

        assertEquals(2, ran.status());
        assertThat(ran.err()).contains("list, show, follow, cancel");
    }

    @Test
    void anErrorHasExactlyTheFixedKeys() {
        var ran = rig.run("instance", "show", "Nobody", "--json");

        assertEquals(3, ran.status());
        assertEquals(List.of("error"), ran.keys());
        assertEquals(
                List.of("code", "message", "next", "instance", "details"),
                ran.json().get("error").properties().stream()
                        .map(java.util.Map.Entry::getKey)
                        .toList());
        assertEquals("not-found", ran.json().at("/error/code").asText());
        assertEquals("", ran.err());
    }

    @Test
    void anErrorNamesTheInstanceItIsAbout() {
        var loft = rig.fakes.have(FakeServices.RADARR, "Loft");
        rig.fakes.levels.put(loft.id(), io.pilothouse.domain.guard.GuardLevel.READ_ONLY);

        var ran = rig.run("instance", "disable", "Loft", "--json");

        assertEquals(4, ran.status());
        assertEquals("guard", ran.json().at("/error/code").asText());
        assertEquals(loft.id().value(), ran.json().at("/error/instance").asText());
    }

    @Test
    void aBusyStoreEndsWithSix() {
        rig.storeBusy = true;

        var ran = rig.run("instance", "list", "--no-attach", "--json");

        assertEquals(6, ran.status());
        assertEquals("store-busy", ran.json().at("/error/code").asText());
    }

    /// Another program, such as a store browser, holds the file: each attempt takes its time by itself.
    @Test
    void aStoreThatStaysBusyIsNotWaitedForLongerThanAFewSeconds() {
        var clock = new TurningClock(FakeServices.NOW);
        rig.clock = clock;
        rig.storeBusy = true;
        rig.whenOpening = () -> clock.pass(Duration.ofSeconds(5));

        assertEquals(6, rig.run("instance", "list").status());
        assertEquals(Duration.ZERO, rig.slept);
    }

    @Test
    void theServicesAreClosedAfterwards() {
        rig.run("instance", "list");

        assertTrue(rig.fakes.closed);
        assertEquals(1, rig.opened);
    }

    @Test
    void helpAndMistakesDoNotOpenTheStore() {
        rig.run("--help");
        rig.run("instance", "--help");
        rig.run("instance", "add", "--help");
        rig.run("instance", "lst");
        rig.run("completion");

        assertEquals(0, rig.opened);
    }

    @Test
    void withoutACommandTheConsoleOpens() {
        assertEquals(0, rig.run().status());
        assertTrue(rig.consoleOpened);
    }

    @Test
    void theVersionIsSaid() {
        assertEquals("pilothouse 0.1.0\n", rig.run("--version").out());
        assertEquals(List.of("version"), rig.run("--version", "--json").keys());
    }

    @Test
    void completionKnowsTheCommandsAndTheirOptions() {
        var ran = rig.run("completion");

        assertEquals(0, ran.status());
        assertThat(ran.out()).contains("instance", "--secret-file", "maintenance", "complete -F");
        assertThat(rig.run("completion", "--json").json().get("script").asText())
                .isEqualTo(ran.out());
    }

    @Test
    void everyCommandHasAManualPageWithItsOptions(@TempDir Path folder) throws IOException {
        var into = folder.resolve("man1");

        var ran = rig.run("man", into.toString(), "--json");

        assertEquals(0, ran.status(), ran.err());
        for (var words : commands()) {
            var file = into.resolve("pilothouse-" + words.replace(' ', '-') + ".1");
            assertThat(file).exists();
            assertThat(Files.readString(file)).startsWith(".TH ").contains(".SH NAME", ".SH OPTIONS", ".SH EXAMPLES");
        }
        assertThat(Files.readString(into.resolve("pilothouse.1"))).contains("pilothouse\\-instance\\fR(1)");
        assertThat(Files.readString(into.resolve("pilothouse-instance-add.1")))
                .contains("\\fB\\-\\-secret\\-file=FILE\\fR");
    }

    /// Every command's help ends with an example, and the example is a command line that parses as
    /// that very command.
    @Test
    void everyHelpShowsARealExample() {
        for (var words : commands()) {
            var ran = rig.run((words + " --help").split(" "));
            assertEquals(0, ran.status(), words);
            var examples = ran.out()
                    .lines()
                    .dropWhile(line -> !line.equals("Example:"))
                    .skip(1)
                    .filter(line -> !line.isBlank())
                    .toList();
            assertFalse(examples.isEmpty(), words + " has no example");
            for (var example : examples) {
                if (!words.equals("completion")) {
                    assertThat(example).startsWith("  pilothouse " + words);
                    parse(example.strip().substring("pilothouse ".length()));
                }
            }
        }
    }

    private List<String> commands() {
        return Cli.commands(tree());
    }

    private CommandLine tree() {
        return CommandTree.of(
                new Session(
                        rig,
                        new LocalTerminal(
                                java.io.InputStream.nullInputStream(),
                                System.out,
                                System.err,
                                java.util.Map.of(),
                                folder,
                                false)),
                "--help");
    }

    private void parse(String example) {
        var words = new ArrayList<String>();
        var matcher = java.util.regex.Pattern.compile("\"([^\"]*)\"|(\\S+)").matcher(example);
        while (matcher.find()) {
            words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
        }
        var result = tree().parseArgs(words.toArray(String[]::new));
        assertTrue(result.hasSubcommand(), example);
    }
}
