package io.pilothouse.tasks.alert;

import io.pilothouse.domain.alert.AlertChannel;
import io.pilothouse.domain.alert.AlertEvent;
import io.pilothouse.domain.alert.AlertRoute;
import io.pilothouse.domain.alert.RemoteSetup;
import io.pilothouse.domain.health.SleepTimes;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.settings.Settings.Setting;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What people choose about messages.
public final class AlertSettings {

    /// How much is told.
    public enum Preset {
        /// Only the number beside the bell.
        QUIET,
        NORMAL,
        /// Everything, by every channel.
        EVERYTHING
    }

    /// How far one event reaches.
    public enum Reach {
        /// As the preset says.
        PRESET,
        NOTHING,
        BADGE,
        WINDOW,
        DESKTOP,
        /// The desktop and all channels that leave this computer.
        REMOTE;

        /// @return empty as [#PRESET] says
        public Optional<Set<AlertChannel>> channels() {
            return switch (this) {
                case PRESET -> Optional.empty();
                case NOTHING -> Optional.of(Set.of());
                case BADGE -> Optional.of(Set.of(AlertChannel.BADGE));
                case WINDOW -> Optional.of(Set.of(AlertChannel.BADGE, AlertChannel.BAR));
                case DESKTOP -> Optional.of(Set.of(AlertChannel.BADGE, AlertChannel.BAR, AlertChannel.DESKTOP));
                case REMOTE -> Optional.of(Set.of(AlertChannel.values()));
            };
        }
    }

    public static final Setting<Preset> PRESET = Setting.choice("alerts.preset", Preset.NORMAL);

    /// Hours in which nothing is sent.
    public static final Setting<SleepTimes> QUIET =
            new Setting<>("alerts.quiet", SleepTimes.NEVER, SleepTimes::parse, SleepTimes::text);

    /// Until when nothing is sent.
    static final Setting<Instant> DISTURB = time("alerts.disturb");

    /// Which channels messages of some instances may use.
    public static final Setting<List<AlertRoute>> ROUTES =
            new Setting<>("alerts.routes", List.of(), AlertRoute::parse, AlertRoute::text);

    /// Whether titles of media and people may stand in messages of the desktop and of remote channels.
    public static final Setting<Boolean> TITLES = Setting.truth("alerts.titles", false);

    private AlertSettings() {}

    /// Where a remote channel leads; empty while it is not set up.
    public static Setting<Optional<RemoteSetup>> setup(AlertChannel channel) {
        return new Setting<>(
                "alerts.channel." + channel.word(),
                Optional.empty(),
                text -> Optional.of(RemoteSetup.parse(channel, text)),
                setup -> setup.map(RemoteSetup::text).orElse(""));
    }

    public static Setting<Reach> reach(AlertEvent event) {
        return Setting.choice("alerts.event." + event.word(), Reach.PRESET);
    }

    static Setting<Instant> muted(InstanceId id) {
        return time("alerts.muted." + id);
    }

    private static Setting<Instant> time(String name) {
        return new Setting<>(
                name,
                Instant.EPOCH,
                text -> Instant.ofEpochMilli(Long.parseLong(text)),
                at -> Long.toString(at.toEpochMilli()));
    }

    static Set<AlertChannel> channels(AlertEvent event, Preset preset, Reach reach) {
        return reach.channels().orElseGet(() -> switch (preset) {
            case QUIET -> event.lasts() ? Set.of(AlertChannel.BADGE) : Set.of();
            case NORMAL -> event.usual();
            case EVERYTHING -> Set.of(AlertChannel.values());
        });
    }
}
