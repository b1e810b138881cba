package io.pilothouse.ui.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javafx.scene.image.Image;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PictureTest {

    /// Left black, right white.
    private static byte[] halves(int width, int height) throws IOException {
        var drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var pen = drawn.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(width / 2, 0, width - width / 2, height);
        pen.dispose();
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(drawn, "png", bytes);
        return bytes.toByteArray();
    }

    private static double brightness(Image image, double across) {
        return image.getPixelReader()
                .getColor((int) (across * (image.getWidth() - 1)), (int) (image.getHeight() / 2))
                .getBrightness();
    }

    @Test
    void anEdgeIsAGentleSlopeWhenBlurred() throws IOException {
        var picture = Picture.of(halves(640, 360)).orElseThrow();
        assertThat(brightness(picture.clear(), 0.45)).isLessThan(0.05);
        assertThat(brightness(picture.clear(), 0.55)).isGreaterThan(0.95);
        assertThat(brightness(picture.shown(true), 0)).isLessThan(0.05);
        assertThat(brightness(picture.shown(true), 0.45)).isBetween(0.1, 0.5);
        assertThat(brightness(picture.shown(true), 0.55)).isBetween(0.5, 0.9);
        assertThat(brightness(picture.shown(true), 1)).isGreaterThan(0.95);
    }

    @Test
    void theShapeStays() throws IOException {
        var tall = Picture.of(halves(200, 300)).orElseThrow();
        assertThat(tall.blurred().getHeight() / tall.blurred().getWidth()).isEqualTo(1.5);
        assertThat(tall.clear().getHeight() / tall.clear().getWidth()).isEqualTo(1.5);
    }

    @Test
    void oneLineAndNoPictureAreTaken() throws IOException {
        assertThat(Picture.of(halves(1000, 1))).isPresent();
        assertThat(Picture.of(new byte[] {1, 2, 3})).isEmpty();
        assertThat(Picture.of(new byte[0])).isEmpty();
    }
}
