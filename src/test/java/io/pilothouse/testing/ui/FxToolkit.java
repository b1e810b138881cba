package io.pilothouse.testing.ui;

import io.pilothouse.ui.common.Painting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;

/// The toolkit in tests without a display: starting it once, running on its thread, and keeping pictures
/// of scenes. A picture may be larger than the headless screen.
public final class FxToolkit {

    private static final CountDownLatch STARTED = new CountDownLatch(1);
    private static boolean begun;

    private FxToolkit() {}

    public static synchronized void start() {
        if (!begun) {
            begun = true;
            Painting.prepare();
            try {
                Platform.startup(STARTED::countDown);
            } catch (IllegalStateException alreadyStarted) {
                STARTED.countDown();
            }
            Platform.setImplicitExit(false);
        }
        try {
            STARTED.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Runs on the FX thread and waits for the value.
    public static <T> T call(Callable<T> work) {
        start();
        var task = new FutureTask<>(work);
        Platform.runLater(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void run(Runnable work) {
        call(() -> {
            work.run();
            return true;
        });
    }

    private static final int LARGEST_OF_GUIDE = 195_000; // bytes

    /// The pictures that the guide shows; `./mvnw test -Ppictures` draws them again.
    private static final Set<String> GUIDE = Set.of(
            "entities-dark.png",
            "areas-light.png",
            "action-form-light.png",
            "house-compare-light.png",
            "house-problems-light.png",
            "fleet-light.png",
            "fleet-dark.png",
            "switcher-light.png",
            "palette-light.png",
            "keys-light.png",
            "first-run-light.png",
            "add-light.png",
            "diagnose-light.png",
            "overview-light.png",
            "overview-dark.png",
            "history-light.png",
            "guarded-light.png",
            "cycles-light.png",
            "outcomes-light.png",
            "queue-light.png",
            "wanted-light.png",
            "releases-light.png",
            "profiles-light.png",
            "tasks-light.png",
            "library-light.png",
            "library-detail-light.png",
            "library-duplicates-light.png",
            "library-servers-light.png",
            "torrents-light.png",
            "torrent-rules-light.png",
            "trash-light.png",
            "fleet-cards-light.png",
            "timeline-light.png",
            "wall-dark.png",
            "messages-light.png",
            "settings-5-light.png",
            "settings-10-light.png",
            "schedules-light.png",
            "maintenance-light.png",
            "system-light.png",
            "compare-light.png",
            "pinned-light.png",
            "settings-1-light.png",
            "amc-group-light.png",
            "amc-group-dark.png",
            "amc-editor-light.png",
            "amc-import-light.png",
            "amc-results-light.png",
            "amc-schedules-light.png",
            "amc-allowance-light.png",
            "amc-dashboard-light.png");

    /// Lays a scene out and keeps its picture as PNG. On the FX thread.
    public static void picture(Scene scene, Path file) {
        scene.getRoot().applyCss();
        scene.getRoot().layout();
        scene.getRoot().layout(); // virtual lists make their cells in the first pass
        var image = scene.snapshot(null);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, Png.of(image, 1));
            var guide = System.getProperty("pilothouse.pictures", "");
            if (!guide.isEmpty() && GUIDE.contains(file.getFileName().toString())) {
                Files.write(Path.of(guide, file.getFileName().toString()), small(image));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// With as many shades as fit a picture of the guide.
    private static byte[] small(Image image) throws IOException {
        int step = 1;
        var bytes = Png.of(image, step);
        while (bytes.length > LARGEST_OF_GUIDE && step < 32) {
            step *= 2;
            bytes = Png.of(image, step);
        }
        return bytes;
    }

    /// A picture file, written by hand so that the desktop module of AWT is not needed.
    private static final class Png {
        /// @param step between two shades of a colour
        static byte[] of(Image image, int step) throws IOException {
            int width = (int) image.getWidth();
            int height = (int) image.getHeight();
            var pixels = new int[width * height];
            image.getPixelReader().getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
            var raw = new byte[height * (1 + width * 3)];
            int at = 0;
            for (int y = 0; y < height; y++) {
                raw[at++] = 0;
                for (int x = 0; x < width; x++) {
                    int pixel = pixels[y * width + x];
                    raw[at++] = shade(pixel >> 16, step);
                    raw[at++] = shade(pixel >> 8, step);
                    raw[at++] = shade(pixel, step);
                }
            }
            var out = new java.io.ByteArrayOutputStream();
            out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
            var head = java.nio.ByteBuffer.allocate(13).putInt(width).putInt(height);
            head.put(new byte[] {8, 2, 0, 0, 0});
            chunk(out, "IHDR", head.array());
            var packed = new java.io.ByteArrayOutputStream();
            try (var deflate = new java.util.zip.DeflaterOutputStream(
                    packed, new java.util.zip.Deflater(java.util.zip.Deflater.BEST_COMPRESSION))) {
                deflate.write(raw);
            }
            chunk(out, "IDAT", packed.toByteArray());
            chunk(out, "IEND", new byte[0]);
            return out.toByteArray();
        }

        private static byte shade(int colour, int step) {
            int value = colour & 0xff;
            return (byte) Math.min(255, (value + step / 2) / step * step);
        }

        private static void chunk(java.io.OutputStream out, String type, byte[] data) throws IOException {
            var body = java.nio.ByteBuffer.allocate(4 + data.length);
            body.put(type.getBytes(java.nio.charset.StandardCharsets.US_ASCII)).put(data);
            var crc = new java.util.zip.CRC32();
            crc.update(body.array());
            out.write(java.nio.ByteBuffer.allocate(4).putInt(data.length).array());
            out.write(body.array());
            out.write(
                    java.nio.ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
        }
    }
}
