package io.pilothouse.ui.shell;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Rectangle2D;

/// Where a window stands. A place that no screen shows any more is moved to one that does.
public record WindowPlace(double x, double y, double width, double height, boolean maximised) {

    public static final double LEAST_WIDTH = 720;
    public static final double LEAST_HEIGHT = 480;

    /// How much of the window's head must be on a screen for a person to grasp it.
    private static final double GRASP = 64;

    /// @return empty for text that is no place
    public static Optional<WindowPlace> read(String text) {
        var parts = text.split(",");
        if (parts.length != 5) {
            return Optional.empty();
        }
        try {
            return Optional.of(new WindowPlace(
                    Double.parseDouble(parts[0]),
                    Double.parseDouble(parts[1]),
                    Double.parseDouble(parts[2]),
                    Double.parseDouble(parts[3]),
                    Boolean.parseBoolean(parts[4])));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    public String write() {
        return "%d,%d,%d,%d,%b"
                .formatted(Math.round(x), Math.round(y), Math.round(width), Math.round(height), maximised);
    }

    /// The usual place: 1440 by 900 in the middle of a screen, smaller where that does not fit.
    public static WindowPlace usual(Rectangle2D screen) {
        double width = Math.min(1440, screen.getWidth());
        double height = Math.min(900, screen.getHeight());
        return new WindowPlace(
                screen.getMinX() + (screen.getWidth() - width) / 2,
                screen.getMinY() + (screen.getHeight() - height) / 2,
                width,
                height,
                false);
    }

    /// @return a name for how the screens stand to each other, so that each arrangement has its places
    public static String arrangement(List<Rectangle2D> screens) {
        return screens.stream()
                .map(screen -> "%dx%d+%d+%d"
                        .formatted(
                                Math.round(screen.getWidth()),
                                Math.round(screen.getHeight()),
                                Math.round(screen.getMinX()),
                                Math.round(screen.getMinY())))
                .distinct()
                .sorted()
                .collect(java.util.stream.Collectors.joining(" "));
    }

    /// @param screens visible parts of the screens, at least one, the main one first
    public WindowPlace clampedTo(List<Rectangle2D> screens) {
        var screen = screens.stream()
                .filter(one -> shared(one) > 0)
                .max(Comparator.comparingDouble(this::shared))
                .orElse(screens.getFirst());
        double fittingWidth = Math.clamp(width, Math.min(LEAST_WIDTH, screen.getWidth()), screen.getWidth());
        double fittingHeight = Math.clamp(height, Math.min(LEAST_HEIGHT, screen.getHeight()), screen.getHeight());
        var fitting = new WindowPlace(x, y, fittingWidth, fittingHeight, maximised);
        return screens.stream().anyMatch(fitting::graspable)
                ? fitting
                : new WindowPlace(
                        Math.clamp(x, screen.getMinX(), screen.getMaxX() - fittingWidth),
                        Math.clamp(y, screen.getMinY(), screen.getMaxY() - fittingHeight),
                        fittingWidth,
                        fittingHeight,
                        maximised);
    }

    private boolean graspable(Rectangle2D screen) {
        return x + width > screen.getMinX() + GRASP
                && x < screen.getMaxX() - GRASP
                && y >= screen.getMinY()
                && y < screen.getMaxY() - GRASP;
    }

    private double shared(Rectangle2D screen) {
        double wide = Math.min(x + width, screen.getMaxX()) - Math.max(x, screen.getMinX());
        double high = Math.min(y + height, screen.getMaxY()) - Math.max(y, screen.getMinY());
        return Math.max(0, wide) * Math.max(0, high);
    }
}
