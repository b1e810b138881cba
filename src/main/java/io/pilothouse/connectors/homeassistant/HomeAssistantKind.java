package io.pilothouse.connectors.homeassistant;

import io.pilothouse.connectors.Connector;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.ConnectorKind;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.Recognition;
import io.pilothouse.connectors.Target;
import io.pilothouse.connectors.Visit;
import io.pilothouse.domain.home.LineChoice;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.instance.RemoteIdentity;
import io.pilothouse.domain.secret.Secrets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// Home Assistant. Secret: `token`, a long-lived access token.
public final class HomeAssistantKind implements ConnectorKind {

    /// Contract section 1.
    private static final Pattern PASTED = Pattern.compile("/(api(/websocket)?|lovelace.*|auth/authorize.*)/?$");

    private static final List<String> WORDS =
            Arrays.stream(LineChoice.values()).map(LineChoice::word).toList();

    private static final KindId ID = new KindId("homeassistant");

    private final HttpClients http;
    private final HomeAssistantSession.Surroundings around;

    /// @param random spreads attempts to connect again
    public HomeAssistantKind(HttpClients http, Clock clock, RandomGenerator random) {
        this(http, HomeAssistantSession.Surroundings.real(clock, random));
    }

    HomeAssistantKind(HttpClients http, HomeAssistantSession.Surroundings around) {
        this.http = http;
        this.around = around;
    }

    @Override
    public KindId id() {
        return ID;
    }

    @Override
    public String displayName() {
        return "Home Assistant";
    }

    @Override
    public Optional<Integer> usualPort() {
        return Optional.of(8123);
    }

    @Override
    public List<SecretField> secretFields() {
        return List.of(new SecretField("token", "Long-lived access token", true));
    }

    @Override
    public List<SettingField> settingFields() {
        return List.of(
                new SettingField(LineChoice.SETTING, "Live connection", false, "", HomeAssistantKind::noChoice, WORDS));
    }

    private static Optional<String> noChoice(String value) {
        return WORDS.contains(value) ? Optional.empty() : Optional.of("must be one of " + String.join(", ", WORDS));
    }

    @Override
    public Optional<String> secretPage() {
        return Optional.of("profile/security");
    }

    /// Reads the web page's manifest. Nothing below `/api/` is asked: each answer 401 there is a failed
    /// login to Home Assistant, which warns its users and may ban this computer. A computer that is banned
    /// is answered 403 with this text everywhere.
    @Override
    public Optional<Pattern> pastedPath() {
        return Optional.of(PASTED);
    }

    @Override
    public Optional<Recognition> recognise(Visit visit) throws ConnectorException, InterruptedException {
        var manifest = visit.get("manifest.json");
        var text = manifest.body();
        if (manifest.status() == 200
                && text.stripLeading().startsWith("{")
                && text.matches("(?s).*\"name\"\\s*:\\s*\"Home Assistant\".*")) {
            return Optional.of(new Recognition(ID, "Home Assistant", "", true, visit.address()));
        }
        if (manifest.status() == 404 && visit.get("").title().equals("Home Assistant")) {
            return Optional.of(new Recognition(ID, "Home Assistant", "", false, visit.address()));
        }
        if (manifest.status() == 403 && text.strip().equals("403: Forbidden")) {
            return Optional.of(new Recognition(ID, "Home Assistant", "", false, visit.address()));
        }
        return Optional.empty();
    }

    /// Another user alone is a new token, another name alone a renamed house; both are another
    /// installation. In recovery mode there is no name.
    @Override
    public boolean sameInstallation(RemoteIdentity stored, RemoteIdentity seen) {
        return same(stored, seen);
    }

    static boolean same(RemoteIdentity stored, RemoteIdentity seen) {
        if (!stored.product().equals(seen.product())) {
            return false;
        }
        var before = stored.facts().get("userId");
        var now = seen.facts().get("userId");
        boolean otherUser = before != null && now != null && !before.equals(now);
        boolean otherName = !stored.name().isEmpty()
                && !seen.name().isEmpty()
                && !stored.name().equals(seen.name());
        return !(otherUser && otherName);
    }

    @Override
    public boolean controlsDevices() {
        return true;
    }

    @Override
    public Connector open(Target target, Secrets secrets) {
        return new HomeAssistantConnector(http.open(this, target, secrets), target, secrets, around);
    }
}
