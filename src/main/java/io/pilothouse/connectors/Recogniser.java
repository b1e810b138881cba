package io.pilothouse.connectors;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.Connection.TlsTrust;
import io.pilothouse.domain.instance.KindId;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds out which kind of service answers at an address, by what it shows to anybody. Never sends a
/// secret. Thread-safe.
public final class Recogniser {

    private static final Duration PROBE_LIMIT = Duration.ofSeconds(2);

    /// A link from a browser is cut at most this often before its root is asked.
    private static final int MOST_CUTS = 4;

    private final ConnectorKinds kinds;
    private final HttpClients clients;

    public Recogniser(ConnectorKinds kinds, HttpClients clients) {
        this.kinds = kinds;
        this.clients = clients;
    }

    /// Looks at an address, at its parents, and in the other language where it does not speak the one it
    /// begins with. A certificate that is not trusted does not matter here: nothing secret is sent.
    ///
    /// @param label what the address is called in messages
    /// @throws ConnectorException   if nothing answers, or nothing we know
    /// @throws InterruptedException if the calling task was cancelled
    public Recognition recognise(Connection connection, String label) throws ConnectorException, InterruptedException {
        try {
            return recogniseAsWritten(connection, label);
        } catch (ConnectorException e) {
            var other = elsewhere(connection, e);
            if (other.isEmpty()) {
                throw e;
            }
            try {
                return recogniseAsWritten(other.get(), label);
            } catch (ConnectorException ignored) { // the first failure is about what the person wrote
                throw e;
            }
        }
    }

    /// Says what answers in place of the expected kind, where that can be seen.
    ///
    /// @param surprise a failure, for example with [FaultCode#UNKNOWN_PRODUCT]; a sign-in in front may in
    ///                 truth be the one of another product
    /// @return a better one, or the same where nothing better is known
    public ConnectorException explain(ConnectorException surprise, Connection connection, String label, KindId expected)
            throws InterruptedException {
        if (surprise.code() != FaultCode.UNKNOWN_PRODUCT && surprise.code() != FaultCode.PROXY_PAGE) {
            return surprise;
        }
        try {
            var found = recognise(connection, label);
            return found.kind().equals(expected) ? surprise : wrongProduct(label, found, expected);
        } catch (ConnectorException e) {
            return surprise.code() == FaultCode.UNKNOWN_PRODUCT && e.code() == FaultCode.UNKNOWN_PRODUCT ? e : surprise;
        }
    }

    private ConnectorException wrongProduct(String label, Recognition found, KindId expected) {
        var wanted = kinds.find(expected).map(ConnectorKind::displayName).orElse(expected.value());
        return new ConnectorException(
                FaultCode.WRONG_PRODUCT,
                new Problem(
                        FaultCode.WRONG_PRODUCT.problemCode(),
                        label + " is " + found.product() + ", not " + wanted + ".",
                        "Add it as " + found.product() + ", or correct the address; no key was sent."),
                Optional.empty(),
                Optional.of(found.kind()),
                null);
    }

    private Recognition recogniseAsWritten(Connection connection, String label)
            throws ConnectorException, InterruptedException {
        var shown = new ArrayList<String>();
        Optional<Recognition> likely = Optional.empty();
        for (var address : addressAndParents(connection.address())) {
            var visit = visit(connection.withAddress(address), label);
            for (var kind : kinds.all()) {
                if (kind.harmlessPage(address).isPresent()) {
                    var seen = kind.recognise(visit);
                    if (seen.isPresent()) {
                        return seen.get();
                    }
                }
            }
            var root = visit.get("");
            if (root.status() == 502 || root.status() == 504) { // nobody is there to be recognised
                stopIfSignInOrError(root, connection, label);
            }
            ConnectorException trouble = null;
            for (var kind : kinds.all()) {
                try {
                    var seen = kind.recognise(visit);
                    if (seen.isPresent() && seen.get().certain()) {
                        return seen.get();
                    }
                    likely = likely.or(() -> seen);
                } catch (ConnectorException e) { // it may still be one of the others
                    trouble = e;
                }
            }
            if (likely.isPresent()) {
                return likely.get();
            }
            if (trouble != null) {
                throw trouble;
            }
            stopIfSignInOrError(root, connection, label);
            shown.add(root.title());
        }
        throw unknown(connection.address(), shown.getLast(), label);
    }

