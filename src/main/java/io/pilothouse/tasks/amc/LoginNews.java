package io.pilothouse.tasks.amc;

import io.pilothouse.connectors.amc.CredentialNews;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.secret.Secret;
import java.util.function.Function;

/// Passes on what is heard of refresh tokens to whoever listens by then: connectors are made before
/// those who care.
public final class LoginNews implements CredentialNews {

    private volatile CredentialNews listener = CredentialNews.NOBODY;

    void listen(CredentialNews next) {
        listener = next;
    }

    @Override
    public void rotated(Secret before, Secret after) {
        listener.rotated(before, after);
    }

    @Override
    public void revoked(Secret refreshToken, Function<String, Problem> why) {
        listener.revoked(refreshToken, why);
    }
}
