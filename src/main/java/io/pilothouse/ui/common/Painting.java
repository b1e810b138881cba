package io.pilothouse.ui.common;

/// How JavaFX paints.
public final class Painting {

    /// By default a region of several fills is kept as an image that is stretched over the region. A
    /// software renderer does this pixel by pixel: it took four fifths of the time in which a table was
    /// painted. Plain fills are quick with every renderer.
    private static final String NO_IMAGES_OF_REGIONS = "prism.disableRegionCaching";

    private Painting() {}

    /// Must run before the toolkit starts. What was given on the command line stays.
    public static void prepare() {
        System.getProperties().putIfAbsent(NO_IMAGES_OF_REGIONS, "true");
    }
}
