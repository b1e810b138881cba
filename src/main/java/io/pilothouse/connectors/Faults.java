package io.pilothouse.connectors;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.Address;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/// What a failed exchange means, in words a person can act on. Decides by types and numbers, never by
/// the text of a message.
///
/// @param label   the instance's name
/// @param address where it was asked
/// @param timeout how long its answer was waited for
/// @param proxy   `host:port` of the proxy between us and it; empty without one
/// @param maxBytes how large its answer was allowed to be
record Faults(String label, Address address, Duration timeout, Optional<String> proxy, long maxBytes) {

    /// No answer, or half of one.
    ConnectorException of(IOException failure) {
        var causes = causes(failure);
        var translated = causes.stream().flatMap(cause -> one(cause).stream()).findFirst();
        return translated.orElseGet(this::cut).causedBy(failure);
    }

    private Optional<ConnectorException> one(Throwable cause) {
        return Optional.ofNullable(
                switch (cause) {
                    case BoundedBody.TooLarge _ -> tooLarge();
                    case HttpConnectTimeoutException _ -> unconnected(noAnswer());
                    case HttpTimeoutException _ -> tooSlow();
                    case TimeoutException _ -> tooSlow(); // of a body
                    case UnresolvedAddressException _ -> unconnected(nameUnknown());
                    case UnknownHostException _ -> unconnected(nameUnknown());
                    case CertificateExpiredException _ ->
                        ConnectorException.of(
                                FaultCode.TLS_EXPIRED,
                                "The certificate of " + label + " has expired.",
                                "Renew the certificate on the service, or trust this one for this instance.");
                    case CertificateNotYetValidException _ ->
                        ConnectorException.of(
                                FaultCode.TLS_EXPIRED,
                                "The certificate of " + label + " is not valid yet.",
                                "Check the clocks of this computer and of the service.");
                    case Trust.PinChanged _ ->
                        ConnectorException.of(
                                FaultCode.TLS_PIN_CHANGED,
                                label + " shows another certificate than the one trusted for it.",
                                "Compare the new fingerprint on the service before you trust it.");
                    case Trust.WrongName _ ->
                        ConnectorException.of(
                                FaultCode.TLS_WRONG_NAME,
                                "The certificate of " + label + " is not made out to " + address.host() + ".",
                                "Use a name of the certificate in the address, or trust this one for this instance.");
                    case CertificateException _ ->
                        ConnectorException.of(
                                FaultCode.TLS_UNTRUSTED,
                                "The certificate of " + label + " comes from nobody this computer trusts.",
                                "Compare its fingerprint and trust this one for this instance, or add your own authority.");
                    case ProtocolException _ -> malformed(); // what came was no HTTP
                    case NoRouteToHostException _ -> unconnected(noRoute());
                    case ConnectException failed
                    when causes(failed).stream()
                            .skip(1)
                            .noneMatch(inner -> one(inner).isPresent()) ->
                        unconnected(unreachable(failed) ? noRoute() : connectionRefused());
                    default -> null;
                });
    }

    /// java.net.http wraps "network is unreachable" and its like in a ConnectException. Elsewhere a plain
    /// SocketException is the reset of a connection that stood: what was sent may have arrived.
    private static boolean unreachable(ConnectException failed) {
        return causes(failed).stream().skip(1).anyMatch(inner -> inner.getClass() == SocketException.class);
    }

    static ConnectorException unreadableAuthority(String label) {
        return ConnectorException.of(
                FaultCode.CONFIGURATION,
                "The own certificate authority of " + label + " cannot be read.",
                "Choose a PEM file that holds the certificate of your authority.");
    }

    /// A TLS conversation that failed for another reason than the certificate.
    static boolean tlsWithoutVerdict(IOException failure) {
        var causes = causes(failure);
        return causes.stream().anyMatch(SSLException.class::isInstance)
                && causes.stream().noneMatch(CertificateException.class::isInstance);
    }

    private ConnectorException unconnected(ConnectorException direct) {
        return proxy.map(between -> ConnectorException.of(
                        FaultCode.PROXY_FAILED,
                        "The proxy " + between + " does not answer, so " + label + " cannot be reached.",
                        "Check the proxy in the settings of the instance or of this computer."))
                .orElse(direct);
    }

