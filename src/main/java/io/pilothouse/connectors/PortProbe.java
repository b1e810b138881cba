package io.pilothouse.connectors;

import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.Connection.TlsTrust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/// Looks at a port as a diagnosis needs it: who is behind the name, whether it listens, whether it
/// speaks TLS and with which certificate. Never through a proxy; sends nothing but a greeting.
///
/// @param limit longest wait for each look
public record PortProbe(Address address, Duration limit) {

    /// Asks who is behind the name.
    ///
    /// @throws ConnectorException if nobody knows
    public List<InetAddress> resolve(String label) throws ConnectorException {
        try {
            return List.of(InetAddress.getAllByName(hostWithoutBrackets()));
        } catch (UnknownHostException e) {
            throw faults(label).nameUnknown().causedBy(e);
        }
    }

    /// @return whether the address holds numbers, so that there is no name to ask for
    public boolean numeric() {
        var host = hostWithoutBrackets();
        return host.contains(":") || host.matches("[0-9.]+");
    }

    /// Opens a connection and closes it.
    ///
    /// @throws ConnectorException if nobody listens, or nothing is heard within the limit
    /// @throws InterruptedException if the calling task was cancelled
    public void connect(String label) throws ConnectorException, InterruptedException {
        try {
            opened().close();
        } catch (SocketTimeoutException e) {
            throw faults(label).noAnswer().causedBy(e);
        } catch (IOException e) {
            stopIfInterrupted();
            throw faults(label).of(e);
        }
    }

    /// Asks this computer's own tables whether a way leads there; sends nothing.
    ///
    /// @return the own address from which it would be reached
    /// @throws ConnectorException if there is no way
    public InetAddress route(InetAddress to, String label) throws ConnectorException {
        try (var socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(to, address.port()));
            return socket.getLocalAddress();
        } catch (SocketException | UncheckedIOException e) {
            throw faults(label).noRoute().causedBy(e);
        }
    }

    private Faults faults(String label) {
        return new Faults(label, address, limit, Optional.empty(), 0);
    }

    /// What the server of a connection shows of itself.
    ///
    /// @return empty when it does not speak TLS, or stands behind a proxy
    /// @throws InterruptedException if the calling task was cancelled
    public static Optional<ServerCertificate> certificateAt(Connection connection, Address address, Duration limit)
            throws InterruptedException {
        return HttpClients.proxyOf(connection, address).isPresent()
                ? Optional.empty()
                : new PortProbe(address, limit).certificate();
    }

    /// Shakes hands without judging the certificate.
    ///
    /// @return empty when the port does not speak TLS
    /// @throws InterruptedException if the calling task was cancelled
    public Optional<ServerCertificate> certificate() throws InterruptedException {
        try {
            return Optional.of(handshake(Trust.lookingOnly()));
        } catch (IOException | GeneralSecurityException ignored) { // not TLS, or nothing at all
            stopIfInterrupted();
            return Optional.empty();
        }
    }

    /// Shakes hands and judges the certificate as an instance does.
    ///
    /// @throws ConnectorException if there is no TLS, or the certificate is not trusted
    /// @throws InterruptedException if the calling task was cancelled
    public ServerCertificate trusted(TlsTrust trust, String label) throws ConnectorException, InterruptedException {
        Trust.prepare(trust);
        try {
            return handshake(Trust.context(trust));
        } catch (GeneralSecurityException e) {
            throw Faults.unreadableAuthority(label).causedBy(e);
        } catch (IOException e) {
            stopIfInterrupted();
            var faults = faults(label);
            throw Faults.tlsWithoutVerdict(e) || faults.of(e).code() == FaultCode.CONNECTION_CUT
                    ? (plainHttp() ? faults.tlsNotSpoken() : faults.tlsFailed()).causedBy(e)
                    : faults.of(e);
        }
    }

    private ServerCertificate handshake(SSLContext context) throws IOException {
        try (var plain = opened();
                var socket = (SSLSocket)
                        context.getSocketFactory().createSocket(plain, hostWithoutBrackets(), address.port(), true)) {
            var parameters = socket.getSSLParameters();
            parameters.setServerNames(serverNames());
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            if (socket.getSession().getPeerCertificates()[0] instanceof X509Certificate certificate) {
                return ServerCertificate.of(certificate);
            }
            throw new SSLException("a certificate of an unknown type");
        }
    }

    /// @return whether a plain HTTP request is answered
    /// @throws InterruptedException if the calling task was cancelled
    public boolean plainHttp() throws InterruptedException {
        try (var socket = opened()) {
            socket.getOutputStream()
                    .write(("HEAD / HTTP/1.1\r\nHost: " + address.uri().getRawAuthority()
                                    + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII).equals("HTTP/");
        } catch (IOException ignored) {
            stopIfInterrupted();
            return false;
        }
    }

    private Socket opened() throws IOException {
        var socket = new Socket();
        try {
            socket.setSoTimeout((int) limit.toMillis());
            socket.connect(new InetSocketAddress(hostWithoutBrackets(), address.port()), (int) limit.toMillis());
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private List<SNIServerName> serverNames() {
        var host = hostWithoutBrackets();
        try {
            return numeric() ? List.of() : List.of(new SNIHostName(host));
        } catch (IllegalArgumentException ignored) { // a name that TLS cannot ask for
            return List.of();
        }
    }

    private String hostWithoutBrackets() {
        var host = address.host();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /// A socket on an interrupted virtual thread fails with an [IOException] and keeps the mark.
    private static void stopIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
