package io.pilothouse.domain.home;

import io.pilothouse.domain.home.SystemReports.Integration;
import io.pilothouse.domain.home.Upkeep.Automation;
import io.pilothouse.domain.home.Upkeep.Backups;
import io.pilothouse.domain.home.Upkeep.Repair;
import io.pilothouse.domain.home.Upkeep.Run;
import io.pilothouse.domain.home.Upkeep.Update;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is wrong in a house, found in what it tells. Pure.
public final class HomeProblems {

    /// Percent below which a battery counts as low.
    public static final int LOW_BATTERY = 15;
    /// A house whose newest backup is older has none worth the name.
    public static final Duration BACKUP_OLD = Duration.ofDays(7);
    /// Runs of an automation that are looked at.
    private static final int LATEST_RUNS = 3;

    private HomeProblems() {}

    public enum Kind {
        REPAIR,
        FAILING_INTEGRATION,
        FAILING_AUTOMATION,
        UNAVAILABLE,
        LOW_BATTERY,
        UPDATE,
        OLD_BACKUP
    }

    /// @param serious whether something does not work now
    /// @param subject an entity, or what the problem is about
    /// @param since   when it began; empty where nobody tells
    public record Found(
            Kind kind, boolean serious, String subject, String name, String text, Optional<Instant> since) {}

    /// Entities of everyday life that say nothing, and batteries that are low.
    public static List<Found> ofEntities(Collection<EntityRow> rows) {
        var found = new ArrayList<Found>();
        for (var row : rows) {
            if (row.hidden() || row.disabled() || row.state().isEmpty()) {
                continue;
            }
            var state = row.state().get();
            if (state.state().equals("unavailable") && !row.domain().equals("automation")) {
                found.add(new Found(
                        Kind.UNAVAILABLE,
                        true,
                        row.id(),
                        row.name(),
                        HouseSentence.SAYS_NOTHING.say(),
                        Optional.of(state.changedAt())));
            } else if (lowBattery(row, state)) {
                found.add(new Found(
                        Kind.LOW_BATTERY,
                        false,
                        row.id(),
                        row.name(),
                        row.domain().equals("sensor") ? row.value() : HouseSentence.BATTERY_LOW.say(),
                        Optional.of(state.changedAt())));
            }
        }
        return found;
    }

    private static boolean lowBattery(EntityRow row, EntityState state) {
        if (!"battery".equals(state.attributes().get("device_class"))) {
            return false;
        }
        if (row.domain().equals("binary_sensor")) {
            return state.state().equals("on");
        }
        try {
            return row.domain().equals("sensor") && Double.parseDouble(state.state()) < LOW_BATTERY;
        } catch (NumberFormatException e) {
            return false; // it says nothing now
        }
    }

    public static List<Found> ofRepairs(List<Repair> repairs) {
        return repairs.stream()
                .filter(repair -> !repair.ignored())
                .map(repair -> new Found(
                        Kind.REPAIR,
                        !repair.severity().equals("warning"),
                        repair.domain() + "/" + repair.issueId(),
                        repair.title(),
                        repair.severity() + (repair.breaksIn().isEmpty() ? "" : ", breaks in " + repair.breaksIn()),
                        repair.created()))
                .toList();
    }

    public static List<Found> ofUpdates(List<Update> updates) {
        return updates.stream()
                .filter(update -> update.available() && !update.skipped())
                .sorted(Comparator.comparingInt(Update::rank).thenComparing(Update::title))
                .map(update -> new Found(
                        Kind.UPDATE,
                        false,
                        update.entityId(),
                        update.title(),
                        HouseSentence.FROM_TO.say(update.installed(), update.latest()),
                        Optional.empty()))
                .toList();
    }

    /// @param runs the latest runs by the automation's own id, newest first; none where they are not told
    public static List<Found> ofAutomations(List<Automation> automations, Map<String, List<Run>> runs) {
        var found = new ArrayList<Found>();
        for (var automation : automations) {
            if (automation.broken()) {
                found.add(new Found(
                        Kind.FAILING_AUTOMATION,
                        true,
                        automation.entityId(),
                        automation.name(),
                        HouseSentence.NOT_LOADED.say(),
                        Optional.empty()));
                continue;
            }
            var latest = runs.getOrDefault(automation.itemId(), List.of()).stream()
                    .limit(LATEST_RUNS)
                    .toList();
            long failed = latest.stream().filter(Run::failed).count();
            if (failed > 0) {
                found.add(new Found(
                        Kind.FAILING_AUTOMATION,
                        failed == latest.size(),
                        automation.entityId(),
                        automation.name(),
                        HouseSentence.RUNS_FAILED.say(failed, latest.size()),
                        latest.getFirst().start()));
            }
        }
        return found;
    }

    public static List<Found> ofIntegrations(List<Integration> integrations) {
        return integrations.stream()
                .filter(integration ->
                        integration.failing() && integration.disabledBy().isEmpty())
                .map(integration -> new Found(
                        Kind.FAILING_INTEGRATION,
                        true,
                        integration.domain(),
                        integration.title(),
                        integration.reason().isEmpty() ? integration.state().replace('_', ' ') : integration.reason(),
                        Optional.empty()))
                .toList();
    }

    public static List<Found> ofBackups(Backups backups, Instant now) {
        var newest = backups.newest();
        if (newest.isPresent() && Duration.between(newest.get(), now).compareTo(BACKUP_OLD) <= 0) {
            return List.of();
        }
        var text = newest.map(at ->
                        HouseSentence.BACKUP_AGE.say(Duration.between(at, now).toDays()))
                .orElseGet(() -> HouseSentence.NO_BACKUP.say());
        return List.of(new Found(Kind.OLD_BACKUP, false, "backup", "Backup", text, newest));
    }

    /// The order in which people look: what does not work first.
    public static final Comparator<Found> ORDER = Comparator.comparing(Found::serious)
            .reversed()
            .thenComparing(Found::kind)
            .thenComparing(Found::name);
}
