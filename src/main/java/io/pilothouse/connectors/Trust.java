package io.pilothouse.connectors;

import io.pilothouse.domain.instance.Connection.TlsTrust;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Decides about a server's certificate as an instance's [TlsTrust] says, and says by the type of its
/// exception why not: ended ([java.security.cert.CertificateExpiredException]), made out to another
/// name ([WrongName]), not the pinned one ([PinChanged]), or else not trusted.
///
/// An extended trust manager, because the JDK then leaves the check of the host name to it.
final class Trust {

    private Trust() {}

    /// @throws GeneralSecurityException if the instance's own authority is not a certificate
    static SSLContext context(TlsTrust trust) throws GeneralSecurityException {
        return context(
                switch (trust) {
                    case TlsTrust.System _ -> new Verified(List.of());
                    case TlsTrust.Authority(String pem) ->
                        new Verified(List.copyOf(SystemAuthorities.read(
                                new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))));
                    case TlsTrust.Pinned(String sha256) -> new Pinned(sha256);
                });
    }

    /// Does what takes long before a handshake, whose time is limited.
    static void prepare(TlsTrust trust) {
        if (trust instanceof TlsTrust.System) {
            SystemAuthorities.read();
        }
    }

    /// Believes any certificate: only for looking at one, never for sending anything.
    static SSLContext lookingOnly() throws GeneralSecurityException {
        return context(new AnyLeaf());
    }

    private static SSLContext context(X509ExtendedTrustManager manager) throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {manager}, null);
        return context;
    }

    /// The certificate is good, but not for the host that was asked for.
    static final class WrongName extends CertificateException {
        private static final long serialVersionUID = 1L;

        WrongName(CertificateException cause) {
            super(cause);
        }
    }

    /// Another certificate than the pinned one.
    static final class PinChanged extends CertificateException {
        private static final long serialVersionUID = 1L;
    }

    /// What all our decisions have in common: they judge servers, not clients.
    private abstract static class ServersOnly extends X509ExtendedTrustManager {

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            checkServerTrusted(chain, authType);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            checkServerTrusted(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("no clients here");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            checkClientTrusted(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            checkClientTrusted(chain, authType);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /// Asks the instance's own authorities first: those of the system take long to read.
    private static final class Verified extends ServersOnly {
        private final List<java.security.cert.Certificate> own;
        private final @Nullable X509ExtendedTrustManager ownOnly;
        private volatile @Nullable X509ExtendedTrustManager all;

        Verified(List<java.security.cert.Certificate> own) throws GeneralSecurityException {
            this.own = own;
            this.ownOnly = own.isEmpty() ? null : SystemAuthorities.only(own);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            chain[0].checkValidity();
            judge(chain, authType);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            chain[0].checkValidity();
            var judge = judge(chain, authType);
            try {
                judge.checkServerTrusted(chain, authType, engine);
            } catch (CertificateException e) { // all but the name was checked before
                throw new WrongName(e);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            chain[0].checkValidity();
            var judge = judge(chain, authType);
            try {
                judge.checkServerTrusted(chain, authType, socket);
            } catch (CertificateException e) { // as above
                throw new WrongName(e);
            }
        }

        /// @return whose authorities vouch for the chain
        private X509ExtendedTrustManager judge(X509Certificate[] chain, String authType) throws CertificateException {
            if (ownOnly != null) {
                try {
                    ownOnly.checkServerTrusted(chain, authType);
                    return ownOnly;
                } catch (CertificateException ignored) { // then the system's may
                }
            }
            var everybody = authorities();
            everybody.checkServerTrusted(chain, authType);
            return everybody;
        }

        private X509ExtendedTrustManager authorities() throws CertificateException {
            var known = all;
            if (known == null) {
                try {
                    known = SystemAuthorities.trusting(own);
                } catch (GeneralSecurityException e) {
                    throw new CertificateException(e);
                }
                all = known;
            }
            return known;
        }
    }

    private static final class Pinned extends ServersOnly {
        private final String sha256;

        Pinned(String sha256) {
            this.sha256 = sha256;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            if (!ServerCertificate.fingerprint(chain[0]).equals(sha256)) {
                throw new PinChanged();
            }
        }
    }

    private static final class AnyLeaf extends ServersOnly {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}
    }
}