    ConnectorException nameUnknown() {
        return ConnectorException.of(
                FaultCode.NAME_UNKNOWN,
                label + " cannot be found: nobody on this network knows the name " + address.host() + ".",
                "Check the spelling of the host name, or use its IP address.");
    }

    ConnectorException noRoute() {
        return ConnectorException.of(
                FaultCode.NO_ROUTE,
                label + " cannot be reached: no way leads to " + address.host() + ".",
                "Check that this computer is in the right network or VPN.");
    }

    ConnectorException connectionRefused() {
        return ConnectorException.of(
                FaultCode.CONNECTION_REFUSED,
                label + " did not answer: nothing listens on port " + address.port() + " of " + address.host() + ".",
                "Check that the service runs and that the port is right.");
    }

    ConnectorException noAnswer() {
        return ConnectorException.of(
                FaultCode.NO_ANSWER,
                label + " did not answer: " + address.host() + " stays silent on port " + address.port() + ".",
                "Check that the computer is on and that no firewall is in the way.");
    }

    ConnectorException tooSlow() {
        return ConnectorException.of(
                FaultCode.TOO_SLOW,
                label + " took longer than " + seconds(timeout) + " to answer.",
                "Try again, or raise the time limit of the instance.");
    }

    ConnectorException cut() {
        return ConnectorException.of(
                FaultCode.CONNECTION_CUT,
                label + " closed the connection before its answer was complete.",
                "Try again; if it happens often, look into the log of the service.");
    }

    ConnectorException tlsExpected() {
        return ConnectorException.of(
                FaultCode.TLS_EXPECTED,
                label + " speaks HTTPS at " + hostAndPort() + ", but its address begins with http.",
                "Change the address to https://" + hostAndPort() + ".");
    }

    ConnectorException tlsNotSpoken() {
        return ConnectorException.of(
                FaultCode.TLS_NOT_SPOKEN,
                label + " speaks plain HTTP at " + hostAndPort() + ", but its address begins with https.",
                "Change the address to http://" + hostAndPort() + ".");
    }

    ConnectorException tlsFailed() {
        return ConnectorException.of(
                FaultCode.TLS_NOT_SPOKEN,
                label + " and this computer could not agree on an encryption at " + hostAndPort() + ".",
                "Check that HTTPS is switched on there, and bring its TLS settings up to date.");
    }

    ConnectorException tooLarge() {
        return ConnectorException.of(
                FaultCode.TOO_LARGE,
                label + " sent more than " + (maxBytes >> 20 > 0 ? (maxBytes >> 20) + " MiB" : maxBytes + " bytes")
                        + ", which is more than Pilothouse reads here.",
                "Check that the address leads to the service and not to a file.");
    }

    ConnectorException malformed() {
        return ConnectorException.of(
                FaultCode.MALFORMED,
                label + " sent an answer that makes no sense.",
                "Check that the address leads to the service, and look into its log.");
    }

    /// An answer that is not what was asked for.
    ///
    /// @param now for the waiting time that a date in the answer means
    ConnectorException of(Answer answer, Instant now) {
        int status = answer.status();
        if (answer.redirect()) {
            return redirected(answer.location(), answer.uri());
        }
        if (answer.ok()) {
            return answer.html() ? pageInFront(answer) : malformed();
        }
        return switch (status) {
            case 401, 403 -> signIn(answer) ? signInFirst() : status == 401 ? refused() : forbidden();
            case 404, 405, 410 ->
                ConnectorException.of(
                        FaultCode.WRONG_PATH,
                        "At " + answer.uri().getPath() + " " + label + " has nothing (" + status + ").",
                        "Check the path at the end of the address.");
            case 407 -> proxySignIn();
            case 429 -> throttled(answer.retryAfter(now));
            case 502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 530 ->
                answer.contentType().equals("application/json") ? serverError(status) : gateway(status);
            default ->
                status >= 500
                        ? serverError(status)
                        : ConnectorException.of(
                                FaultCode.REFUSED,
                                label + " refused the request (" + status + ").",
                                "Look into the log of the service for the reason.");
        };
    }

