package io.pilothouse.ui.table;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which columns step aside in a narrow table, so that what names a row, how it is and its main number are seen
/// without scrolling sideways: the last ones first, but never those that stay. Pure.
final class NarrowColumns {

    /// A wider table scrolls sideways where its columns need that. At the usual scale: what is drawn larger is
    /// narrow sooner.
    static final double NARROW = 800;

    /// @param width that it needs
    /// @param stays whether it never steps aside
    record Place(String column, double width, boolean stays) {}

    private NarrowColumns() {}

    /// @param shown from left to right
    /// @param room  for all of them
    /// @param scale 1 for the usual size
    static Set<String> aside(List<Place> shown, double room, double scale) {
        var aside = new HashSet<String>();
        if (room >= NARROW * Math.max(1, scale)) {
            return aside;
        }
        double needed = shown.stream().mapToDouble(Place::width).sum();
        for (var place : shown.reversed()) {
            if (needed > room && !place.stays()) {
                aside.add(place.column());
                needed -= place.width();
            }
        }
        return aside;
    }
}
