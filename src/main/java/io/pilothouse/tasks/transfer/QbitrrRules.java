package io.pilothouse.tasks.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.domain.torrent.RuleKey;
import io.pilothouse.domain.torrent.RuleSet;
import io.pilothouse.domain.torrent.RuleSet.Departure;
import io.pilothouse.domain.torrent.TorrentRule;
import io.pilothouse.domain.torrent.TorrentRule.Mode;
import io.pilothouse.domain.torrent.TorrentTracker;
import io.pilothouse.tasks.torrent.RuleSetDocument;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// qBitrr's settings as torrent rules of ours for one torrent client, with an exception for the category of
/// each *arr, for each category that the client's own section manages, and for each tracker. Whatever takes
/// something away begins in preview, and files always stay.
final class QbitrrRules {

    /// Keys of the section `Settings` that become rules.
    static final Set<String> SETTINGS = Set.of("FreeSpace", "AutoPauseResume", "FailedCategory", "RecheckCategory");
    /// Keys of an *arr's section that become rules.
    static final Set<String> ARR = Set.of("Category", "ReSearch", "ArrErrorCodesToBlocklist", "Torrent");
    /// Keys of a torrent client's section that become rules.
    static final Set<String> CLIENT = Set.of("ManagedCategories", "CategorySeeding", "Trackers");

    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,9})([KMGT]?)");
    private static final Pattern SPAN = Pattern.compile("(\\d{1,9})([smhdwM])");
    private static final int MOST_WORDS = 200;
    /// Documents of rules hold six digits: what is longer than this counts in hours.
    private static final Duration TO_THE_SECOND = Duration.ofSeconds(999_999);

    private static final Duration LONGEST = Duration.ofDays(36_500);

    static final String NO_SPAN = "This duration cannot be understood: set it at the rule yourself.";

    private final Findings found;
    private final EnumMap<TorrentRule, Mode> modes = new EnumMap<>(TorrentRule.class);
    private final EnumMap<RuleKey, Object> values = new EnumMap<>(RuleKey.class);
    private final List<Departure> departures = new ArrayList<>();

    private QbitrrRules(Findings found) {
        this.found = found;
    }

    /// Reads the rules and adds their lines to the report.
    ///
    /// @param arrs    sections of *arrs by name
    /// @param section of the torrent client
    /// @param found   where lines of what is the same for every client go
    /// @param own     where lines of this client's section go
    /// @return the document for the torrent client
    static String read(
            JsonNode settings,
            Map<String, JsonNode> arrs,
            String section,
            JsonNode client,
            Findings found,
            Findings own) {
        var rules = new QbitrrRules(found);
        rules.settings(settings);
        arrs.forEach(rules::arr);
        var clients = new QbitrrRules(own);
        clients.client(section, client);
        clients.departures.stream() // an *arr's row replaces the client's of the same tracker
                .filter(it -> it.tracker().isEmpty()
                        || rules.departures.stream()
                                .noneMatch(row -> row.tracker().equals(it.tracker())))
                .forEach(rules.departures::add);
        return RuleSetDocument.write(new RuleSet(rules.modes, rules.values, rules.departures));
    }

    private void client(String section, JsonNode node) {
        var seeding = node.path("CategorySeeding");
        var managed = words(node.path("ManagedCategories"));
        for (var name : managed) {
            var category = HostileFiles.plain(name, 100).strip();
            var special = seeding.path("Categories")
                    .valueStream()
                    .filter(it -> it.path("Name").asText("").strip().equals(category))
                    .findFirst();
            var mode = new EnumMap<TorrentRule, Mode>(TorrentRule.class);
            var value = new EnumMap<RuleKey, Object>(RuleKey.class);
            category(seeding, mode, value);
            special.ifPresent(it -> category(it, mode, value));
            departures.add(new Departure("", category, mode, value));
        }
        if (!managed.isEmpty()) {
            taken(section, "ManagedCategories", "Each of them is an exception of its own.");
        }
        if (node.has("CategorySeeding")) {
            if (managed.isEmpty()) {
                found.lines.add(ReportLine.leftOut(section, "CategorySeeding", "It was for no category."));
            } else {
                taken(section, "CategorySeeding", "It ends seeding in these categories, in preview; files stay.");
            }
            tellUnreadable(section + ".CategorySeeding", seeding, "MaxSeedingTime", "StalledDelay");
            for (var row : seeding.path("Categories")) {
                tellUnreadable(section + ".CategorySeeding", row, "MaxSeedingTime", "StalledDelay");
            }
        }
        trackers(section, node.path("Trackers"));
    }

    /// Limits of these sections are thousands of bytes per second.
    private static void category(JsonNode node, Map<TorrentRule, Mode> mode, Map<RuleKey, Object> value) {
        seedingEnd(node, mode, value);
        duty(node, value);
        limit(node, "DownloadRateLimitPerTorrent", RuleKey.UPKEEP_DOWN, mode, value);
        limit(node, "UploadRateLimitPerTorrent", RuleKey.UPKEEP_UP, mode, value);
        var stalled = span(node.path("StalledDelay"), "m").orElse(Duration.ofMinutes(-1));
        if (stalled.isPositive()) {
            value.put(RuleKey.STALLED_AFTER, stalled);
            mode.put(TorrentRule.STALLED, Mode.PREVIEW);
        }
    }

    private static void limit(
            JsonNode node, String key, RuleKey ours, Map<TorrentRule, Mode> mode, Map<RuleKey, Object> value) {
        long limit = node.path(key).asLong(-1);
        if (limit > 0) {
            value.put(ours, limit * 1_024);
            mode.put(TorrentRule.UPKEEP, Mode.PREVIEW);
        }
    }

    /// What a tracker demands of who took from it.
    private static void duty(JsonNode node, Map<RuleKey, Object> value) {
        var demand = node.path("HitAndRunMode").asText("disabled");
        if (demand.equals("disabled") || demand.equals("false")) {
            return;
        }
        value.put(RuleKey.DUTY_RATIO, Math.max(0, node.path("MinSeedRatio").asDouble(1)));
        value.put(
                RuleKey.DUTY_SEEDING,
                Duration.ofDays(Math.clamp(node.path("MinSeedingTimeDays").asLong(0), 0, 3_650)));
        value.put(RuleKey.DUTY_ALL, demand.equals("and"));
        value.put(
                RuleKey.DUTY_FROM,
                Math.clamp(node.path("HitAndRunMinimumDownloadPercent").asDouble(10), 0, 100) / 100);
        span(node.path("TrackerUpdateBuffer"), "s")
                .filter(Duration::isPositive)
                .ifPresent(it -> value.put(RuleKey.DUTY_BUFFER, it));
    }

    private void trackers(String section, JsonNode list) {
        for (var node : list) {
            var host = TorrentTracker.hostOf(node.path("URI").asText("").strip());
            if (host.isEmpty()
                    || departures.stream().anyMatch(it -> it.tracker().equals(host))) {
                continue;
            }
            var mode = new EnumMap<TorrentRule, Mode>(TorrentRule.class);
            var value = new EnumMap<RuleKey, Object>(RuleKey.class);
            limits(node, value);
            duty(node, value);
            tellUnreadable(section + ".Trackers", node, "MaxSeedingTime", "TrackerUpdateBuffer");
            var tags = words(node.path("AddTags"));
            if (!tags.isEmpty()) {
                value.put(RuleKey.UPKEEP_TAGS, tags);
                mode.put(TorrentRule.UPKEEP, Mode.PREVIEW);
            }
            departures.add(new Departure(host, "", mode, value));
            taken(
                    section,
                    "Trackers",
                    "Torrents of " + HostileFiles.plain(host, 100) + " are an exception of their own.");
        }
    }

    private void taken(String section, String key, String how) {
        found.lines.add(ReportLine.taken(section, key, how));
    }

    private void tellUnreadable(String section, JsonNode node, String... keys) {
        for (var key : keys) {
            if (unreadable(node, key)) {
                found.lines.add(ReportLine.leftOut(section, key, NO_SPAN));
            }
        }
    }

    /// @return whether a duration is said that nobody can read
    static boolean unreadable(JsonNode node, String key) {
        return node.has(key)
                && span(node.path(key), key.equals("StalledDelay") ? "m" : "s").isEmpty();
    }

    private void settings(JsonNode settings) {
        if (settings.has("FreeSpace")) {
            var text = settings.path("FreeSpace").asText("").strip();
            long reserve = amount(text).orElse(0L);
            if (amount(text).isEmpty() && !text.startsWith("-")) {
                found.lines.add(ReportLine.leftOut(
                        "Settings", "FreeSpace", "This size cannot be understood: no space is kept free."));
            } else if (reserve > 0) {
                values.put(RuleKey.SPACE_RESERVE, reserve);
                modes.put(TorrentRule.SPACE, Mode.PREVIEW);
                taken(
                        "Settings",
                        "FreeSpace",
                        "Kept free on each client; in preview, since it was measured on one folder.");
            } else {
                taken("Settings", "FreeSpace", "No space is kept free.");
            }
        }
        if (settings.has("AutoPauseResume")) {
            taken("Settings", "AutoPauseResume", "What was stopped for space starts again when it fits.");
        }
        name(settings, "FailedCategory", RuleKey.COMMAND_FAILED);
        name(settings, "RecheckCategory", RuleKey.COMMAND_RECHECK);
    }

    private void name(JsonNode settings, String key, RuleKey ours) {
        if (settings.has(key)) {
            values.put(ours, HostileFiles.plain(settings.path(key).asText(""), 100));
            taken("Settings", key, "The name is kept; the rule stays off until you switch it on.");
        }
    }

    private void arr(String section, JsonNode node) {
        var category =
                HostileFiles.plain(node.path("Category").asText(section), 100).strip();
        if (category.isEmpty()) {
            return;
        }
        var mode = new EnumMap<TorrentRule, Mode>(TorrentRule.class);
        var value = new EnumMap<RuleKey, Object>(RuleKey.class);
        if (node.has("Category")) {
            taken(section, "Category", "Rules of this *arr are an exception for the category " + category + ".");
        }
        boolean search = node.path("ReSearch").asBoolean(false);
        value.put(RuleKey.METADATA_SEARCH, search);
        value.put(RuleKey.STALLED_SEARCH, search);
        value.put(RuleKey.SLOW_SEARCH, search);
        if (node.has("ReSearch")) {
            taken(section, "ReSearch", search ? "The *arr searches again." : "The *arr does not search again.");
        }
        var messages = words(node.path("ArrErrorCodesToBlocklist"));
        if (!messages.isEmpty()) {
            value.put(RuleKey.FAILED_WORDS, messages);
            mode.put(TorrentRule.IMPORT_FAILED, Mode.PREVIEW);
            taken(section, "ArrErrorCodesToBlocklist", "Reasons of the rule for failed imports, in preview.");
        }
        mode.put(TorrentRule.METADATA, Mode.PREVIEW);
        torrent(section + ".Torrent", node.path("Torrent"), mode, value);
        departures.add(new Departure("", category, mode, value));
    }

    private void torrent(String section, JsonNode node, Map<TorrentRule, Mode> mode, Map<RuleKey, Object> value) {
        var slow = span(node.path("MaximumETA"), "s").orElse(Duration.ofDays(1));
        boolean keepSlow = node.path("DoNotRemoveSlow").asBoolean(false);
        mode.put(TorrentRule.SLOW, keepSlow || slow.isNegative() ? Mode.OFF : Mode.PREVIEW);
        if (slow.isPositive()) {
            value.put(RuleKey.SLOW_LIMIT, slow);
        }
        var stalled = span(node.path("StalledDelay"), "m").orElse(Duration.ofMinutes(15));
        mode.put(TorrentRule.STALLED, stalled.isNegative() ? Mode.OFF : stalled.isZero() ? Mode.NOTIFY : Mode.PREVIEW);
        if (stalled.isPositive()) {
            value.put(RuleKey.STALLED_AFTER, stalled);
        }
        value.put(RuleKey.STALLED_KEEP, node.path("ReSearchStalled").asBoolean(false));
        var spans = List.of("MaximumETA", "StalledDelay");
        spans.forEach(key -> tellUnreadable(section, node, key));
        tellUnreadable(section + ".SeedingMode", node.path("SeedingMode"), "MaxSeedingTime");
        for (var key : List.of("MaximumETA", "DoNotRemoveSlow", "StalledDelay", "ReSearchStalled")) {
            if (node.has(key) && !(spans.contains(key) && unreadable(node, key))) {
                taken(section, key, "A rule for downloads that get no further, in preview; files stay.");
            }
        }
        patterns(section, node, "FolderExclusionRegex", RuleKey.FOLDERS, mode, value);
        patterns(section, node, "FileNameExclusionRegex", RuleKey.FILE_NAMES, mode, value);
        var allowed = words(node.path("FileExtensionAllowlist")).stream()
                .map(word -> word.replaceFirst("^\\.", ""))
                .toList();
        if (!allowed.isEmpty()) {
            value.put(RuleKey.ALLOWED, allowed);
            mode.put(TorrentRule.CONTENT, Mode.PREVIEW);
            taken(section, "FileExtensionAllowlist", "Files of other kinds are left out, in preview.");
        }
        seeding(section + ".SeedingMode", node.path("SeedingMode"), mode, value);
        if (node.has("AutoDelete")) {
            found.lines.add(ReportLine.leftOut(section, "AutoDelete", "Pilothouse deletes no files of others."));
        }
        if (node.has("MaximumDeletablePercentage")) {
            found.lines.add(ReportLine.leftOut(
                    section, "MaximumDeletablePercentage", "Downloads that are nearly done have their own time here."));
        }
        trackers(section, node.path("Trackers"));
        if (node.has("IgnoreTorrentsYoungerThan")) {
            taken(section, "IgnoreTorrentsYoungerThan", "Torrents of the first ten minutes are always left alone.");
        }
    }

    private void patterns(
            String section,
            JsonNode node,
            String key,
            RuleKey ours,
            Map<TorrentRule, Mode> mode,
            Map<RuleKey, Object> value) {
        var good = new ArrayList<String>();
        for (var word : words(node.path(key))) {
            try {
                Pattern.compile(word);
                good.add(word);
            } catch (PatternSyntaxException e) {
                found.lines.add(ReportLine.leftOut(
                        section, key, "The pattern " + HostileFiles.plain(word, 60) + " cannot be read."));
            }
        }
        if (!good.isEmpty()) {
            value.put(ours, List.copyOf(good));
            mode.put(TorrentRule.CONTENT, Mode.PREVIEW);
            taken(section, key, "Such files are left out, in preview; the torrent's own folder is never judged.");
        }
    }

    private void seeding(String section, JsonNode node, Map<TorrentRule, Mode> mode, Map<RuleKey, Object> value) {
        if (seedingEnd(node, mode, value)) {
            taken(
                    section,
                    "RemoveTorrent",
                    "Torrents that have seeded enough go, in preview; qBitrr deleted their files, here they stay.");
        }
        for (var key : List.of("DownloadRateLimitPerTorrent", "UploadRateLimitPerTorrent")) {
            long limit = node.path(key).asLong(-1);
            if (limit > 0) {
                found.lines.add(ReportLine.leftOut(
                        section,
                        key,
                        "qBitrr reads " + limit + " as bytes a second here and as kilobytes elsewhere: set the limit"
                                + " that you mean."));
            }
        }
    }

    /// @return whether seeding ends
    private static boolean seedingEnd(JsonNode node, Map<TorrentRule, Mode> mode, Map<RuleKey, Object> value) {
        int remove = node.path("RemoveTorrent").asInt(-1);
        if (remove < 1 || remove > 4 || !limits(node, value)) {
            return false;
        }
        if (remove == 1) {
            value.remove(RuleKey.SEED_TIME);
        } else if (remove == 2) {
            value.remove(RuleKey.SEED_RATIO);
        }
        if (!value.containsKey(RuleKey.SEED_TIME) && !value.containsKey(RuleKey.SEED_RATIO)) {
            return false;
        }
        value.put(RuleKey.SEED_ALL, remove == 4);
        value.put(RuleKey.SEED_ACTION, "remove");
        mode.put(TorrentRule.SEEDING_END, Mode.PREVIEW);
        return true;
    }

    private static boolean limits(JsonNode node, Map<RuleKey, Object> value) {
        double ratio = node.path("MaxUploadRatio").asDouble(-1);
        if (ratio > 0) {
            value.put(RuleKey.SEED_RATIO, ratio);
        }
        var time = span(node.path("MaxSeedingTime"), "s").orElse(Duration.ZERO);
        if (time.isPositive()) {
            value.put(RuleKey.SEED_TIME, time);
        }
        return ratio > 0 || time.isPositive();
    }

    private static List<String> words(JsonNode list) {
        var words = new ArrayList<String>();
        for (var each : list) {
            if (each.isTextual() && words.size() < MOST_WORDS && each.asText().length() <= 300) {
                words.add(each.asText());
            }
        }
        return words;
    }

    /// @return bytes; empty for none
    private static Optional<Long> amount(String text) {
        var match = AMOUNT.matcher(text.strip());
        if (!match.matches()) {
            return Optional.empty();
        }
        int unit =
                "KMGT".indexOf(match.group(2).isEmpty() ? '?' : match.group(2).charAt(0));
        long count = Long.parseLong(match.group(1));
        int bits = 10 * (unit + 1);
        return count > Long.MAX_VALUE >> bits ? Optional.empty() : Optional.of(count << bits);
    }

    /// @param unit of a plain number: `s` or `m`
    /// @return negative for "never"; empty when nothing is said, or nothing that can be read
    static Optional<Duration> span(JsonNode node, String unit) {
        return said(node, unit)
                .filter(it -> it.compareTo(LONGEST) <= 0)
                .map(it -> it.compareTo(TO_THE_SECOND) <= 0
                        ? it
                        : it.plusHours(1).minusNanos(1).truncatedTo(ChronoUnit.HOURS));
    }

    private static Optional<Duration> said(JsonNode node, String unit) {
        if (node.isNumber()) {
            return !node.canConvertToInt()
                    ? Optional.empty()
                    : Optional.of(
                            unit.equals("m") ? Duration.ofMinutes(node.asLong()) : Duration.ofSeconds(node.asLong()));
        }
        var match = SPAN.matcher(node.asText("").strip());
        if (!match.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(match.group(1));
        return Optional.of(
                switch (match.group(2)) {
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    case "d" -> Duration.ofDays(count);
                    case "w" -> Duration.ofDays(7 * count);
                    default -> Duration.ofDays(30 * count);
                });
    }
}
