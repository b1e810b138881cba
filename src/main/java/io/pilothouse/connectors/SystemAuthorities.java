package io.pilothouse.connectors;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/// The certificate authorities that the JDK and the operating system trust, so that an authority a
/// person installed on their computer works here too.
final class SystemAuthorities {

    private static final Logger LOG = System.getLogger(SystemAuthorities.class.getName());

    /// Bundles of Debian, Fedora, Alpine and openSUSE.
    private static final List<Path> BUNDLES = List.of(
            Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
            Path.of("/etc/ssl/cert.pem"),
            Path.of("/etc/ssl/ca-bundle.pem"));

    /// Key stores of Windows and macOS.
    private static final List<String> KEY_STORES = List.of("Windows-ROOT", "KeychainStore-ROOT");

    private SystemAuthorities() {}

    /// Reads them now, so that no handshake has to wait for it. Quick from the second time on.
    static void read() {
        if (Loaded.ALL.isEmpty()) {
            LOG.log(Level.WARNING, "this computer trusts no certificate authority");
        }
    }

    /// @param extra further authorities to trust
    /// @throws GeneralSecurityException if the JDK cannot use them
    static X509ExtendedTrustManager trusting(Collection<? extends Certificate> extra) throws GeneralSecurityException {
        var all = new LinkedHashSet<Certificate>(Loaded.ALL);
        all.addAll(extra);
        return only(all);
    }

    /// @param authorities the only ones to trust
    /// @throws GeneralSecurityException if the JDK cannot use them
    static X509ExtendedTrustManager only(Collection<? extends Certificate> authorities)
            throws GeneralSecurityException {
        var store = emptyStore();
        int number = 0;
        for (var certificate : authorities) {
            store.setCertificateEntry("authority-" + number++, certificate);
        }
        var factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        for (var manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new GeneralSecurityException("the JDK offers no trust manager for X.509");
    }

    /// @throws GeneralSecurityException if the text holds no certificate
    static Collection<? extends Certificate> read(InputStream pem) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509").generateCertificates(pem);
    }

    private static KeyStore emptyStore() throws GeneralSecurityException {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            return store;
        } catch (IOException e) {
            throw new GeneralSecurityException("an empty key store", e);
        }
    }

    /// Read at the first TLS connection, as it takes tens of milliseconds.
    private static final class Loaded {
        static final List<Certificate> ALL = load();

        private static List<Certificate> load() {
            var all = new LinkedHashSet<Certificate>(); // most are in more than one place
            all.addAll(ofTheJdk());
            KEY_STORES.forEach(name -> all.addAll(ofKeyStore(name)));
            BUNDLES.stream().filter(Files::isReadable).findFirst().ifPresent(file -> all.addAll(ofBundle(file)));
            return List.copyOf(all);
        }

        private static List<Certificate> ofTheJdk() {
            try {
                var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                factory.init((KeyStore) null);
                var certificates = new ArrayList<Certificate>();
                for (var manager : factory.getTrustManagers()) {
                    if (manager instanceof X509TrustManager x509) {
                        certificates.addAll(List.of(x509.getAcceptedIssuers()));
                    }
                }
                return certificates;
            } catch (GeneralSecurityException e) {
                LOG.log(Level.WARNING, "could not read the authorities of the JDK", e);
                return List.of();
            }
        }

        private static List<Certificate> ofKeyStore(String name) {
            try {
                var store = KeyStore.getInstance(name);
                store.load(null, null);
                var certificates = new ArrayList<Certificate>();
                for (var alias : Collections.list(store.aliases())) {
                    var certificate = store.getCertificate(alias);
                    if (certificate != null) {
                        certificates.add(certificate);
                    }
                }
                return certificates;
            } catch (GeneralSecurityException | IOException e) {
                LOG.log(Level.DEBUG, "no key store {0} here", name);
                return List.of();
            }
        }

        private static List<Certificate> ofBundle(Path file) {
            try (var in = Files.newInputStream(file)) {
                return List.copyOf(read(in));
            } catch (IOException | GeneralSecurityException e) {
                LOG.log(Level.WARNING, "could not read the authorities in " + file, e);
                return List.of();
            }
        }
    }
}
