package io.pilothouse.connectors;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.health.CheckLane;
import io.pilothouse.domain.health.CheckPace;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.instance.RemoteIdentity;
import io.pilothouse.domain.secret.Secrets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// One kind of service Pilothouse can manage. Stateless; there is one object per kind.
public interface ConnectorKind {

    KindId id();

    /// @return name for people, for example "Sonarr"; may change between versions, unlike [#id()]
    String displayName();

    /// @return the port the service listens on unless told otherwise; empty for a cloud service
    Optional<Integer> usualPort();

    /// @return the secrets of an instance of this kind, the main one first; empty list for none
    List<SecretField> secretFields();

    /// @return the kind-specific settings with what they mean and accept
    List<SettingField> settingFields();

    /// @return path below an instance's address where a person finds the secret, for example
    ///     `settings/general`
    Optional<String> secretPage();

    /// The end of a path that people copy along with an address, for example of its programming interface.
    default Optional<Pattern> pastedPath() {
        return Optional.empty();
    }

    /// @return the address without what people copy along with it
    default Address root(Address pasted) {
        var uri = pasted.uri();
        var path = uri.getRawPath();
        var root = pastedPath().map(end -> end.matcher(path).replaceFirst("/")).orElse(path);
        return root.equals(path) ? pasted : Address.of(uri.getScheme() + "://" + uri.getRawAuthority() + root);
    }

    /// Says whether the service behind `visit` is of this kind, without any secret.
    ///
    /// @return empty when it is something else or cannot be told
    /// @throws ConnectorException   if nothing useful answers at the address
    /// @throws InterruptedException if the calling task was cancelled
    Optional<Recognition> recognise(Visit visit) throws ConnectorException, InterruptedException;

    /// @return settings that an address says along with the place, as its console shows it
    default Map<String, String> settingsIn(Address pasted) {
        return Map.of();
    }

    /// @return why nothing can be found at an address, where its form alone says so
    default Optional<Problem> objection(Address pasted) {
        return Optional.empty();
    }

    /// With whom an instance shares its checks, which bounds how many run at once.
    ///
    /// @param settings of the instance
    default CheckLane lane(Address address, Map<String, String> settings) {
        return CheckLane.ofHost(address);
    }

    /// @return what has to be asked before anything else at an address, because a service of this kind may take
    ///         harm from other questions there
    default Optional<String> harmlessPage(Address address) {
        return Optional.empty();
    }

    /// @return a page that is never a web page where a service of this kind answers: one that comes instead is of
    ///         something in front of it
    default Optional<String> plainPage() {
        return Optional.empty();
    }

    /// How often an instance at `address` is checked unless a person chose otherwise.
    default CheckPace pace(Address address) {
        return CheckPace.usual(address);
    }

    /// @return whether acts on an instance may move things in a house
    default boolean controlsDevices() {
        return false;
    }

    /// Opens a connector. Does not touch the network.
    ///
    /// @param secrets of this instance; the connector must not log them
    Connector open(Target target, Secrets secrets);

    /// Says whether what answers now is the installation that was accepted before. A version may differ,
    /// and a fact that only one side has decides nothing.
    default boolean sameInstallation(RemoteIdentity known, RemoteIdentity seen) {
        return known.sameAs(seen);
    }

    /// @param name     field name in the store and in JSON, for example `apiKey`
    /// @param required whether the kind cannot work without it
    record SecretField(String name, String label, boolean required) {}

    /// @param name     setting name, for example `username`
    /// @param check    returns why a value is not acceptable, empty when it is
    /// @param choices  all the values it can have, the one of an empty setting first; empty for any text
    /// @param instancesOf the kind of the instances that its value names, by their ids with commas between; an
    ///                 empty setting stands for all of them. Empty for any other setting
    record SettingField(
            String name,
            String label,
            boolean required,
            String usual,
            java.util.function.Function<String, Optional<String>> check,
            List<String> choices,
            Optional<KindId> instancesOf) {

        /// One that takes one of a few values, or any text where there are none.
        public SettingField(
                String name,
                String label,
                boolean required,
                String usual,
                java.util.function.Function<String, Optional<String>> check,
                List<String> choices) {
            this(name, label, required, usual, check, choices, Optional.empty());
        }

        /// One that takes any text.
        public SettingField(
                String name,
                String label,
                boolean required,
                String usual,
                java.util.function.Function<String, Optional<String>> check) {
            this(name, label, required, usual, check, List.of());
        }
    }

    /// @return settings that say how much or what an instance is asked, not who answers: it need not be proven
    ///     anew when one changes
    default java.util.Set<String> limits() {
        return java.util.Set.of();
    }

    /// @return for each bad setting the reason by name: missing required ones, bad values, unknown names
    default Map<String, String> badSettings(Map<String, String> settings) {
        var reasons = new java.util.TreeMap<String, String>();
        var known = new java.util.TreeMap<String, SettingField>();
        for (var field : settingFields()) {
            known.put(field.name(), field);
            if (field.required()
                    && settings.getOrDefault(field.name(), field.usual()).isBlank()) {
                reasons.put(field.name(), "is missing");
            }
        }
        settings.forEach((name, value) -> {
            var field = known.get(name);
            if (field == null) {
                reasons.put(name, "is not a setting of " + displayName());
            } else if (!value.isBlank()) {
                field.check().apply(value).ifPresent(reason -> reasons.put(name, reason));
            }
        });
        return reasons;
    }
}
