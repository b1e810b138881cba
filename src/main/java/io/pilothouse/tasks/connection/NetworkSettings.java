package io.pilothouse.tasks.connection;

import io.pilothouse.domain.instance.Connection.ProxyChoice;
import io.pilothouse.tasks.settings.Settings.Setting;
import java.util.regex.Pattern;

/// What people choose about the network.
public final class NetworkSettings {

    private static final Pattern THROUGH = Pattern.compile("([^\\s:/@]+|\\[[0-9a-fA-F:.]+\\]):([0-9]{1,5})");
    private static final String NONE = "none";

    /// The proxy of all instances that have none of their own. Its text is empty for the system's, `none`, or
    /// `host:port`.
    public static final Setting<ProxyChoice> PROXY =
            new Setting<>("network.proxy", new ProxyChoice.System(), NetworkSettings::read, NetworkSettings::write);

    private NetworkSettings() {}

    private static ProxyChoice read(String text) {
        if (text.isEmpty()) {
            return new ProxyChoice.System();
        }
        if (text.equals(NONE)) {
            return new ProxyChoice.None();
        }
        var parts = THROUGH.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no proxy: " + text);
        }
        int port = Integer.parseInt(parts.group(2));
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("no port: " + text);
        }
        return new ProxyChoice.Through(parts.group(1), port);
    }

    private static String write(ProxyChoice choice) {
        return switch (choice) {
            case ProxyChoice.System _ -> "";
            case ProxyChoice.None _ -> NONE;
            case ProxyChoice.Through(var host, var port) -> host + ":" + port;
        };
    }
}
