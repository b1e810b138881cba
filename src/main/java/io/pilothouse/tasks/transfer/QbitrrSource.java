package io.pilothouse.tasks.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.tasks.torrent.TorrentRules;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// qBitrr's `config.toml`: qBittorrents and the *arr apps that use them. Every key gets its line in the
/// report. Whatever would delete or stop something comes as text for the person, never as a rule that
/// runs.
final class QbitrrSource {

    private static final Map<String, String> ARR_KINDS = new LinkedHashMap<>();

    static {
        ARR_KINDS.put("rad", "radarr");
        ARR_KINDS.put("son", "sonarr");
        ARR_KINDS.put("anim", "sonarr");
        ARR_KINDS.put("lid", "lidarr");
        ARR_KINDS.put("read", "readarr");
    }

    private static final Set<String> QBIT_TAKEN = Set.of("Host", "Port", "UserName", "Password", "Disabled");
    private static final Set<String> ARR_TAKEN = Set.of("URI", "APIKey", "Managed");
    private static final Set<String> NOT_OURS = Set.of(
            "ConsoleLevel",
            "Logging",
            "CompletedDownloadFolder",
            "FreeSpaceFolder",
            "NoInternetSleepTimer",
            "LoopSleepTimer",
            "PingURLS",
            "FFprobeAutoUpdate",
            "AutoUpdateEnabled",
            "AutoUpdateCron",
            "AutoUpdateChannel",
            "AutoRestartProcesses",
            "MaxProcessRestarts",
            "ProcessRestartWindow",
            "ProcessRestartDelay",
            "RefreshDownloadsTimer");
    private static final Set<String> LEFT = Set.of("Tagless", "SearchLoopDelay", "RssSyncTimer");

    private final Findings found = new Findings(ImportSource.QBITRR);

    private QbitrrSource() {}

    static boolean is(JsonNode root) {
        return root.has("qBit") || root.path("Settings").has("ConfigVersion");
    }

    static Findings read(JsonNode root) {
        var source = new QbitrrSource();
        source.found.form =
                HostileFiles.plain(root.path("Settings").path("ConfigVersion").asText("unknown version"), 40);
        for (var section : root.properties()) {
            source.section(section.getKey(), section.getValue());
        }
        source.torrentRules(root);
        source.found.advice.add("Stop qBitrr before you switch rules on: both at once would fight over torrents.");
        return source.found;
    }

    private void torrentRules(JsonNode root) {
        var arrs = new LinkedHashMap<String, JsonNode>();
        for (var section : root.properties()) {
            if (section.getValue().isObject() && arrKind(section.getKey()).isPresent()) {
                arrs.put(HostileFiles.plain(section.getKey(), 100), section.getValue());
            }
        }
        var silent = new Findings(ImportSource.QBITRR);
        var shared = found;
        for (int i = 0; i < found.instances.size(); i++) {
            var client = found.instances.get(i);
            var section = client.legacyKey().orElse("").replaceFirst("^qbitrr:", "");
            if (!client.configuration().kind().value().equals("qbittorrent")
                    || arrs.isEmpty() && QbitrrRules.CLIENT.stream().noneMatch(root.path(section)::has)) {
                continue;
            }
            var document = QbitrrRules.read(root.path("Settings"), arrs, section, root.path(section), shared, found);
            shared = silent; // it is the same for every client
            found.instances.set(i, client.with(client.wantedId(), Map.of(TorrentRules.NAME, document)));
        }
        found.advice.add("Look at a preview of the torrent rules before you switch them on: they are all in preview.");
    }

    private void section(String name, JsonNode values) {
        var label = HostileFiles.plain(name, 100);
        if (!values.isObject()) {
            found.lines.add(ReportLine.unknown(label, "section"));
        } else if (name.equals("qBit") || name.startsWith("qBit-")) {
            qbittorrent(label, values);
        } else if (arrKind(name).isPresent()) {
            arr(label, arrKind(name).get(), values);
        } else if (name.equals("Settings")) {
            report(label, values, Set.of("ConfigVersion"));
        } else if (name.equals("WebUI")) {
            values.fieldNames()
                    .forEachRemaining(key -> found.lines.add(ReportLine.leftOut(
                            label, HostileFiles.plain(key, 60), "Pilothouse has no web interface.")));
        } else {
            found.lines.add(ReportLine.unknown(label, "section"));
        }
    }

