package io.pilothouse.ui.home;

import io.pilothouse.domain.home.AreaRow;
import io.pilothouse.domain.home.EntityRow;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.scene.layout.Region;
import javafx.scene.shape.SVGPath;
import javafx.scene.transform.Scale;

/// A small drawing of a thing or a room, 16 pixels square, in the colour of the text beside it. The paths
/// are Pilothouse's own, on a square of 24.
final class HomeIcon extends Region {

    private static final double SIZE = 16;
    private static final double DRAWN_ON = 24;

    private static final Map<String, String> PATHS = Map.ofEntries(
            Map.entry("lamp", "M9 3h6l4 10H5z M11 13h2v5h-2z M8 18h8v3H8z"),
            Map.entry(
                    "motion",
                    "M13 2a2 2 0 1 1 0 4a2 2 0 0 1 0-4z M9 8l4-1l3 4l3 1v2l-4-1l-1-2l-1 4l3 3v5h-2v-4"
                            + "l-3-3l-2 7H7l3-11l-2 1v3H6V9z"),
            Map.entry("thermometer", "M12 2a3 3 0 0 1 3 3v8a5 5 0 1 1-6 0V5a3 3 0 0 1 3-3z M11 6v9.2a3 3 0 1 0 2 0V6z"),
            Map.entry("lock", "M7 10V8a5 5 0 0 1 10 0v2h2v12H5V10z M9 10h6V8a3 3 0 0 0-6 0z"),
            Map.entry("plug", "M8 2h2v5h4V2h2v5h2v5a6 6 0 0 1-5 5.9V22h-2v-4.1A6 6 0 0 1 6 12V7h2z"),
            Map.entry(
                    "climate",
                    "M12 2a10 10 0 1 1 0 20a10 10 0 0 1 0-20z M12 4.5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 0 0 0-15z"
                            + " M11 7h2v4.5l3.5 2l-1 1.8L11 13z"),
            Map.entry("door", "M5 2h14v20H5z M7 4v16h10V4z M14 11h2v3h-2z"),
            Map.entry("window", "M3 3h18v18H3z M5 5v6h6V5z M13 5v6h6V5z M5 13v6h6v-6z M13 13v6h6v-6z"),
            Map.entry("drop", "M12 2l5.5 8.5a6.5 6.5 0 1 1-11 0z M12 6l-3.8 6a4.4 4.4 0 1 0 7.6 0z"),
            Map.entry("battery", "M9 2h6v2h3v18H6V4h3z M8 6v6h8V6z"),
            Map.entry(
                    "sun",
                    "M12 7a5 5 0 1 1 0 10a5 5 0 0 1 0-10z M11 1h2v4h-2z M11 19h2v4h-2z M1 11h4v2H1z"
                            + " M19 11h4v2h-4z M4 5.4L5.4 4l2.8 2.8l-1.4 1.4z M15.8 17.2l1.4-1.4L20 18.6L18.6 20z"
                            + " M4 18.6l2.8-2.8l1.4 1.4L5.4 20z M15.8 6.8L18.6 4L20 5.4l-2.8 2.8z"),
            Map.entry(
                    "gauge",
                    "M12 4a10 10 0 0 1 8.7 15h-2.4A8 8 0 1 0 5.7 19H3.3A10 10 0 0 1 12 4z"
                            + " M16.5 9.5l-3 6.2a2 2 0 1 1-1.8-.9z"),
            Map.entry("bolt", "M13 2L5 14h5l-1 8l9-13h-6z"),
            Map.entry("update", "M11 3h2v9l3.5-3.5l1.5 1.5l-6 6l-6-6l1.5-1.5L11 12z M4 18h16v3H4z"),
            Map.entry(
                    "automation",
                    "M11 2h2v3h5v6h3v5h-3v5H6v-5H3v-5h3V5h5z M8 7v12h8V7z M9 10h2v2H9z M13 10h2v2h-2z"
                            + " M9 15h6v2H9z"),
            Map.entry("script", "M4 3h13v4h3v14H7v-4H4z M6 5v10h9V5z M8 7h5v2H8z M8 11h5v2H8z"),
            Map.entry("smoke", "M4 4h16v16H4z M6 6v12h12V6z M12 8a4 4 0 1 1 0 8a4 4 0 0 1 0-8z"),
            Map.entry("camera", "M3 6h11v4l6-3v10l-6-3v4H3z"),
            Map.entry("person", "M12 3a4 4 0 1 1 0 8a4 4 0 0 1 0-8z M4 21c0-5 3.5-8 8-8s8 3 8 8z"),
            Map.entry("cloud", "M7 19a5 5 0 0 1-.6-10A6 6 0 0 1 18 9.5a4.8 4.8 0 0 1-1 9.5z"),
            Map.entry("house", "M12 3l9 8h-3v10h-5v-6h-2v6H6V11H3z"),
            Map.entry("floor", "M12 3l9 7h-2v11H5V10H3z M7 10v9h10v-9l-5-4z M10 13h4v2h-4z"),
            Map.entry("sofa", "M5 6h14v5h2v8h-2v2h-2v-2H7v2H5v-2H3v-8h2z M7 8v6h10V8z"),
            Map.entry("fork", "M6 2h1.5v6H9V2h1.5v7L9 11v11H7V11L5.5 9z M15 2c2.5 0 3.5 3 3.5 7l-1.5 2v11h-2z"),
            Map.entry("bed", "M3 5h2v8h16v8h-2v-3H5v3H3z M7 8h5v4H7z"),
            Map.entry(
                    "bath",
                    "M3 12h18v3a5 5 0 0 1-4 4.9V22h-2v-2H9v2H7v-2.1A5 5 0 0 1 3 15z"
                            + " M6 12V5a3 3 0 0 1 6 0h-2a1 1 0 0 0-2 0v7z"),
            Map.entry(
                    "boiler",
                    "M6 2h12v18H6z M8 4v14h8V4z M12 7a3 3 0 1 1 0 6a3 3 0 0 1 0-6z M8 20h2v2H8z M14 20h2v2h-2z"),
            Map.entry("stairs", "M3 19h5v-5h5V9h5V4h3v3h-1v5h-5v5h-5v5H3z"),
            Map.entry("tree", "M12 2a6 6 0 0 1 5 9.3A5 5 0 0 1 13 18v4h-2v-4a5 5 0 0 1-4-6.7A6 6 0 0 1 12 2z"),
            Map.entry("toggle", "M7 7h10a5 5 0 0 1 0 10H7A5 5 0 0 1 7 7z M7 9.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 0 0 0-5z"),
            Map.entry("dot", "M12 7a5 5 0 1 1 0 10a5 5 0 0 1 0-10z M12 9a3 3 0 1 0 0 6a3 3 0 0 0 0-6z"));

