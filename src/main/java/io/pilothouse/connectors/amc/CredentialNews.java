package io.pilothouse.connectors.amc;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import java.util.function.Function;

/// Told what the login service says about a credential. Called on the thread of a request; must not
/// wait for the network.
public interface CredentialNews {

    CredentialNews NOBODY = new CredentialNews() {
        @Override
        public void rotated(Secret before, Secret after) {}

        @Override
        public void revoked(Secret refreshToken, Function<String, Problem> why) {}
    };

    /// A refresh gave another refresh token: the old one may die.
    void rotated(Secret before, Secret after);

    /// The login service will have nothing more to do with it until a person changes it.
    ///
    /// @param why by the name of an instance
    void revoked(Secret refreshToken, Function<String, Problem> why);

    /// @return the refresh token among an instance's secrets, by which it is known here
    static java.util.Optional<Secret> refreshToken(Secrets secrets) {
        return secrets.find(AmcKind.REFRESH_TOKEN);
    }
}
