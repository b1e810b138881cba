package io.pilothouse.connectors;

import io.pilothouse.domain.amc.AmcException;
import io.pilothouse.domain.amc.EntityId;
import io.pilothouse.domain.amc.MarketplaceId;
import io.pilothouse.domain.amc.Remote;
import io.pilothouse.domain.secret.Secret;
import java.util.List;

/// What a credential can see, whatever instance it is used for. Thread-safe; calls block and may be
/// interrupted.
public interface FindsAccounts {

    /// @return accounts that own instances
    List<Remote.Account> accounts() throws AmcException, InterruptedException;

    /// @return advertiser accounts, each of which may own an instance by self-service
    List<Remote.Account> advertiserAccounts() throws AmcException, InterruptedException;

    /// For an advertiser's entity that has none this *makes* an instance (section 6.2): never without
    /// being asked.
    ///
    /// @return empty if the credential may not see this pair
    List<Remote.InstanceFacts> instancesOf(EntityId entity, MarketplaceId marketplace)
            throws AmcException, InterruptedException;

    boolean termsAccepted() throws AmcException, InterruptedException;

    /// Exchanges the code of a consent.
    ///
    /// @param returnUrl as it was given to the consent page
    /// @param verifier  whose hash was given to the consent page
    /// @return the refresh token
    Secret refreshTokenFor(Secret code, String returnUrl, Secret verifier) throws AmcException, InterruptedException;
}
