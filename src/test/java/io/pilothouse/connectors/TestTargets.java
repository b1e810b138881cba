package io.pilothouse.connectors;

import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.instance.RemoteIdentity;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Instances named `Loft` for tests of connectors.
public final class TestTargets {

    private TestTargets() {}

    /// An instance that was saved, without a known identity.
    public static Target saved(KindId kind, URI address, Map<String, String> settings) {
        return new Target(
                Optional.of(new InstanceId(kind + "-2607011200abc")),
                kind,
                "Loft",
                Connection.to(new Address(address)),
                new TreeMap<>(settings),
                Optional.empty());
    }

    /// The same instance, known as this from an earlier test.
    public static Target known(Target target, RemoteIdentity identity) {
        return new Target(
                target.id(),
                target.kind(),
                target.label(),
                target.connection(),
                target.settings(),
                Optional.of(identity));
    }

    /// The secrets that let in.
    public static Secrets right(SimulatedService service) {
        var secrets = new HashMap<String, Secret>();
        service.access().secrets().forEach((name, value) -> secrets.put(name, new Secret(value)));
        return new Secrets(secrets);
    }
}
