package io.pilothouse.demo.service;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What a simulator knows about the place it runs in.
///
/// @param start        when the service was made; its contents are dated by it
/// @param identitySeed decides everything the service contains: equal seeds, equal content
/// @param accessSeed   decides its secrets
/// @param fault        the fault in force now, for the two that only the product itself can act out
/// @param newSecret    told each further secret that the service hands out, so that the request log
///                     recognises it
/// @param address      root address of the service, ends with a slash
/// @param aside        root address of the service's second port, which opens when it is first asked for
/// @param swarm        where apps hand torrents to the client of their fleet
public record Setting(
        ServiceSpec spec,
        Clock clock,
        Instant start,
        long identitySeed,
        long accessSeed,
        Supplier<Optional<Fault>> fault,
        Consumer<String> newSecret,
        Supplier<URI> address,
        Supplier<URI> aside,
        Swarm swarm) {

    public static final String HEX = "0123456789abcdef";
    public static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    /// A random source that gives the same numbers for the same purpose in every run.
    public SplittableRandom random(String purpose) {
        return new SplittableRandom(identitySeed * 31 + purpose.hashCode());
    }

    /// A secret of this service.
    ///
    /// @param alphabet the characters to draw from
    public String secret(String purpose, int length, String alphabet) {
        var random = new SplittableRandom(accessSeed * 31 + purpose.hashCode());
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    public boolean refusesSecret() {
        return fault.get().filter(Fault.WrongSecret.class::isInstance).isPresent();
    }

    public boolean bansCaller() {
        return fault.get().filter(Fault.Banned.class::isInstance).isPresent();
    }
}