    /// A visit that trusts whatever certificate is shown now, where the connection's own trust does not.
    private Visit visit(Connection connection, String label) throws ConnectorException, InterruptedException {
        var visit = clients.visit(connection, label);
        var first = kinds.all().stream()
                .flatMap(kind -> kind.harmlessPage(connection.address()).stream())
                .findFirst()
                .orElse("");
        try {
            visit.get(first);
            return visit;
        } catch (ConnectorException e) {
            var shown =
                    switch (e.code()) {
                        case TLS_UNTRUSTED, TLS_EXPIRED, TLS_WRONG_NAME, TLS_PIN_CHANGED ->
                            PortProbe.certificateAt(connection, connection.address(), PROBE_LIMIT);
                        default -> Optional.<ServerCertificate>empty();
                    };
            if (shown.isEmpty()) {
                throw e;
            }
            return clients.visit(
                    connection.withTrust(new TlsTrust.Pinned(shown.get().sha256())), label);
        }
    }

    private static List<Address> addressAndParents(Address address) {
        var all = new ArrayList<Address>();
        for (var uri = address.uri(); ; uri = uri.resolve("..")) {
            if (uri.getRawPath().startsWith("/..")) {
                break;
            }
            all.add(new Address(uri));
            if (uri.getRawPath().equals("/")) {
                break;
            }
        }
        return all.size() <= MOST_CUTS + 1 ? all : List.copyOf(all.subList(all.size() - MOST_CUTS - 1, all.size()));
    }

    /// Where else to look: the other scheme, or where the same host redirects to.
    private Optional<Connection> elsewhere(Connection connection, ConnectorException failure)
            throws InterruptedException {
        var address = connection.address();
        return switch (failure.code()) {
            case TLS_EXPECTED -> Optional.of(connection.withAddress(with(address, "https")));
            case TLS_NOT_SPOKEN -> Optional.of(connection.withAddress(with(address, "http")));
            case CONNECTION_REFUSED, NO_ANSWER ->
                address.uri().getPort() < 0
                        ? Optional.of(connection.withAddress(with(address, address.secure() ? "http" : "https")))
                        : Optional.empty();
            case REDIRECTED_AWAY -> redirectedAtHome(connection);
            default -> Optional.empty();
        };
    }

    /// Many hosts redirect http to https.
    private Optional<Connection> redirectedAtHome(Connection connection) throws InterruptedException {
        try {
            return clients.visit(connection, "")
                    .get("")
                    .location()
                    .map(URI::create)
                    .filter(to -> connection.address().host().equalsIgnoreCase(to.getHost()))
                    .filter(to -> "https".equals(to.getScheme()) || "http".equals(to.getScheme()))
                    .map(to -> connection.withAddress(new Address(
                            URI.create(to.getScheme() + "://" + to.getRawAuthority() + folder(to.getRawPath())))));
        } catch (ConnectorException ignored) { // it answered a moment ago; the first failure stands
            return Optional.empty();
        }
    }

    private static String folder(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    private static Address with(Address address, String scheme) {
        var uri = address.uri();
        return Address.of(scheme + "://" + uri.getRawAuthority() + uri.getRawPath());
    }

    private static void stopIfSignInOrError(Visit.Page root, Connection connection, String label)
            throws ConnectorException {
        var faults = new Faults(label, connection.address(), connection.timeout(), Optional.empty(), 0);
        if (root.location().isPresent()) {
            throw faults.redirected(root.location().map(URI::create), root.from());
        }
        if (root.status() >= 500) {
            throw faults.ofStatus(root.status());
        }
        if (root.status() == 401 || root.status() == 403) {
            throw faults.signInFirst();
        }
        if (root.status() == 407) {
            throw faults.proxySignIn();
        }
        if (root.status() == 429) {
            throw faults.throttled(Optional.empty());
        }
    }

    private ConnectorException unknown(Address address, String title, String label) {
        var known = ForeignProducts.named(title);
        var found = known.map(words -> label + " is " + words + ", which Pilothouse does not manage.")
                .orElse(
                        title.isBlank()
                                ? "Something answers at " + address + ", but it is nothing Pilothouse knows."
                                : "A page named “" + Faults.shortened(title) + "” answers at " + address
                                        + ", which is nothing Pilothouse knows.");
        return ConnectorException.of(
                FaultCode.UNKNOWN_PRODUCT, found, "Check the port and path, or choose the kind yourself.");
    }
}