    /// @return empty for a section that names no app
    private static Optional<String> arrKind(String section) {
        var lower = section.toLowerCase(Locale.ROOT);
        return ARR_KINDS.entrySet().stream()
                .filter(entry -> lower.startsWith(entry.getKey() + "arr"))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private void qbittorrent(String section, JsonNode values) {
        var host = values.path("Host").asText("localhost").strip();
        if (host.equals("CHANGE_ME")) {
            found.lines.add(ReportLine.leftOut(section, "Host", "It was never filled in."));
            return;
        }
        int port = values.path("Port").asInt(8_105);
        var address = Addresses.of(host, port);
        if (address.isEmpty()) {
            found.lines.add(ReportLine.leftOut(section, "Host", ReportLine.BAD_ADDRESS));
            return;
        }
        var user = values.path("UserName").asText("").strip();
        var password = values.path("Password").asText("");
        var configuration = Configuration.of(new KindId("qbittorrent"), name(section, "qBit"), address.get())
                .withEnabled(!values.path("Disabled").asBoolean(false));
        if (!user.isEmpty()) {
            configuration = configuration.withSettings(Map.of("username", user));
        }
        found.instances.add(FoundInstance.of(
                configuration,
                password.isEmpty() ? Secrets.NONE : Secrets.of("password", password),
                "qbitrr:" + section));
        report(section, values, QBIT_TAKEN);
    }

    private void arr(String section, String kind, JsonNode values) {
        var uri = values.path("URI").asText("").strip();
        var address =
                uri.contains("CHANGE_ME") ? Optional.<io.pilothouse.domain.instance.Address>empty() : Addresses.of(uri);
        if (address.isEmpty()) {
            boolean unfilled = uri.isEmpty() || uri.contains("CHANGE_ME");
            found.lines.add(
                    ReportLine.leftOut(section, "URI", unfilled ? "It was never filled in." : ReportLine.BAD_ADDRESS));
            return;
        }
        var key = values.path("APIKey").asText("").strip();
        boolean set = !key.isEmpty() && !key.equals("CHANGE_ME");
        var arr = FoundInstance.of(
                Configuration.of(new KindId(kind), section, address.get())
                        .withEnabled(values.path("Managed").asBoolean(false)),
                set ? Secrets.of("apiKey", key) : Secrets.NONE,
                "qbitrr:" + section);
        found.instances.add(arr.with(arr.wantedId(), QbitrrHunts.read(section, kind, values, found)));
        report(section, values, ARR_TAKEN);
    }

    private static String name(String section, String plain) {
        return section.equals(plain) ? "qBittorrent" : section.substring(plain.length() + 1);
    }

    private void report(String section, JsonNode values, Set<String> taken) {
        for (var entry : values.properties()) {
            var key = HostileFiles.plain(entry.getKey(), 60);
            if (key.equals("Password") || key.equals("APIKey")) {
                found.lines.add(ReportLine.taken(
                        section, key, entry.getValue().asText("").isEmpty() ? "It is empty." : "It is set."));
            } else if (QbitrrRules.ARR.contains(key)
                    || QbitrrRules.SETTINGS.contains(key)
                    || QbitrrRules.CLIENT.contains(key)
                    || key.equals("EntrySearch")) {
                continue; // the rules have lines of their own
            } else if (taken.contains(key)) {
                found.lines.add(ReportLine.taken(section, key, "It is taken over."));
            } else if (key.equals("SkipTLSVerify")) {
                found.lines.add(ReportLine.leftOut(
                        section, key, "Never taken over: trust the certificate of this one instance instead."));
            } else if (NOT_OURS.contains(key)) {
                found.lines.add(ReportLine.leftOut(section, key, "Pilothouse does not need it."));
            } else if (key.equals("importMode")) {
                found.lines.add(ReportLine.leftOut(section, key, "The *arr itself chooses between copy and move."));
            } else if (key.equals("IgnoreTorrentsYoungerThan")) {
                found.lines.add(
                        ReportLine.taken(section, key, "Torrents of the first ten minutes are always left alone."));
            } else if (key.equals("MatchSubcategories")) {
                found.lines.add(ReportLine.leftOut(
                        section, key, "Categories are matched whole: give subcategories exceptions of their own."));
            } else if (LEFT.contains(key)) {
                found.lines.add(ReportLine.leftOut(section, key, "Pilothouse has no such setting for a rule."));
            } else {
                found.lines.add(ReportLine.unknown(section, key));
            }
        }
    }
}
