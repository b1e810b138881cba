package io.pilothouse.testing.ui;

import io.pilothouse.connectors.Connector;
import io.pilothouse.connectors.ConnectorKind;
import io.pilothouse.connectors.ConnectorKinds;
import io.pilothouse.connectors.Recognition;
import io.pilothouse.connectors.Target;
import io.pilothouse.connectors.Visit;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.tasks.instance.Kinds;
import java.util.List;
import java.util.Optional;

/// The kinds as far as forms see them; none of them can be opened.
final class FakeKinds {

    private FakeKinds() {}

    static Kinds all() {
        var key = List.of(new ConnectorKind.SecretField("apiKey", "API key", true));
        var token = List.of(new ConnectorKind.SecretField("token", "Access token", true));
        return new Kinds(new ConnectorKinds(List.of(
                new FakeKind("sonarr", "Sonarr", 8989, key, List.of()),
                new FakeKind(
                        "radarr",
                        "Radarr",
                        7878,
                        key,
                        List.of(new ConnectorKind.SettingField(
                                "searchesPerDay", "Most searches a day", false, "", _ -> Optional.empty()))),
                new FakeKind("whisparr", "Whisparr", 6969, key, List.of()),
                new FakeKind(
                        "lidarr",
                        "Lidarr",
                        8686,
                        key,
                        List.of(new ConnectorKind.SettingField(
                                "qbittorrent",
                                "Only these torrent clients",
                                false,
                                "",
                                _ -> Optional.empty(),
                                List.of(),
                                Optional.of(new KindId("qbittorrent"))))),
                new FakeKind(
                        "qbittorrent",
                        "qBittorrent",
                        8080,
                        List.of(
                                new ConnectorKind.SecretField("password", "Password", false),
                                new ConnectorKind.SecretField("apiKey", "API key (5.2 and later)", false)),
                        List.of(
                                new ConnectorKind.SettingField(
                                        "username", "User name", false, "admin", _ -> Optional.empty()),
                                new ConnectorKind.SettingField(
                                        "hostHeader",
                                        "Host header to send",
                                        false,
                                        "",
                                        value -> value.contains(" ")
                                                ? Optional.of("is not a host name, with or without a port")
                                                : Optional.empty()))),
                new FakeKind(
                        "stash",
                        "Stash",
                        9999,
                        List.of(new ConnectorKind.SecretField("apiKey", "API key", false)),
                        List.of()),
                new FakeKind("homeassistant", "Home Assistant", 8123, token, List.of()),
                new FakeKind("amc", "Amazon Marketing Cloud", 0, login(), account()))));
    }

    private static List<ConnectorKind.SecretField> login() {
        return List.of(
                new ConnectorKind.SecretField("refreshToken", "Refresh token", true),
                new ConnectorKind.SecretField("clientId", "Client id", true),
                new ConnectorKind.SecretField("clientSecret", "Client secret", true));
    }

    private static List<ConnectorKind.SettingField> account() {
        return List.of(
                new ConnectorKind.SettingField("instanceId", "AMC instance id", true, "", _ -> Optional.empty()),
                new ConnectorKind.SettingField("accountId", "Account id", false, "", _ -> Optional.empty()),
                new ConnectorKind.SettingField("entityId", "Entity id", false, "", _ -> Optional.empty()),
                new ConnectorKind.SettingField("marketplaceId", "Marketplace id", false, "", _ -> Optional.empty()),
                new ConnectorKind.SettingField("region", "Region", false, "na", _ -> Optional.empty()));
    }

    private record FakeKind(
            String name, String displayName, int port, List<SecretField> secretFields, List<SettingField> settingFields)
            implements ConnectorKind {

        @Override
        public KindId id() {
            return new KindId(name);
        }

        @Override
        public Optional<Integer> usualPort() {
            return port == 0 ? Optional.empty() : Optional.of(port);
        }

        @Override
        public Optional<String> secretPage() {
            return name.endsWith("arr") ? Optional.of("settings/general") : Optional.empty();
        }

        @Override
        public Optional<Recognition> recognise(Visit visit) {
            throw new UnsupportedOperationException("windows ask the service");
        }

        @Override
        public Connector open(Target target, Secrets secrets) {
            throw new UnsupportedOperationException("windows ask the service");
        }
    }
}
