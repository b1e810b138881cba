package io.pilothouse.connectors;

import io.pilothouse.domain.instance.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLSocket;

/// Looks at a port as a diagnosis needs it: who is behind the name, whether it listens, whether it
/// speaks TLS and with which certificate. Never through a proxy; sends nothing but a greeting.
///
/// @param limit longest wait for each look
public record PortProbe(Address address, Duration limit) {

    /// @throws IOException if the name is not known
    public List<InetAddress> resolve() throws IOException {
        return List.of(InetAddress.getAllByName(hostWithoutBrackets()));
    }

    /// Opens a connection and closes it.
    ///
    /// @throws IOException if nobody listens, or nothing is heard within the limit
    public void connect() throws IOException {
        opened().close();
    }

    /// Shakes hands without judging the certificate.
    ///
    /// @return empty when the port does not speak TLS
    /// @throws InterruptedException if the calling task was cancelled
    public Optional<ServerCertificate> certificate() throws InterruptedException {
        try (var plain = opened();
                var socket = (SSLSocket) Trust.lookingOnly()
                        .getSocketFactory()
                        .createSocket(plain, hostWithoutBrackets(), address.port(), true)) {
            var parameters = socket.getSSLParameters();
            parameters.setServerNames(serverNames());
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? Optional.of(ServerCertificate.of(certificate))
                    : Optional.empty();
        } catch (IOException | GeneralSecurityException ignored) { // not TLS, or nothing at all
            stopIfInterrupted();
            return Optional.empty();
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
            return host.contains(":") || host.matches("[0-9.]+") ? List.of() : List.of(new SNIHostName(host));
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
