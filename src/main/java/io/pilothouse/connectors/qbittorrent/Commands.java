package io.pilothouse.connectors.qbittorrent;

import io.pilothouse.connectors.Answer;
import io.pilothouse.connectors.Call;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.InstanceHttp;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.torrent.ShareLimits;
import io.pilothouse.domain.torrent.TorrentAct;
import io.pilothouse.domain.torrent.TorrentHashes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Turns acts into the server's calls (contract section 5.7). What it cannot say: `all`, an empty list of
/// hashes, the removal of all tags.
final class Commands {

    static final int MOST_HASHES = 500;

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int LONGEST_SENTENCE = 200;

    private final Session session;
    private final InstanceHttp http;
    /// Forks lie about their version: which pair of words works is remembered once it was seen.
    private volatile Optional<Boolean> stopAndStart = Optional.empty();

    Commands(Session session, InstanceHttp http) {
        this.session = session;
        this.http = http;
    }

    /// Sends an act, in parts where it is about many torrents.
    void send(TorrentAct act, WebApiVersion version) throws ConnectorException, InterruptedException {
        for (var part : act.torrents().parts(MOST_HASHES)) {
            switch (act) {
                case TorrentAct.Stop _ -> stopOrStart(part, version, "stop", "pause");
                case TorrentAct.Start _ -> stopOrStart(part, version, "start", "resume");
                case TorrentAct.Force(TorrentHashes _, boolean on) ->
                    post("setForceStart", part, Map.of("value", Boolean.toString(on)));
                case TorrentAct.Delete(TorrentHashes _, boolean withFiles) ->
                    post("delete", part, Map.of("deleteFiles", Boolean.toString(withFiles)));
                case TorrentAct.Recheck _ -> post("recheck", part, Map.of());
                case TorrentAct.ToTop _ -> post("topPrio", part, Map.of());
                case TorrentAct.Reannounce _ -> post("reannounce", part, Map.of());
                case TorrentAct.SetCategory(TorrentHashes _, String category) ->
                    post("setCategory", part, Map.of("category", category));
                case TorrentAct.AddTags(TorrentHashes _, var tags) ->
                    post("addTags", part, Map.of("tags", String.join(",", tags)));
                case TorrentAct.RemoveTags(TorrentHashes _, var tags) ->
                    post("removeTags", part, Map.of("tags", String.join(",", tags)));
                case TorrentAct.SetDownloadLimit(TorrentHashes _, long limit) ->
                    post("setDownloadLimit", part, Map.of("limit", Long.toString(limit)));
                case TorrentAct.SetUploadLimit(TorrentHashes _, long limit) ->
                    post("setUploadLimit", part, Map.of("limit", Long.toString(limit)));
                case TorrentAct.SetShareLimits(TorrentHashes _, ShareLimits limits) ->
                    post("setShareLimits", part, shareLimits(limits));
                case TorrentAct.Move(TorrentHashes _, String folder) ->
                    post("setLocation", part, Map.of("location", folder));
                case TorrentAct.SetAutomatic(TorrentHashes _, boolean on) ->
                    post("setAutoManagement", part, Map.of("enable", Boolean.toString(on)));
            }
        }
    }

    /// All six are sent whatever the version: it requires some of them and ignores the others.
    private static Map<String, String> shareLimits(ShareLimits limits) {
        return Map.of(
                "ratioLimit", Double.toString(limits.ratio()),
                "seedingTimeLimit", Long.toString(limits.minutes()),
                "inactiveSeedingTimeLimit", Long.toString(limits.inactiveMinutes()),
                "shareLimitAction", limits.action(),
                "shareLimitsMode", limits.mode());
    }

    private void stopOrStart(TorrentHashes part, WebApiVersion version, String newer, String older)
            throws ConnectorException, InterruptedException {
        boolean modern = stopAndStart.orElse(version.can(Feature.STOP_START));
        var answer = session.send(call(modern ? newer : older, part, Map.of()));
        if (answer.status() == 404) {
            answer = session.send(call(modern ? older : newer, part, Map.of()));
            if (answer.ok()) {
                stopAndStart = Optional.of(!modern);
            }
        }
        accepted(answer);
    }

    private void post(String action, TorrentHashes part, Map<String, String> parameters)
            throws ConnectorException, InterruptedException {
        accepted(session.send(call(action, part, parameters)));
    }

    private static Call call(String action, TorrentHashes part, Map<String, String> parameters) {
        var form = new LinkedHashMap<String, String>();
        form.put("hashes", part.hashes().stream().collect(Collectors.joining("|")));
        form.putAll(parameters);
        return Call.postForm("api/v2/torrents/" + action, form).within(LIMIT);
    }

    /// Sends a form that is about no torrent.
    ///
    /// @return its answer, whatever its status
    Answer form(String path, Map<String, String> fields) throws ConnectorException, InterruptedException {
        return session.send(Call.postForm("api/v2/" + path, fields).within(LIMIT));
    }

    /// Any 2xx is acceptance; a refusal comes with a sentence in the server's language, to be shown.
    void accepted(Answer answer) throws ConnectorException {
        if (answer.ok() && !answer.html()) {
            return;
        }
        boolean explained = !answer.html() && !answer.text().isBlank();
        switch (answer.status()) {
            case 409, 403 ->
                throw ConnectorException.of(
                        FaultCode.REFUSED,
                        http.label() + " refused"
                                + (explained ? ": " + sentence(answer.text()) : " (" + answer.status() + ")."),
                        "Change what stands against it on the server, then try again.");
            case 404 ->
                throw ConnectorException.of(
                        FaultCode.REFUSED,
                        http.label() + " does not know this torrent or cannot do this in its version.",
                        "Reload the list, and update qBittorrent if the torrent is still there.");
            default -> throw http.fault(answer);
        }
    }

    private static String sentence(String text) {
        var line = text.strip().replaceAll("\\s+", " ");
        return line.length() > LONGEST_SENTENCE ? line.substring(0, LONGEST_SENTENCE) + "…" : line;
    }
}
