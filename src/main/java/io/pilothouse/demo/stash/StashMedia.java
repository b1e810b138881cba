package io.pilothouse.demo.stash;

import io.pilothouse.demo.service.Reply;
import io.pilothouse.demo.service.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/// Pictures and files below the paths of the contract's section 7: drawn landscapes. GET only.
final class StashMedia {

    private static final Pattern PATH = Pattern.compile(
            "/(scene|performer|studio|tag|group|gallery|image)/(\\d+)/(screenshot|image|frontimage|backimage|cover|thumbnail|stream)");
    private static final Pattern MARKER = Pattern.compile("/scene/(\\d+)/scene_marker/(\\d+)/screenshot");
    private static final Map<String, String> TYPES = Map.of(
            "scene", StashLibrary.SCENES,
            "performer", StashLibrary.PERFORMERS,
            "studio", StashLibrary.STUDIOS,
            "tag", StashLibrary.TAGS,
            "group", StashLibrary.GROUPS,
            "gallery", StashLibrary.GALLERIES,
            "image", StashLibrary.IMAGES);
    private static final int NOT_MADE = 1_199;
    private static final int WIDTH = 320;
    private static final int HEIGHT = 180;
    private static final String SVG =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 9\"><rect width=\"16\" height=\"9\"/></svg>";

    private StashMedia() {}

    /// @return empty when the path is none of these
    static Optional<Reply> answer(Request request, StashLibrary library, boolean ready) {
        var marker = MARKER.matcher(request.path());
        if (marker.matches() && request.method().equals("GET") && ready) {
            return Optional.of(marker(request, library, Long.parseLong(marker.group(2))));
        }
        var match = PATH.matcher(request.path());
        if (!match.matches()) {
            return Optional.empty();
        }
        if (!request.method().equals("GET")) {
            return Optional.of(Reply.empty(405));
        }
        if (!ready) {
            return Optional.of(Reply.empty(500));
        }
        long id = Long.parseLong(match.group(2));
        var type = java.util.Objects.requireNonNull(TYPES.get(match.group(1)));
        if (!library.has(type, id)) {
            return Optional.of(Reply.empty(404));
        }
        if (match.group(3).equals("stream")) {
            return Optional.of(Reply.of(200, "video/mp4", new byte[4_096]));
        }
        boolean own =
                switch (type) {
                    case StashLibrary.SCENES -> id % 25 != 7;
                    case StashLibrary.STUDIOS, StashLibrary.TAGS, StashLibrary.GROUPS -> id % 3 != 0;
                    default -> true;
                };
        return Optional.of(caching(
                request,
                own
                        ? Reply.of(200, "image/png", picture(type, id))
                        : Reply.of(200, "image/svg+xml", SVG.getBytes(StandardCharsets.UTF_8))));
    }

    /// Of every other marker none was made: what stands for it has always the same size.
    private static Reply marker(Request request, StashLibrary library, long id) {
        if (!library.has(StashLibrary.MARKERS, id)) {
            return Reply.empty(404);
        }
        return caching(
                request,
                Reply.of(
                        200,
                        "image/png",
                        id % 2 == 0
                                ? picture(StashLibrary.MARKERS, id)
                                : Arrays.copyOf(picture(StashLibrary.MARKERS, 1), NOT_MADE)));
    }

    private static Reply caching(Request request, Reply reply) {
        return reply.withHeader(
                "Cache-Control",
                request.parameter("t").isPresent() ? "private, max-age=31536000, immutable" : "no-cache");
    }

    /// A sky with a sun over three lines of hills, as PNG.
    private static byte[] picture(String type, long id) {
        var random = new SplittableRandom(type.hashCode() * 31L + id);
        double hue = random.nextInt(100) / 100.0;
        int sunX = 55 + random.nextInt(210);
        int sunY = 35 + random.nextInt(40);
        var phases = new double[] {random.nextDouble() * 6, random.nextDouble() * 6, random.nextDouble() * 6};
        var hills = new double[phases.length][WIDTH]; // the height at which each begins
        var colours = new int[phases.length];
        for (int layer = 0; layer < phases.length; layer++) {
            colours[layer] = colour(hue, 0.3 + layer * 0.12, 0.75 - layer * 0.17);
            for (int x = 0; x < WIDTH; x++) {
                hills[layer][x] = 80 + layer * 30 + 18 * Math.sin(phases[layer] + x / (40.0 + 15 * layer));
            }
        }
        var rows = new byte[HEIGHT * (1 + WIDTH * 3)];
        int at = 0;
        for (int y = 0; y < HEIGHT; y++) {
            at++; // no filter
            int sky = colour(hue, 0.25 - y * 0.0007, 0.92 + y * 0.0003);
            for (int x = 0; x < WIDTH; x++) {
                int colour = (x - sunX) * (x - sunX) + (y - sunY) * (y - sunY) < 15 * 15 ? 0xffffff : sky;
                for (int layer = 0; layer < phases.length; layer++) {
                    if (y > hills[layer][x]) {
                        colour = colours[layer];
                    }
                }
                rows[at++] = (byte) (colour >> 16);
                rows[at++] = (byte) (colour >> 8);
                rows[at++] = (byte) colour;
            }
        }
        return png(rows);
    }

    /// @return red, green and blue of a hue, its saturation and brightness, each 0 to 1
    private static int colour(double hue, double saturation, double brightness) {
        int colour = 0;
        for (int part : new int[] {5, 3, 1}) {
            double k = (part + hue * 6) % 6;
            double value = brightness - brightness * saturation * Math.max(0, Math.min(Math.min(k, 4 - k), 1));
            colour = colour << 8 | (int) Math.round(Math.clamp(value, 0.0, 1.0) * 255);
        }
        return colour;
    }

    /// The PNG format, w3.org/TR/png: header, one block of pixels, end.
    private static byte[] png(byte[] rows) {
        var file = new ByteArrayOutputStream();
        file.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        chunk(
                file,
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(WIDTH)
                        .putInt(HEIGHT)
                        .put(new byte[] {8, 2, 0, 0, 0})
                        .array());
        var packed = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(packed)) {
            deflater.write(rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        chunk(file, "IDAT", packed.toByteArray());
        chunk(file, "IEND", new byte[0]);
        return file.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream file, String name, byte[] content) {
        var body = ByteBuffer.allocate(4 + content.length)
                .put(name.getBytes(StandardCharsets.US_ASCII))
                .put(content)
                .array();
        var sum = new CRC32();
        sum.update(body);
        file.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
        file.writeBytes(body);
        file.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }
}
