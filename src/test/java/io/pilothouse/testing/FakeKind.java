package io.pilothouse.testing;

import io.pilothouse.connectors.Connector;
import io.pilothouse.connectors.ConnectorKind;
import io.pilothouse.connectors.Recognition;
import io.pilothouse.connectors.Target;
import io.pilothouse.connectors.Visit;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secrets;
import java.util.List;
import java.util.Optional;

/// A kind without a service behind it.
public record FakeKind(KindId id, boolean controlsDevices) implements ConnectorKind {

    public static FakeKind of(String id) {
        return new FakeKind(new KindId(id), false);
    }

    @Override
    public String displayName() {
        return Character.toUpperCase(id.value().charAt(0)) + id.value().substring(1);
    }

    @Override
    public Optional<Integer> usualPort() {
        return Optional.of(8989);
    }

    @Override
    public List<SecretField> secretFields() {
        return List.of(new SecretField("apiKey", "API key", true));
    }

    @Override
    public List<SettingField> settingFields() {
        var name = new SettingField(
                "username",
                "User name",
                false,
                "",
                value -> value.contains(" ") ? Optional.of("holds a space") : Optional.empty());
        return switch (id.value()) {
            case "qbittorrent" -> List.of(name, text("categories"), text("makeCategories"));
            case "sonarr" -> List.of(name, text("qbittorrent"));
            default -> List.of(name);
        };
    }

    @Override
    public Optional<String> secretPage() {
        return Optional.empty();
    }

    @Override
    public Optional<Recognition> recognise(Visit visit) {
        return Optional.empty();
    }

    @Override
    public Connector open(Target target, Secrets secrets) {
        throw new UnsupportedOperationException("there is no service behind " + target.label());
    }

    private static SettingField text(String name) {
        return new SettingField(name, name, false, "", _ -> Optional.empty());
    }
}
