package io.pilothouse.ui.shell;

import java.util.LinkedHashMap;
import java.util.Map;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The banners of a window, by name; a later one of the same name takes its place. Knows no nodes. FX
/// thread only.
public final class Banners {

    private final Map<String, Banner> byName = new LinkedHashMap<>();
    private final ObservableList<Banner> shown = FXCollections.observableArrayList();

    /// @return in order of first appearance; do not change it
    public ObservableList<Banner> shown() {
        return shown;
    }

    public void show(String name, Banner banner) {
        if (!banner.equals(byName.put(name, banner))) {
            shown.setAll(byName.values());
        }
    }

    public void clear(String name) {
        if (byName.remove(name) != null) {
            shown.setAll(byName.values());
        }
    }
}
