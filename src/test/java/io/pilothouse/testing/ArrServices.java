package io.pilothouse.testing;

import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.SearchesWanted;
import io.pilothouse.connectors.Target;
import io.pilothouse.connectors.arr.ArrKind;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Connectors to simulated *arr apps, as the program opens them after a first good check.
public final class ArrServices {

    private ArrServices() {}

    public static SearchesWanted open(HttpClients clients, SimulatedService service) throws Exception {
        var kind = ArrKind.all(clients).stream()
                .filter(each -> each.id().value().equals(service.kind()))
                .findFirst()
                .orElseThrow();
        var secrets = new Secrets(
                Map.of("apiKey", new Secret(service.access().secrets().get("apiKey"))));
        var connection = Connection.to(Address.of(service.address().toString()));
        var unknown =
                new Target(Optional.empty(), kind.id(), service.name(), connection, new TreeMap<>(), Optional.empty());
        try (var first = kind.open(unknown, secrets)) {
            var identity = first.check().identity();
            var known = new Target(
                    Optional.empty(), kind.id(), service.name(), connection, new TreeMap<>(), Optional.of(identity));
            var searches = (SearchesWanted) kind.open(known, secrets);
            searches.searchBlocked(); // who answers is asked without a secret first, once
            return searches;
        }
    }
}
