package io.pilothouse.tasks.instance;

import io.pilothouse.connectors.ConnectorKind;
import io.pilothouse.connectors.ConnectorKinds;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.KindId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What windows and terminal may know about the kinds of service. Immutable.
public final class Kinds {

    private final ConnectorKinds kinds;

    public Kinds(ConnectorKinds kinds) {
        this.kinds = kinds;
    }

    /// In the order in which people are offered them.
    public List<Kind> all() {
        return kinds.all().stream().map(Kinds::kind).toList();
    }

    /// @return empty for an instance stored by a newer Pilothouse
    public Optional<Kind> find(KindId id) {
        return kinds.find(id).map(Kinds::kind);
    }

    /// @return for each bad setting the reason by name; empty for a kind that is not known here
    public Map<String, String> badSettings(KindId kind, Map<String, String> settings) {
        return kinds.find(kind).map(known -> known.badSettings(settings)).orElse(Map.of());
    }

    /// @param defaults what people chose for all and for groups
    /// @return how long health checks of an instance are apart; empty for a kind that is not known here
    public Optional<Duration> pause(Instance instance, GroupDefaults defaults) {
        return kinds.find(instance.kind())
                .map(known -> defaults.pace(known.pace(instance.address()), instance.configuration())
                        .pause());
    }

    private static Kind kind(ConnectorKind kind) {
        return new Kind(
                kind.id(),
                kind.displayName(),
                kind.usualPort(),
                kind.secretFields().stream()
                        .map(field -> new SecretField(field.name(), field.label(), field.required()))
                        .toList(),
                kind.settingFields().stream()
                        .map(field -> new SettingField(
                                field.name(),
                                field.label(),
                                field.required(),
                                field.usual(),
                                field.choices(),
                                field.instancesOf()))
                        .toList(),
                kind.secretPage());
    }

    /// @param usualPort    empty for a cloud service
    /// @param secretFields the main one first
    /// @param secretPage   path below an instance's address where a person finds the secret
    public record Kind(
            KindId id,
            String displayName,
            Optional<Integer> usualPort,
            List<SecretField> secretFields,
            List<SettingField> settingFields,
            Optional<String> secretPage) {}

    /// @param name     field name in the store and in JSON, for example `apiKey`
    /// @param required whether the kind cannot work without it
    public record SecretField(String name, String label, boolean required) {}

    /// @param name    setting name, for example `username`
    /// @param choices all the values it can have, the one of an empty setting first; empty for any text
    /// @param instancesOf the kind of the instances it names by their ids, all where it is empty; empty for any
    ///                 other setting
    public record SettingField(
            String name,
            String label,
            boolean required,
            String usual,
            List<String> choices,
            Optional<KindId> instancesOf) {}
}
