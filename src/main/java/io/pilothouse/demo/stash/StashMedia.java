package io.pilothouse.demo.stash;

import io.pilothouse.demo.service.Reply;
import io.pilothouse.demo.service.Request;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Polygon;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/// Pictures and files below the paths of the contract's section 7: drawn landscapes. GET only.
final class StashMedia {

    private static final Pattern PATH = Pattern.compile(
            "/(scene|performer|studio|tag|group|gallery|image)/(\\d+)/(screenshot|image|frontimage|backimage|cover|thumbnail|stream)");
    private static final Map<String, String> TYPES = Map.of(
            "scene", StashLibrary.SCENES,
            "performer", StashLibrary.PERFORMERS,
            "studio", StashLibrary.STUDIOS,
            "tag", StashLibrary.TAGS,
            "group", StashLibrary.GROUPS,
            "gallery", StashLibrary.GALLERIES,
            "image", StashLibrary.IMAGES);
    private static final int WIDTH = 320;
    private static final int HEIGHT = 180;
    private static final String SVG =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 9\"><rect width=\"16\" height=\"9\"/></svg>";

    private StashMedia() {}

    /// @return empty when the path is none of these
    static Optional<Reply> answer(Request request, StashLibrary library, boolean ready) {
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

    private static Reply caching(Request request, Reply reply) {
        return reply.withHeader(
                "Cache-Control",
                request.parameter("t").isPresent() ? "private, max-age=31536000, immutable" : "no-cache");
    }

    private static byte[] picture(String type, long id) {
        var random = new SplittableRandom(type.hashCode() * 31L + id);
        float hue = random.nextInt(100) / 100f;
        var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        var pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setPaint(new GradientPaint(
                0, 0, Color.getHSBColor(hue, 0.25f, 0.92f), 0, HEIGHT, Color.getHSBColor(hue, 0.12f, 0.97f)));
        pen.fillRect(0, 0, WIDTH, HEIGHT);
        pen.setColor(Color.WHITE);
        pen.fillOval(40 + random.nextInt(220), 20 + random.nextInt(40), 30, 30);
        for (int layer = 0; layer < 3; layer++) {
            var hills = new Polygon();
            hills.addPoint(0, HEIGHT);
            double phase = random.nextDouble() * 6;
            for (int x = 0; x <= WIDTH; x += 8) {
                hills.addPoint(x, (int) (80 + layer * 30 + 18 * Math.sin(phase + x / (40.0 + 15 * layer))));
            }
            hills.addPoint(WIDTH, HEIGHT);
            pen.setColor(Color.getHSBColor(hue, 0.3f + layer * 0.12f, 0.75f - layer * 0.17f));
            pen.fillPolygon(hills);
        }
        pen.dispose();
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
