package io.pilothouse.domain.home;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a house asks its owner to look after.
public final class Upkeep {

    private static final long INSTALLS = 1;
    private static final long BACKS_UP = 8;
    private static final long TELLS_NOTES = 16;

    private Upkeep() {}

    /// @param severity `critical`, `error` or `warning`
    /// @param text     for people
    /// @param breaksIn the version it stops working in; empty for none
    public record Repair(
            String domain,
            String issueId,
            String severity,
            String title,
            String text,
            boolean fixable,
            boolean ignored,
            Optional<Instant> created,
            String breaksIn,
            String learnMore) {}

    /// @param available whether there is something newer, skipped or not
    public record Update(
            String entityId,
            String title,
            String installed,
            String latest,
            boolean available,
            boolean skipped,
            boolean running,
            OptionalDouble percent,
            String summary,
            String url,
            long features) {

        public boolean installs() {
            return (features & INSTALLS) != 0;
        }

        public boolean backsUp() {
            return (features & BACKS_UP) != 0;
        }

        public boolean tellsNotes() {
            return (features & TELLS_NOTES) != 0;
        }

        /// @return place in the list: what everything else rests on comes first
        public int rank() {
            if (entityId.contains("core_update")) {
                return 0;
            }
            if (entityId.contains("operating_system")) {
                return 1;
            }
            return entityId.contains("supervisor_update") ? 2 : 3;
        }

        /// Reads an update entity.
        public static Update of(EntityState state) {
            var attributes = state.attributes();
            var latest = text(attributes.get("latest_version"));
            boolean skipped = !latest.isEmpty() && latest.equals(text(attributes.get("skipped_version")));
            var progress = attributes.get("update_percentage");
            var running = attributes.get("in_progress");
            return new Update(
                    state.id(),
                    text(attributes.get("title")).isEmpty() ? state.name() : text(attributes.get("title")),
                    text(attributes.get("installed_version")),
                    latest,
                    skipped || state.state().equals("on"), // one that is skipped is off
                    skipped,
                    running instanceof Number || Boolean.TRUE.equals(running),
                    progress instanceof Number number
                            ? OptionalDouble.of(number.doubleValue())
                            : running instanceof Number old
                                    ? OptionalDouble.of(old.doubleValue())
                                    : OptionalDouble.empty(),
                    text(attributes.get("release_summary")),
                    text(attributes.get("release_url")),
                    attributes.get("supported_features") instanceof Number number ? number.longValue() : 0);
        }

        private static String text(@org.jspecify.annotations.Nullable Object value) {
            return value instanceof String text ? text : "";
        }
    }

    /// @param next      when the next automatic one is due; empty for never
    /// @param lastDone  when the last automatic one was completed
    /// @param state     what is going on, `idle` mostly
    /// @param notes     for people, as agents that failed
    public record Backups(
            List<Backup> backups,
            Optional<Instant> lastDone,
            Optional<Instant> lastTried,
            Optional<Instant> next,
            String state,
            List<String> agents,
            List<String> notes) {

        public Backups {
            backups = List.copyOf(backups);
            agents = List.copyOf(agents);
            notes = List.copyOf(notes);
        }

        /// @return when the newest was made; empty without any
        public Optional<Instant> newest() {
            return backups.stream().flatMap(backup -> backup.at().stream()).max(Instant::compareTo);
        }
    }

    /// @param places where it is kept
    public record Backup(
            String id,
            String name,
            Optional<Instant> at,
            long sizeBytes,
            boolean encrypted,
            boolean automatic,
            List<String> places,
            boolean failedPartly) {}

    public record Notification(String id, String title, String message, Optional<Instant> created) {}

    /// An automation, script or scene.
    ///
    /// @param itemId  its own id, by which its runs are kept; empty for one without
    /// @param enabled for a script, whether it runs now
    public record Automation(
            String entityId,
            String name,
            String itemId,
            String state,
            boolean enabled,
            boolean broken,
            Optional<Instant> lastTriggered,
            String mode,
            int running) {

        public static Automation of(EntityState state) {
            var attributes = state.attributes();
            var last = attributes.get("last_triggered");
            return new Automation(
                    state.id(),
                    state.name(),
                    attributes.get("id") instanceof String id ? id : "",
                    state.state(),
                    state.state().equals("on"),
                    state.state().equals("unavailable"),
                    last instanceof String text ? HomeTimes.read(text) : Optional.empty(),
                    attributes.get("mode") instanceof String mode ? mode : "",
                    attributes.get("current") instanceof Number current ? current.intValue() : 0);
        }
    }

    /// One run of an automation.
    ///
    /// @param outcome as Home Assistant says it, for example `finished` or `error`
    public record Run(
            String runId,
            String itemId,
            Optional<Instant> start,
            Optional<Instant> finish,
            String outcome,
            String trigger,
            String lastStep,
            String error) {

        public boolean failed() {
            return outcome.equals("error") || !error.isEmpty();
        }
    }
}
