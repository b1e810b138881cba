package io.pilothouse.ui.shell;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The banners of a window, by name; a later one of the same name takes its place. Knows no nodes. FX
/// thread only.
public final class Banners {

    private final Map<String, Banner> byName = new LinkedHashMap<>();
    private final ObservableList<Banner> shown = FXCollections.observableArrayList();
    private UnaryOperator<String> settings = UnaryOperator.identity();

    /// @return in order of first appearance; do not change it
    public ObservableList<Banner> shown() {
        return shown;
    }

    /// @param called what people call the one of a stored name
    public void nameSettings(UnaryOperator<String> called) {
        settings = called;
    }

    String setting(String name) {
        return settings.apply(name);
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
