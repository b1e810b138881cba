package io.pilothouse.demo.service;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// The certificates of one fleet: an authority of its own and what it signed. Keys follow from the
/// seed, so that a pinned key still fits after the fleet was started again. Thread-safe.
final class Certificates {

    private static final Duration AGE = Duration.ofDays(80);

    private final Clock clock;
    private final long seed;
    private final Lazy<KeyPair> authorityKey = new Lazy<>(() -> key("authority"));
    private final Lazy<X509Certificate> authority = new Lazy<>(this::signAuthority);
    private final Map<String, SSLContext> contexts = new ConcurrentHashMap<>();

    Certificates(Clock clock, long seed) {
        this.clock = clock;
        this.seed = seed;
    }

    /// The authority that signed every certificate but the untrusted ones.
    X509Certificate authority() {
        return authority.get();
    }

    private X509Certificate signAuthority() {
        var name = "CN=Demo fleet authority";
        return sign(name, name, authorityKey.get(), authorityKey.get(), "", true, Duration.ofDays(3650));
    }

    static String pem(X509Certificate certificate) {
        try {
            var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
            return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("certificate cannot be encoded", e);
        }
    }

    /// A server context showing one certificate for one host address.
    SSLContext context(String host, CertificateKind kind) {
        return contexts.computeIfAbsent(host + " " + kind, _ -> open(host, kind));
    }

    private SSLContext open(String host, CertificateKind kind) {
        var key = key(host + kind);
        var subject = "CN=" + host + ", O=Demo fleet";
        var shownHost = kind == CertificateKind.WRONG_HOST ? "127.0.0.99" : host;
        boolean selfSigned = kind == CertificateKind.UNTRUSTED;
        var certificate = sign(
                subject,
                selfSigned ? subject : authority().getSubjectX500Principal().getName(),
                key,
                selfSigned ? key : authorityKey.get(),
                shownHost,
                false,
                kind.left());
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "server",
                    key.getPrivate(),
                    new char[0],
                    selfSigned ? new Certificate[] {certificate} : new Certificate[] {certificate, authority()});
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no TLS context for " + host, e);
        }
    }

    private X509Certificate sign(
            String subject,
            String issuer,
            KeyPair key,
            KeyPair issuerKey,
            String host,
            boolean authority,
            Duration left) {
        var now = clock.instant();
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    new X500Name(issuer),
                    BigInteger.valueOf(Math.abs(now.toEpochMilli() * 31 + subject.hashCode()) + 1),
                    Date.from(now.minus(AGE)),
                    Date.from(now.plus(left)),
                    new X500Name(subject),
                    key.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (!host.isEmpty()) {
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                    new GeneralName(GeneralName.iPAddress, host),
                }));
            }
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (OperatorCreationException | GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot sign a certificate for " + subject, e);
        }
    }

    private KeyPair key(String purpose) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), new Seeded(seed * 31 + purpose.hashCode()));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no elliptic-curve keys on this platform", e);
        }
    }

    /// Randomness that is none: only for keys that guard nothing.
    private static final class Seeded extends SecureRandom {

        private static final long serialVersionUID = 1;

        Seeded(long seed) {
            super(new Source(seed), null);
        }
    }

    private static final class Source extends SecureRandomSpi {

        private static final long serialVersionUID = 1;

        private final transient SplittableRandom random;

        Source(long seed) {
            random = new SplittableRandom(seed);
        }

        @Override
        protected void engineSetSeed(byte[] ignored) {}

        @Override
        protected void engineNextBytes(byte[] bytes) {
            random.nextBytes(bytes);
        }

        @Override
        protected byte[] engineGenerateSeed(int count) {
            var bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        }
    }
}
