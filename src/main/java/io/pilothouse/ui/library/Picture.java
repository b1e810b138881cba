package io.pilothouse.ui.library;

import java.io.ByteArrayInputStream;
import java.util.Optional;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;

/// A small picture, and the same blurred: with its colours and no more. Both are made once, beside the window;
/// an effect of JavaFX blurs anew for each painting, which takes a second for a full grid where no graphics
/// card helps.
record Picture(Image clear, Image blurred) {

    private static final double WIDTH = 320;
    private static final int BLURRED_WIDTH = 32;

    /// In pixels of the blurred picture, to each side.
    private static final int REACH = 2;

    /// As often come near to a Gaussian blur.
    private static final int PASSES = 3;

    /// @param bytes a picture in a format of JavaFX
    /// @return nothing where they are none
    static Optional<Picture> of(byte[] bytes) {
        var clear = new Image(new ByteArrayInputStream(bytes), WIDTH, 0, true, true);
        var small = new Image(new ByteArrayInputStream(bytes), BLURRED_WIDTH, 0, true, true);
        return clear.isError() || small.isError() ? Optional.empty() : Optional.of(new Picture(clear, blur(small)));
    }

    Image shown(boolean blurredOnly) {
        return blurredOnly ? blurred : clear;
    }

    private static Image blur(Image small) {
        int width = (int) small.getWidth();
        int height = (int) small.getHeight();
        var pixels = new int[width * height];
        small.getPixelReader().getPixels(0, 0, width, height, PixelFormat.getIntArgbPreInstance(), pixels, 0, width);
        for (int pass = 0; pass < PASSES; pass++) {
            pixels = averaged(pixels, width, height); // along lines, turned
            pixels = averaged(pixels, height, width);
        }
        var made = new WritableImage(width, height);
        made.getPixelWriter().setPixels(0, 0, width, height, PixelFormat.getIntArgbPreInstance(), pixels, 0, width);
        return made;
    }

    /// @return each pixel as the average of those beside it in its line, with columns for lines
    private static int[] averaged(int[] pixels, int width, int height) {
        var made = new int[pixels.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int pixel = 0;
                for (int channel = 0; channel < Integer.SIZE; channel += Byte.SIZE) {
                    int sum = 0;
                    for (int near = x - REACH; near <= x + REACH; near++) {
                        sum += pixels[y * width + Math.clamp(near, 0, width - 1)] >>> channel & 0xff;
                    }
                    pixel |= sum / (2 * REACH + 1) << channel;
                }
                made[x * height + y] = pixel;
            }
        }
        return made;
    }
}