    private static boolean signIn(Answer answer) {
        return answer.html() || answer.header("WWW-Authenticate").isPresent();
    }

    ConnectorException refused() {
        return ConnectorException.of(
                FaultCode.SECRET_REFUSED,
                label + " answers but refuses the key.",
                "Copy the key from the settings page of the service and replace it here.");
    }

    ConnectorException proxySignIn() {
        return ConnectorException.of(
                FaultCode.PROXY_FAILED,
                "The proxy in front of " + label + " wants a sign-in.",
                "Choose another proxy, or none, for this instance.");
    }

    private ConnectorException forbidden() {
        return ConnectorException.of(
                FaultCode.PERMISSION_MISSING,
                label + " accepts the sign-in but does not permit this.",
                "Give the user or key more rights on the service.");
    }

    ConnectorException signInFirst() {
        return ConnectorException.of(
                FaultCode.PROXY_PAGE,
                "A sign-in in front of " + label + " answered in its place.",
                "Use an address behind the reverse proxy, or add the header it lets pass.");
    }

    ConnectorException throttled(Optional<Duration> wait) {
        return new ConnectorException(
                FaultCode.THROTTLED,
                new Problem(
                        FaultCode.THROTTLED.problemCode(),
                        label + " asks for fewer requests"
                                + wait.map(time -> ", for " + seconds(time)).orElse("") + ".",
                        "Wait; Pilothouse tries again by itself."),
                wait,
                Optional.empty(),
                null);
    }

    private ConnectorException gateway(int status) {
        return ConnectorException.of(
                FaultCode.PROXY_PAGE,
                "The reverse proxy in front of " + label + " answers, but the service behind it does not (" + status
                        + ").",
                "Start the service, or check where the reverse proxy sends requests.");
    }

    private ConnectorException serverError(int status) {
        return ConnectorException.of(
                FaultCode.SERVER_ERROR,
                label + " answered with an error of its own (" + status + ").",
                "Look into the log of the service.");
    }

    private ConnectorException pageInFront(Answer answer) {
        return ConnectorException.of(
                FaultCode.PROXY_PAGE,
                "A web page" + named(answer.title()) + " answered in place of " + label + ".",
                "Check the path at the end of the address, and any sign-in in front of the service.");
    }

    ConnectorException redirected(Optional<URI> location, URI from) {
        var host = location.map(URI::getHost).orElse(null);
        if (host == null) {
            return malformed();
        }
        if (host.equalsIgnoreCase(from.getHost())) {
            var to = location.orElseThrow();
            return ConnectorException.of(
                    FaultCode.REDIRECTED_AWAY,
                    label + " was redirected to " + origin(to) + to.getRawPath() + ".",
                    "Use that address if it is the service; if it is a sign-in page, check the path of the address.");
        }
        return ConnectorException.of(
                FaultCode.REDIRECTED_AWAY,
                label + " was redirected to " + host
                        + SignInPortal.of(location.orElseThrow())
                                .map(portal -> ", a sign-in page of " + portal)
                                .orElse("")
                        + ".",
                "Use an address behind the sign-in, or let requests with your own header pass it.");
    }

    private static String named(String title) {
        var words = shortened(title);
        return words.isBlank() ? "" : " “" + words + "”";
    }

    /// A foreign text as it may stand in a message.
    static String shortened(String text) {
        var words = text.replaceAll("\\p{Cntrl}", "");
        return words.length() > 60 ? words.substring(0, 60) + "…" : words;
    }

    /// An error status whose answer is not at hand.
    ConnectorException ofStatus(int status) {
        return status >= 502 && status <= 504 ? gateway(status) : serverError(status);
    }

    private String hostAndPort() {
        return address.uri().getRawAuthority();
    }

    static String origin(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    static String seconds(Duration time) {
        return time.toSeconds() >= 120
                ? time.toMinutes() + " min"
                : time.toMillis() >= 1_000 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    private static List<Throwable> causes(Throwable failure) {
        var causes = new ArrayList<Throwable>();
        for (Throwable cause = failure; cause != null && !causes.contains(cause); cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }
}
