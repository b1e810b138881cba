package io.pilothouse.connectors.stash;

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
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Stash. Secret: `apiKey`, which a server without a login does not have. Setting:
/// `publicWithoutKey`, a person's consent to reach a server without a key over the internet.
public final class StashKind implements ConnectorKind {

    /// Contract 1.1.
    private static final Pattern PASTED = Pattern.compile("/graphql/?$");

    static final String PUBLIC_WITHOUT_KEY = "publicWithoutKey";

    /// Open to anybody; says only that the process lives (section 1.1).
    private static final String LIVENESS = "healthz";

    private static final KindId ID = new KindId("stash");

    private final HttpClients http;
    private final Clock clock;

    public StashKind(HttpClients http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    @Override
    public KindId id() {
        return ID;
    }

    @Override
    public String displayName() {
        return "Stash";
    }

    @Override
    public Optional<Integer> usualPort() {
        return Optional.of(9999);
    }

    @Override
    public List<SecretField> secretFields() {
        return List.of(new SecretField("apiKey", "API key", false));
    }

    @Override
    public List<SettingField> settingFields() {
        return List.of(new SettingField(
                PUBLIC_WITHOUT_KEY,
                "Reach it over the internet without a key",
                false,
                "",
                value -> value.equals("true") || value.equals("false")
                        ? Optional.empty()
                        : Optional.of("is neither true nor false"),
                List.of("false", "true")));
    }

    @Override
    public Optional<String> secretPage() {
        return Optional.of("settings?tab=security");
    }

    /// `healthz` answers `.` to anybody, in every state and behind the guard against open access. To be
    /// certain the interface itself is asked without a key (401 with `WWW-Authenticate: FormBased` needs
    /// no looking at: an empty 401 there is enough), but never over the internet: a server without a
    /// login would lock itself up.
    @Override
    public Optional<Pattern> pastedPath() {
        return Optional.of(PASTED);
    }

    /// A server without a login that is asked over the internet for anything else locks itself up for
    /// everybody (section 1.2).
    @Override
    public Optional<String> harmlessPage(Address address) {
        return PublicAddress.is(address.host()) ? Optional.of(LIVENESS) : Optional.empty();
    }

    @Override
    public Optional<Recognition> recognise(Visit visit) throws ConnectorException, InterruptedException {
        var health = visit.get(LIVENESS);
        if (health.status() != 200 || !health.body().strip().equals(".")) {
            return Optional.empty();
        }
        if (PublicAddress.is(visit.address().host())) {
            return Optional.of(new Recognition(ID, "Stash", "", false, visit.address()));
        }
        var query = "{\"query\":\"query Probe { version { version } systemStatus { status } }\","
                + "\"operationName\":\"Probe\",\"variables\":{}}";
        var probe = visit.post("graphql", query);
        boolean closed = probe.status() == 401 && probe.body().isBlank();
        boolean open = probe.status() == 200 && probe.body().contains("\"systemStatus\"");
        return Optional.of(new Recognition(ID, "Stash", "", closed || open, visit.address()));
    }

    @Override
    public boolean sameInstallation(RemoteIdentity stored, RemoteIdentity seen) {
        if (!stored.product().equals(seen.product())) {
            return false;
        }
        return LibrarySamples.ids(stored.facts()).isEmpty()
                ? ConnectorKind.super.sameInstallation(stored, seen)
                : !LibrarySamples.otherLibrary(stored.facts(), seen.facts());
    }

    @Override
    public Connector open(Target target, Secrets secrets) {
        return new StashConnector(http.open(this, target, secrets), target, secrets, clock);
    }
}
