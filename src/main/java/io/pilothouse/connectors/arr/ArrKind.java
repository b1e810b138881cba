package io.pilothouse.connectors.arr;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.pilothouse.connectors.Connector;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.ConnectorKind;
import io.pilothouse.connectors.ForeignProducts;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.Json;
import io.pilothouse.connectors.Recognition;
import io.pilothouse.connectors.Target;
import io.pilothouse.connectors.Visit;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.domain.torrent.ArrClient;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One app of the family.
public final class ArrKind implements ConnectorKind {

    /// Contract 2.1.
    private static final Pattern PASTED = Pattern.compile("/api(/v[135])?/?$");

    static final String API_KEY = "apiKey";

    /// The head of the app's own pages: title and description name the product, whatever the user calls
    /// the instance (Sonarr/Sonarr frontend/src/login.html and its sisters).
    private static final Pattern DESCRIPTION =
            Pattern.compile("<meta\\s+name=\"description\"\\s+content=\"([A-Za-z]+)\"");

    private final ArrApp app;
    private final HttpClients clients;

    private ArrKind(ArrApp app, HttpClients clients) {
        this.app = app;
        this.clients = clients;
    }

    /// All kinds of the family in the order in which people are offered them.
    public static List<ConnectorKind> all(HttpClients clients) {
        return Arrays.stream(ArrApp.values())
                .<ConnectorKind>map(app -> new ArrKind(app, clients))
                .toList();
    }

    @Override
    public KindId id() {
        return app.kind();
    }

    @Override
    public String displayName() {
        return app.displayName();
    }

    @Override
    public Optional<Integer> usualPort() {
        return Optional.of(app.port());
    }

    @Override
    public List<SecretField> secretFields() {
        return List.of(new SecretField(API_KEY, "API key", true));
    }

    @Override
    public List<SettingField> settingFields() {
        return List.of(
                new SettingField("budgetGroup", "Budget shared with", false, "", _ -> Optional.empty()),
                new SettingField("searchesPerHour", "Most searches an hour", false, "", ArrKind::count),
                new SettingField("searchesPerDay", "Most searches a day", false, "", ArrKind::count),
                new SettingField(
                        ArrClient.WATCHED,
                        "Only these torrent clients",
                        false,
                        "",
                        ArrKind::links,
                        List.of(),
                        Optional.of(ArrClient.KIND)),
                new SettingField(
                        MutedChecks.SETTING, "Checks of the app not to heed", false, "", MutedChecks::objection));
    }

    /// None of them says who answers.
    @Override
    public Set<String> limits() {
        return settingFields().stream().map(SettingField::name).collect(Collectors.toSet());
    }

    private static Optional<String> count(String value) {
        return value.strip().matches("[1-9]\\d{0,4}")
                ? Optional.empty()
                : Optional.of("is a whole number from 1 to 99999");
    }

    private static Optional<String> links(String value) {
        boolean good = Arrays.stream(value.split(","))
                .map(String::strip)
                .allMatch(it -> it.matches("qbittorrent-\\d{10}[a-z0-9]{3}"));
        return good ? Optional.empty() : Optional.of("is a list of ids of qBittorrent instances, with commas between");
    }

    @Override
    public Optional<String> secretPage() {
        return Optional.of("settings/general");
    }

    @Override
    public Optional<Pattern> pastedPath() {
        return Optional.of(PASTED);
    }

    /// The family is known by `ping`, the app by its login page, both open to anybody. Where these do not
    /// name it, because a sign-in covers them and lets the API pass or because the page has a title of its
    /// own, the API's way of refusing tells the family only. The version is never shown, so the two
    /// Whisparrs cannot be told apart.
    @Override
    public Optional<Recognition> recognise(Visit visit) throws ConnectorException, InterruptedException {
        var ping = visit.get("ping");
        if (startsUp(ping)) {
            return Optional.of(recognition(visit.address(), !app.sharesItsName()));
        }
        boolean pong = pong(ping);
        if (!pong && (!covered(ping) || refusesLikeTheFamily(ping))) { // who refuses everything so is somebody else
            return Optional.empty();
        }
        var root = pong ? rootOf(visit, ping) : visit.address();
        var login = visit.get("login");
        if (pong && productOn(login).filter(app.appName()::equals).isPresent()) {
            return Optional.of(recognition(root, !app.sharesItsName()));
        }
        if (namesAnother(login)) {
            return Optional.empty();
        }
        var status = visit.get("api/v3/system/status");
        if (startsUp(status)) {
            return Optional.of(recognition(root, !app.sharesItsName()));
        }
        return refusesLikeTheFamily(status) ? Optional.of(recognition(root, false)) : Optional.empty();
    }

    /// A sign-in in front, or the app's own page, answers in place of what was asked for.
    private static boolean covered(Visit.Page page) {
        return page.location().isPresent()
                || page.status() == 401
                || page.status() == 403
                || (page.ok() && page.contentType().startsWith("text/html"));
    }

    private static boolean namesAnother(Visit.Page page) {
        return productOn(page)
                .filter(name ->
                        ArrApp.isName(name) || ForeignProducts.named(name).isPresent())
                .isPresent();
    }

    private Recognition recognition(Address root, boolean certain) {
        return new Recognition(app.kind(), app.displayName(), "", certain, root);
    }

    private static boolean pong(Visit.Page ping) {
        try {
            var status = Json.MAPPER.readTree(ping.body()).path("status").asText();
            return (ping.status() == 200 && status.equals("OK")) || (ping.status() == 500 && status.equals("Error"));
        } catch (JsonProcessingException ignored) {
            return false;
        }
    }

    /// An app with a url base redirects there: its root is where `ping` answered in the end.
    private static Address rootOf(Visit visit, Visit.Page ping) {
        var answered = ping.from().toString();
        return answered.endsWith("/ping")
                ? Address.of(answered.substring(0, answered.length() - "ping".length()))
                : visit.address();
    }

    private static Optional<String> productOn(Visit.Page page) {
        var description = DESCRIPTION.matcher(page.body());
        if (description.find()) {
            return Optional.of(description.group(1));
        }
        var title = page.title();
        return title.isEmpty() || !page.ok() ? Optional.empty() : Optional.of(title.replaceFirst("^Login - ", ""));
    }

    /// The family answers a missing key with 401, an empty body and no challenge (section 2.2).
    private static boolean refusesLikeTheFamily(Visit.Page page) {
        return page.status() == 401 && page.body().isEmpty();
    }

    /// Section 2.4: as plain text, below the API as JSON.
    private boolean startsUp(Visit.Page page) {
        return page.status() == 503 && page.body().contains(app.appName() + " is starting up");
    }

    @Override
    public Connector open(Target target, Secrets secrets) {
        return new ArrConnector(app, clients.open(this, target, secrets), target, secrets.find(API_KEY));
    }
}
