package io.pilothouse.ui.shell;

import io.pilothouse.domain.instance.KindId;
import io.pilothouse.tasks.settings.Settings.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What the frame of windows remembers.
public final class WindowSettings {

    /// In which order the rail lists instances. Only the person's own order can be changed by dragging.
    public enum RailOrder {
        OWN,
        RECENT,
        PROBLEMS
    }

    public static final Setting<Boolean> RAIL_COLLAPSED = Setting.truth("rail.collapsed", false);

    public static final Setting<RailOrder> RAIL_ORDER = new Setting<>(
            "rail.order",
            RailOrder.OWN,
            text -> RailOrder.valueOf(text.toUpperCase(Locale.ROOT)),
            order -> order.name().toLowerCase(Locale.ROOT));

    /// Names of groups whose members are folded away.
    public static final Setting<List<String>> FOLDED_GROUPS = lines("rail.folded");

    /// Ids of pinned instances, in the order of Ctrl+1 to Ctrl+9.
    public static final Setting<List<String>> PINNED = lines("rail.pinned");

    /// Where the last window stood: x, y, width, height, maximised; empty before the first.
    public static final Setting<String> PLACE = new Setting<>(
            "window.place",
            "",
            text -> {
                if (!text.isEmpty() && WindowPlace.read(text).isEmpty()) {
                    throw new IllegalArgumentException("no place: " + text);
                }
                return text;
            },
            text -> text);

    /// Whether the windows of the last run come back at start.
    public static final Setting<Boolean> RESTORE = Setting.truth("window.restore", true);

    /// The page with which a window begins that shows nothing of an earlier run.
    public enum StartView {
        FLEET,
        MESSAGES,
        SCHEDULES,
        SEARCH,
        TORRENTS,
        LIBRARY;

        public String page() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static final Setting<StartView> START_VIEW = Setting.choice("window.start", StartView.FLEET);

    /// The page with which a window shows an instance of the kind when it comes from elsewhere; empty for the one
    /// that is open, or the first.
    public static Setting<String> firstPage(KindId kind) {
        return Setting.text("view.first." + kind.value(), "");
    }

    /// What closing the last window means; until a person said so, they are asked.
    public enum LastWindow {
        ASK,
        QUIT,
        BACKGROUND
    }

    public static final Setting<LastWindow> LAST_WINDOW = Setting.choice("window.last", LastWindow.ASK);

    /// Whether the program starts with the computer, without a window.
    public static final Setting<Boolean> AUTOSTART = Setting.truth("program.autostart", false);

    /// How many pages each window keeps as they were left, so that coming back is immediate; each costs memory.
    public static final Setting<Integer> KEPT_VIEWS = Setting.number("window.kept-views", 8);

    /// Whether windows say in the log what is wrong with them.
    public static final Setting<Boolean> DEVELOPER_CHECKS = Setting.truth("developer.checks", false);

    /// Whether the processor paints instead of the graphics card; from the next start on.
    public static final Setting<Boolean> SOFTWARE_RENDERING = Setting.truth("program.software-rendering", false);

    /// In percent, what the computer takes the screen's scale for; 0 for what its system says. From the next start
    /// on.
    public static final Setting<Integer> SCREEN_SCALE = Setting.number("program.screen-scale", 0);

    private WindowSettings() {}

    private static Setting<List<String>> lines(String name) {
        return new Setting<>(
                name,
                List.of(),
                text -> text.isEmpty() ? List.of() : Arrays.asList(text.split("\n")),
                values -> String.join("\n", values));
    }
}