    private static final Map<String, String> DOMAINS = Map.ofEntries(
            Map.entry("light", "lamp"),
            Map.entry("switch", "plug"),
            Map.entry("input_boolean", "toggle"),
            Map.entry("climate", "climate"),
            Map.entry("water_heater", "climate"),
            Map.entry("humidifier", "drop"),
            Map.entry("lock", "lock"),
            Map.entry("sensor", "gauge"),
            Map.entry("binary_sensor", "motion"),
            Map.entry("cover", "window"),
            Map.entry("automation", "automation"),
            Map.entry("script", "script"),
            Map.entry("scene", "sun"),
            Map.entry("sun", "sun"),
            Map.entry("weather", "cloud"),
            Map.entry("camera", "camera"),
            Map.entry("person", "person"),
            Map.entry("device_tracker", "person"),
            Map.entry("update", "update"),
            Map.entry("zone", "house"),
            Map.entry("fan", "climate"));

    private static final Map<String, String> CLASSES = Map.ofEntries(
            Map.entry("temperature", "thermometer"),
            Map.entry("humidity", "drop"),
            Map.entry("moisture", "drop"),
            Map.entry("battery", "battery"),
            Map.entry("door", "door"),
            Map.entry("garage_door", "door"),
            Map.entry("window", "window"),
            Map.entry("motion", "motion"),
            Map.entry("occupancy", "motion"),
            Map.entry("presence", "person"),
            Map.entry("smoke", "smoke"),
            Map.entry("power", "bolt"),
            Map.entry("energy", "bolt"),
            Map.entry("current", "bolt"),
            Map.entry("voltage", "bolt"),
            Map.entry("illuminance", "sun"),
            Map.entry("pressure", "gauge"));

    private final SVGPath path = new SVGPath();

    HomeIcon() {
        path.setManaged(false);
        path.getTransforms().add(new Scale(SIZE / DRAWN_ON, SIZE / DRAWN_ON));
        path.setFillRule(javafx.scene.shape.FillRule.EVEN_ODD);
        path.getStyleClass().add("home-icon");
        setMinSize(SIZE, SIZE);
        setPrefSize(SIZE, SIZE);
        setMaxSize(SIZE, SIZE);
        getChildren().add(path);
        setMouseTransparent(true);
    }

    static HomeIcon of(String drawing) {
        var icon = new HomeIcon();
        icon.show(drawing);
        return icon;
    }

    void show(String drawing) {
        path.setContent(PATHS.getOrDefault(drawing, PATHS.get("dot")));
    }

    static String drawing(EntityRow row) {
        var known = row.attributes().get("device_class") instanceof String its ? CLASSES.get(its) : null;
        return known != null ? known : domain(row.domain());
    }

    static String domain(String domain) {
        return DOMAINS.getOrDefault(domain, "dot");
    }

    /// What rooms are called, what says more of a room first.
    private static final List<Map.Entry<String, String>> ROOMS = List.of(
            Map.entry("living", "sofa"),
            Map.entry("sofa", "sofa"),
            Map.entry("kitchen", "fork"),
            Map.entry("dining", "fork"),
            Map.entry("stove", "fork"),
            Map.entry("bedroom", "bed"),
            Map.entry("bed", "bed"),
            Map.entry("bath", "bath"),
            Map.entry("boiler", "boiler"),
            Map.entry("landing", "stairs"),
            Map.entry("stairs", "stairs"),
            Map.entry("outside", "tree"),
            Map.entry("garden", "tree"),
            Map.entry("terrace", "tree"));

    /// By the icon the house gave it, else by its name.
    static String drawing(AreaRow area) {
        if (area.none()) {
            return "toggle";
        }
        var words = (area.icon().orElse("") + " " + area.name()).toLowerCase(Locale.ROOT);
        return ROOMS.stream()
                .filter(room -> words.contains(room.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("door");
    }
}
