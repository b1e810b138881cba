package io.pilothouse.tasks.library;

import io.pilothouse.tasks.settings.Settings;
import io.pilothouse.tasks.settings.Settings.Setting;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Starts the player that a person named, or one that is found among the programs of this computer, and
/// writes it a playlist on its standard input: an argument would stand in the list of processes for
/// everybody, with the server's key in it.
public final class ExternalPlayer implements Player {

    /// The player's command; empty to look for one.
    public static final Setting<String> COMMAND = Setting.text("library.player", "");

    private static final System.Logger LOG = System.getLogger(ExternalPlayer.class.getName());
    /// How each reads a playlist from its standard input.
    private static final Map<String, List<String>> KNOWN =
            Map.of("mpv", List.of("--playlist=-"), "vlc", List.of("-"), "iina", List.of("--stdin"));

    private final Settings settings;
    private final String searchPath;

    /// @param searchPath folders of programs, as the environment's `PATH` lists them
    public ExternalPlayer(Settings settings, String searchPath) {
        this.settings = settings;
        this.searchPath = searchPath;
    }

    /// @return the command that would be run; empty when there is none
    public List<String> command() {
        var named = settings.get(COMMAND).strip();
        if (!named.isEmpty()) {
            var words = new ArrayList<>(Arrays.asList(named.split("\\s+")));
            if (words.size() == 1) {
                var name = Path.of(words.getFirst()).getFileName();
                words.addAll(KNOWN.getOrDefault(
                        name == null ? "" : name.toString().replaceAll("(?i)\\.exe$", ""), List.of()));
            }
            return words;
        }
        return List.of("mpv", "vlc", "iina").stream()
                .flatMap(name -> find(name).stream().map(found -> with(found, name)))
                .findFirst()
                .orElse(List.of());
    }

    private static List<String> with(Path program, String name) {
        var words = new ArrayList<String>();
        words.add(program.toString());
        words.addAll(KNOWN.getOrDefault(name, List.of()));
        return words;
    }

    private Optional<Path> find(String name) {
        return Arrays.stream(searchPath.split(java.io.File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .flatMap(folder -> List.of(Path.of(folder, name), Path.of(folder, name + ".exe")).stream())
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public Optional<String> play(URI stream, String title) {
        var command = command();
        if (command.isEmpty()) {
            return Optional.empty();
        }
        try {
            var process = new ProcessBuilder(command)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            try (var input = process.getOutputStream()) {
                input.write(playlist(stream, title).getBytes(StandardCharsets.UTF_8));
            }
            return Optional.of(command.getFirst());
        } catch (IOException e) { // the address is not in its words: it was never an argument
            LOG.log(Level.WARNING, () -> "the player could not be started: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static String playlist(URI stream, String title) {
        return "#EXTM3U\n#EXTINF:-1," + title.replaceAll("\\R", " ") + "\n" + stream + "\n";
    }
}
