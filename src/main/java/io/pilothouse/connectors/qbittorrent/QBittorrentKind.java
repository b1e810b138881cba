package io.pilothouse.connectors.qbittorrent;

import io.pilothouse.connectors.Connector;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.ConnectorKind;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.Recognition;
import io.pilothouse.connectors.Target;
import io.pilothouse.connectors.Visit;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.instance.RemoteIdentity;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.domain.torrent.CategoryWishes;
import io.pilothouse.domain.torrent.RemotePath;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// qBittorrent. Secrets: `password`, or `apiKey` from qBittorrent 5.2 on; neither for a server that lets
/// this computer in without. Settings: `username`; `hostHeader` for a server behind a mapped port;
/// `storageGroup`, the same word for all clients that see the same disks; `paths`, pairs of folders as the
/// client and as the apps see them; `categories`, those that it shall have and where they keep their data;
/// `makeCategories`, whether missing ones are made without asking.
public final class QBittorrentKind implements ConnectorKind {

    /// Contract section 2.
    private static final Pattern PASTED = Pattern.compile("/(api(/v2)?|index\\.html)/?$");

    static final String USUAL_USER = "admin";

    /// What is asked of a server first, without a login.
    static final String VERSION = "api/v2/app/version";

    private static final KindId ID = new KindId("qbittorrent");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+(:\\d{1,5})?|\\[[0-9A-Fa-f:.]+](:\\d{1,5})?");

    private final HttpClients http;
    private final Clock clock;
    private final QBittorrentConnector.Pause pause;

    public QBittorrentKind(HttpClients http, Clock clock) {
        this(http, clock, Thread::sleep);
    }

    QBittorrentKind(HttpClients http, Clock clock, QBittorrentConnector.Pause pause) {
        this.http = http;
        this.clock = clock;
        this.pause = pause;
    }

    @Override
    public KindId id() {
        return ID;
    }

    @Override
    public String displayName() {
        return "qBittorrent";
    }

    @Override
    public Optional<Integer> usualPort() {
        return Optional.of(8080);
    }

    @Override
    public List<SecretField> secretFields() {
        return List.of(
                new SecretField("password", "Password", false),
                new SecretField("apiKey", "API key (5.2 and later)", false));
    }

    @Override
    public List<SettingField> settingFields() {
        return List.of(
                new SettingField("username", "User name", false, USUAL_USER, _ -> Optional.empty()),
                new SettingField(
                        "hostHeader",
                        "Host header to send",
                        false,
                        "",
                        value -> HOST.matcher(value.strip()).matches()
                                ? Optional.empty()
                                : Optional.of("is not a host name, with or without a port")),
                new SettingField("storageGroup", "Storage group", false, "", _ -> Optional.empty()),
                new SettingField("paths", "Paths as apps see them", false, "", QBittorrentKind::pathsProblem),
                new SettingField(
                        "categories", "Categories and their save paths", false, "", QBittorrentKind::categoriesProblem),
                new SettingField(
                        "makeCategories",
                        "Make missing categories by itself",
                        false,
                        "",
                        QBittorrentKind::choiceProblem,
                        List.of(CategoryWishes.BY_ITSELF, CategoryWishes.BY_HAND)));
    }

    private static Optional<String> choiceProblem(String value) {
        return value.equals(CategoryWishes.BY_ITSELF) || value.equals(CategoryWishes.BY_HAND)
                ? Optional.empty()
                : Optional.of("must be " + CategoryWishes.BY_ITSELF + " or " + CategoryWishes.BY_HAND);
    }

    private static Optional<String> categoriesProblem(String value) {
        try {
            CategoryWishes.read(value);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("is not a list such as radarr => /data/movies; " + e.getMessage());
        }
    }

    private static Optional<String> pathsProblem(String value) {
        try {
            RemotePath.read(value);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("is not a list of pairs such as /downloads => /data/downloads");
        }
    }

    /// A person chooses the password; there is no page to copy it from.
    @Override
    public Optional<String> secretPage() {
        return Optional.empty();
    }

    @Override
    public Optional<Pattern> pastedPath() {
        return Optional.of(PASTED);
    }

    /// Contract section 2.2.
    @Override
    public Optional<String> plainPage() {
        return Optional.of(VERSION);
    }

    /// A server that is well refuses the version to a stranger with 403 and the word `Forbidden` (seen:
    /// 4.5.2 and 5.1.0), or tells it where it asks for no login; one that dislikes our `Host` says 401
    /// and `Unauthorized` to everything. The web page makes the first of these certain.
    @Override
    public Optional<Recognition> recognise(Visit visit) throws ConnectorException, InterruptedException {
        var page = visit.get(VERSION);
        var text = page.body().strip();
        if (page.status() == 200 && Versions.looksLikeOne(text)) {
            var api = visit.get("api/v2/app/webapiVersion");
            return api.status() == 200
                            && !api.body().strip().equals(text)
                            && WebApiVersion.parse(api.body()).isPresent()
                    ? recognition(text, true, visit.address())
                    : Optional.empty();
        }
        if (page.status() == 403 && text.equals("Forbidden")) {
            var home = visit.get("");
            return home.ok()
                    ? recognition("", home.body().contains("qBittorrent"), visit.address())
                    : Optional.empty(); // whoever forbids everything is somebody else
        }
        if (page.status() == 401 && text.equals("Unauthorized")) {
            var home = visit.get("");
            return home.status() == 401 && home.body().strip().equals("Unauthorized")
                    ? recognition("", false, visit.address())
                    : Optional.empty();
        }
        return Optional.empty();
    }

    private static Optional<Recognition> recognition(String version, boolean certain, Address address) {
        return Optional.of(new Recognition(ID, "qBittorrent", version, certain, address));
    }

    /// qBittorrent has no id of its own, and a person may change its port or its folder, but hardly both
    /// at once.
    @Override
    public boolean sameInstallation(RemoteIdentity stored, RemoteIdentity seen) {
        return stored.product().equals(seen.product())
                && (stored.facts().isEmpty()
                        || stored.facts().entrySet().stream()
                                .anyMatch(fact ->
                                        fact.getValue().equals(seen.facts().get(fact.getKey()))));
    }

    @Override
    public Connector open(Target target, Secrets secrets) {
        return new QBittorrentConnector(http.open(this, target, secrets), target, secrets, clock, pause);
    }
}
