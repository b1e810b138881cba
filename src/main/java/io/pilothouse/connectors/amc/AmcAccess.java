package io.pilothouse.connectors.amc;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.Target;
import io.pilothouse.domain.amc.AmcInstanceId;
import io.pilothouse.domain.amc.EntityId;
import io.pilothouse.domain.amc.MarketplaceId;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.secret.Secrets;
import java.util.Optional;

/// What every call needs, checked before anything is sent (section 1.1, R1 and R2).
///
/// @param login root of the token endpoint
record AmcAccess(
        LwaCredential credential, AmcInstanceId instance, EntityId entity, MarketplaceId marketplace, Address login) {

    LwaLogin signIn() {
        return new LwaLogin(credential, login);
    }

    AmcLine.Caller caller() {
        return new AmcLine.Caller(signIn(), Optional.of(entity), Optional.of(marketplace));
    }

    /// What finding accounts needs: a credential alone.
    static LwaLogin signIn(Target target, Secrets secrets) throws ConnectorException {
        return new LwaLogin(LwaCredential.of(target, secrets), login(target));
    }

    /// What asking for a consent needs: the client alone.
    static LwaLogin asking(Target target, Secrets secrets) throws ConnectorException {
        return new LwaLogin(LwaCredential.asking(target, secrets), login(target));
    }

    /// @throws ConnectorException if something is missing or cannot be an id
    static AmcAccess of(Target target, Secrets secrets) throws ConnectorException {
        if (AmcKind.retired(target.connection().address())) {
            throw retired(target);
        }
        var entity = setting(target, AmcKind.ENTITY_ID);
        if (entity.isEmpty()) { // the account of an instance under an AMC account is its entity (R3)
            entity = setting(target, AmcKind.ACCOUNT_ID);
        }
        if (entity.isEmpty()) {
            throw incomplete(target.label() + " is linked to no account.", "Enter the account id or the entity id.");
        }
        var marketplace = setting(target, AmcKind.MARKETPLACE_ID);
        if (marketplace.isEmpty()) {
            throw incomplete(target.label() + " has no marketplace id.", "Enter the marketplace id of its account.");
        }
        var instance = setting(target, AmcKind.INSTANCE_ID);
        if (instance.isEmpty()) {
            throw incomplete(
                    target.label() + " has no AMC instance id.",
                    "Enter the id that Amazon gave it; it begins with amc.");
        }
        try {
            return new AmcAccess(
                    LwaCredential.of(target, secrets),
                    new AmcInstanceId(instance),
                    new EntityId(entity),
                    new MarketplaceId(marketplace),
                    login(target));
        } catch (IllegalArgumentException e) {
            throw ConnectorException.of(
                            FaultCode.CONFIGURATION,
                            "A setting of " + target.label() + " is no id of Amazon: " + e.getMessage() + ".",
                            "Copy the ids from the AMC console.")
                    .causedBy(e);
        }
    }

    /// What is at an address that was one instance's own.
    static ConnectorException retired(Target target) {
        return ConnectorException.of(
                FaultCode.REFUSED,
                "The address of " + target.label() + " belongs to an API that Amazon has switched off.",
                "Use the address of the region, for example https://advertising-api.amazon.com.");
    }

    private static String setting(Target target, String name) {
        return target.settings().getOrDefault(name, "").strip();
    }

    private static ConnectorException incomplete(String sentence, String advice) {
        return ConnectorException.of(FaultCode.CONFIGURATION, sentence, advice);
    }

    /// Amazon's own token endpoint for its own hosts; elsewhere, as in a simulator, the address itself
    /// unless a setting says otherwise.
    private static Address login(Target target) {
        var chosen = setting(target, AmcKind.LOGIN_ADDRESS);
        if (!chosen.isEmpty()) {
            return Address.of(chosen);
        }
        return AmcRegion.at(target.connection().address())
                .map(AmcRegion::login)
                .orElse(target.connection().address());
    }
}
