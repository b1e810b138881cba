package io.pilothouse.tasks.amc;

import io.pilothouse.domain.amc.ResultColumn;
import io.pilothouse.domain.amc.ResultInfo;
import io.pilothouse.domain.amc.ResultTable;
import io.pilothouse.domain.amc.Run;
import io.pilothouse.store.DataFolder;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// The files of results: what was fetched, part after part, packed; how long each part is stands in the
/// store. Below `results/{instance}/{year}/` of the data folder. Thread-safe.
final class ResultFiles {

    private static final int GZIP_FIRST = 0x1F;
    private static final int GZIP_SECOND = 0x8B;

    private final DataFolder folder;

    ResultFiles(DataFolder folder) {
        this.folder = folder;
    }

    /// Where the parts of one result are written to, before it is whole.
    final class Draft implements AutoCloseable {
        private final List<Path> parts = new ArrayList<>();
        private final Path place;

        private Draft() throws IOException {
            place = folder.root().resolve("results").resolve("part");
            DataFolder.createPrivateFolder(place);
        }

        /// @return a file for the next part; an earlier attempt at the same part is replaced
        Path part(int number) throws IOException {
            while (parts.size() <= number) {
                var file = place.resolve(UUID.randomUUID() + ".part");
                DataFolder.createPrivateFile(file);
                parts.add(file);
            }
            return parts.get(number);
        }

        @Override
        public void close() throws IOException {
            for (var part : parts) {
                Files.deleteIfExists(part);
            }
        }
    }

    Draft draft() throws IOException {
        return new Draft();
    }

    /// Makes the result of what was fetched, by moving it into its place at once.
    ///
    /// @param known what the service says of columns
    ResultInfo keep(Draft draft, Run run, List<ResultColumn> known, Instant now) throws IOException {
        var year = String.valueOf(now.atZone(ZoneOffset.UTC).getYear());
        var relative = Path.of("results", run.instance().value(), year, run.id().value() + ".csv.gz");
        var target = folder.root().resolve(relative);
        DataFolder.createPrivateFolder(target.getParent());
        var whole = draft.part(draft.parts.size());
        var sizes = new ArrayList<Long>();
        var digest = sha256();
        try (var packed = new GZIPOutputStream(Files.newOutputStream(whole));
                var out = new DigestOutputStream(packed, digest)) {
            for (var part : draft.parts.subList(0, draft.parts.size() - 1)) {
                sizes.add(unpack(part, out));
            }
        }
        var survey = ResultCsv.survey(parts(whole, sizes), known, column -> meant(column, run));
        Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new ResultInfo(
                run.id(),
                relative.toString().replace('\\', '/'),
                HexFormat.of().formatHex(digest.digest()),
                List.copyOf(sizes),
                survey.columns(),
                survey.rows(),
                sizes.stream().mapToLong(Long::longValue).sum(),
                survey.suppressed(),
                survey.irregular(),
                now,
                false);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static long unpack(Path part, OutputStream to) throws IOException {
        try (var raw = new BufferedInputStream(Files.newInputStream(part))) {
            raw.mark(2);
            boolean packed = raw.read() == GZIP_FIRST && raw.read() == GZIP_SECOND;
            raw.reset();
            try (InputStream in = packed ? new GZIPInputStream(raw, 64 << 10) : raw) {
                return in.transferTo(to);
            }
        }
    }

    /// What a column means in this question.
    private static ResultColumn meant(ResultColumn column, Run run) {
        var unit = unit(run.ask().units(), column.name());
        var metric =
                column.metric() || (column.type().number() && !column.name().endsWith("_id"));
        return new ResultColumn(
                column.name(),
                column.type(),
                metric,
                ResultColumn.additive(
                        column.name(), column.type(), metric, unit, run.ask().sql()),
                unit);
    }

    private static String unit(Map<String, String> units, String name) {
        return units.getOrDefault(name, "");
    }

    /// Opens a result. Needs no network.
    ///
    /// @throws IOException if its file is gone or cannot be read
    ResultTable open(ResultInfo info) throws IOException {
        var whole = folder.root().resolve(info.file());
        var columns = info.columns();
        return ResultCsv.parse(parts(whole, info.parts()), columns, column -> column)
                .table();
    }

    /// Writes a result as it came, part after part.
    void copy(ResultInfo info, OutputStream to) throws IOException {
        try (var in = new GZIPInputStream(Files.newInputStream(folder.root().resolve(info.file())), 64 << 10)) {
            in.transferTo(to);
        }
    }

    void delete(ResultInfo info) throws IOException {
        Files.deleteIfExists(folder.root().resolve(info.file()));
    }

    private static List<ResultCsv.Part> parts(Path whole, List<Long> sizes) {
        var parts = new ArrayList<ResultCsv.Part>();
        long before = 0;
        for (var size : sizes) {
            long skip = before;
            parts.add(() -> part(whole, skip, size));
            before += size;
        }
        return parts;
    }

    private static Reader part(Path whole, long skip, long size) throws IOException {
        var in = new GZIPInputStream(Files.newInputStream(whole), 64 << 10);
        in.skipNBytes(skip);
        return new InputStreamReader(new Bounded(in, size), StandardCharsets.UTF_8);
    }

    /// The first bytes of a stream.
    private static final class Bounded extends InputStream {
        private final InputStream in;
        private long left;

        Bounded(InputStream in, long left) {
            this.in = in;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            if (left <= 0) {
                return -1;
            }
            left--;
            return in.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left <= 0) {
                return -1;
            }
            int count = in.read(bytes, offset, (int) Math.min(length, left));
            left -= Math.max(0, count);
            return count;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
