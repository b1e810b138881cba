package io.pilothouse.tasks.transfer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.toml.TomlFactory;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Reading files that may have been made to hurt: bounded in size, depth and number, links not
/// followed, nothing written beside them. Every refusal is a `bad-file`.
final class HostileFiles {

    private static final int LARGEST_TEXT = 32 << 20;
    private static final int DEEPEST = 60;
    private static final int MOST_ENTRIES = 5_000;
    private static final long LARGEST_UNPACKED = 1L << 30;
    /// A text of one letter packs about a thousand to one; real configuration packs ten to one.
    private static final long HIGHEST_RATIO = 200;

    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(DEEPEST)
            .maxStringLength(5 << 20)
            .maxNumberLength(100)
            .maxNameLength(1_000)
            .maxDocumentLength(LARGEST_TEXT)
            .build();
    private static final ObjectMapper JSON = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final ObjectMapper TOML = new TomlMapper(
            TomlFactory.builder().streamReadConstraints(CONSTRAINTS).build());

    private HostileFiles() {}

    static ProblemException refuse(String summary, String advice) {
        return new ProblemException(new Problem(ProblemCode.BAD_FILE, summary, advice));
    }

    static ProblemException refuse(Path file, String why) {
        return refuse(
                "The file " + (file.getFileName() == null ? file : file.getFileName()) + " cannot be imported: " + why
                        + ".",
                "Give an undamaged file of a known program. Nothing was changed.");
    }

    static String text(Path file) throws ProblemException {
        try {
            if (!Files.isRegularFile(file)) {
                throw refuse(file, "there is no such file");
            }
            if (Files.size(file) > LARGEST_TEXT) {
                throw refuse(file, "it is larger than 32 MiB");
            }
            var text = Files.readString(file, StandardCharsets.UTF_8);
            return text.startsWith("\uFEFF") ? text.substring(1) : text; // a mark that editors of Windows write
        } catch (CharacterCodingException e) {
            throw refuse(file, "it is no text in UTF-8");
        } catch (IOException e) {
            throw refuse(file, "it cannot be read");
        }
    }

    static JsonNode json(Path file, String text) throws ProblemException {
        return tree(file, text, JSON, "JSON");
    }

    static JsonNode toml(Path file, String text) throws ProblemException {
        return tree(file, text, TOML, "TOML");
    }

    /// An object or a list.
    static JsonNode anyJson(Path file, String text) throws ProblemException {
        try {
            var tree = JSON.readTree(text);
            if (tree == null || !tree.isContainerNode()) {
                throw refuse(file, "it is no JSON object or list");
            }
            return tree;
        } catch (JsonProcessingException e) { // its text may quote a secret
            throw refuse(file, "it is no JSON, or deeper or larger than such a file is");
        }
    }

    /// @return the JSON files of a folder by name; none if there is no such folder
    static List<Path> jsonFiles(Path folder) throws ProblemException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> ends(file, ".json") && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .limit(MOST_ENTRIES)
                    .toList();
        } catch (IOException e) {
            throw refuse(folder, "it cannot be read");
        }
    }

    private static JsonNode tree(Path file, String text, ObjectMapper mapper, String form) throws ProblemException {
        try {
            var tree = mapper.readTree(text);
            if (tree == null || !tree.isObject()) {
                throw refuse(file, "it is no " + form + " object");
            }
            return tree;
        } catch (JsonProcessingException e) { // its text may quote a secret
            throw refuse(file, "it is no " + form + ", or deeper or larger than such a file is");
        }
    }

    static boolean startsLike(Path file, byte[] magic) throws ProblemException {
        try (var stream = Files.newInputStream(file)) {
            return java.util.Arrays.equals(stream.readNBytes(magic.length), magic);
        } catch (IOException e) {
            throw refuse(file, "it cannot be read");
        }
    }

    /// Unpacks an archive into an empty folder. The whole archive is judged before anything is written.
    static void unpack(Path file, Path folder) throws ProblemException {
        try (var zip = new ZipFile(file.toFile())) {
            if (zip.size() > MOST_ENTRIES) {
                throw refuse(file, "it holds more than " + MOST_ENTRIES + " files");
            }
            for (var entries = zip.entries(); entries.hasMoreElements(); ) {
                judge(file, entries.nextElement());
            }
            long left = LARGEST_UNPACKED;
            for (var entries = zip.entries(); entries.hasMoreElements(); ) {
                var entry = entries.nextElement();
                if (!entry.isDirectory()) {
                    left -= write(file, zip, entry, folder, left);
                }
            }
        } catch (IOException e) {
            throw refuse(file, "it is no whole zip archive");
        }
    }

    private static void judge(Path file, ZipEntry entry) throws ProblemException {
        var name = entry.getName();
        if (name.isEmpty()
                || name.startsWith("/")
                || name.contains("\\")
                || name.contains("\0")
                || name.matches("^[A-Za-z]:.*")
                || java.util.List.of(name.split("/")).contains("..")) {
            throw refuse(file, "a name in it leads out of the archive");
        }
        if (entry.getSize() > LARGEST_UNPACKED
                || entry.getSize() > 1 << 20
                        && entry.getSize() / Math.max(1, entry.getCompressedSize()) > HIGHEST_RATIO) {
            throw refuse(file, "it unpacks to far more than it is");
        }
    }

    /// What the archive says of its sizes need not be true, so what comes out is counted.
    private static long write(Path file, ZipFile zip, ZipEntry entry, Path folder, long left)
            throws ProblemException, IOException {
        var target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            throw refuse(file, "a name in it leads out of the archive");
        }
        Files.createDirectories(target.getParent());
        long most = Math.min(left, Math.max(1 << 20, HIGHEST_RATIO * Math.max(1, entry.getCompressedSize())));
        try (var in = zip.getInputStream(entry);
                var out = Files.newOutputStream(target)) {
            var buffer = new byte[1 << 16];
            long written = 0;
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                written += count;
                if (written > most) {
                    throw refuse(file, "it unpacks to far more than it is");
                }
                out.write(buffer, 0, count);
            }
            return written;
        }
    }

    /// A file of that name in the folder, not through a link.
    static java.util.Optional<Path> in(Path folder, String name) {
        var file = folder.resolve(name);
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                ? java.util.Optional.of(file)
                : java.util.Optional.empty();
    }

    static boolean ends(Path file, String ending) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(ending);
    }

    /// A text for a name or a report: bounded, on one line.
    static String plain(String text, int most) {
        var clean = text.codePoints()
                .filter(point -> !Character.isISOControl(point))
                .limit(most)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        return clean;
    }
}
