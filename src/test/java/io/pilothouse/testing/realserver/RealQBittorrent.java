package io.pilothouse.testing.realserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A real qBittorrent on loopback with an empty profile, which touches no network. Not thread-safe.
///
/// Paths in its answers are paths of this machine, for both versions.
public final class RealQBittorrent implements AutoCloseable {

    public static final String USER = "pilot";
    public static final String PASSWORD = "pilothouse-it";

    /// Seen at most 1.2 s, for the very first start of 5.1.0.
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(30);

    /// PBKDF2-HMAC-SHA512 of [#PASSWORD], 100,000 rounds, as `qBittorrent.conf` of both versions wants it.
    private static final String PASSWORD_HASH = "\"@ByteArray(AAECAwQFBgcICQoLDA0ODw==:"
            + "f8DDzrK69pS2wTMEWZFXQRl9K6lPd3QJ2ljfCapF8UZcGj0BJh3vEqzgMGfAl6vdeR/w2xlaigm6rqFRvY13ZA==)\"";

    public enum Version {
        V4_5_2("4.5.2"),
        V5_1_0("5.1.0");

        private final String number;

        Version(String number) {
            this.number = number;
        }

        /// @return the version as the server tells it, without the leading `v`
        public String number() {
            return number;
        }

        private String server() {
            return "qbittorrent-" + number;
        }

        private List<String> command(Path dir) {
            var command = List.of("qbittorrent-nox", "--profile=" + dir);
            return this == V4_5_2 ? command : RealServers.inRoot(dir, command);
        }
    }

    static { // read once, by whoever makes the first client: later tests send another Host header
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Version version;
    private final Path dir;
    private final int port;
    private final int torrentPort;
    private ServerProcess process;

    private RealQBittorrent(Version version, Path dir, int port, int torrentPort) {
        this.version = version;
        this.dir = dir;
        this.port = port;
        this.torrentPort = torrentPort;
        this.process = launch();
    }

    /// Starts a server and waits until it answers. Skips the test where that version is not installed.
    ///
    /// @param dir the server's own folder, made if absent: profile in `qBittorrent/`, downloads in `dl/`
    public static RealQBittorrent start(Version version, Path dir) throws InterruptedException {
        return start(version, dir, Map.of());
    }

    /// As [#start(Version, Path)], with further lines in `qBittorrent.conf`.
    ///
    /// @param settings by section and key, for example `Preferences/WebUI\MaxAuthenticationFailCount`
    public static RealQBittorrent start(Version version, Path dir, Map<String, String> settings)
            throws InterruptedException {
        RealServers.assumePrepared(version.server());
        if (version != Version.V4_5_2) {
            RealServers.assumeRootRights(version.server());
        }
        int port = RealServers.freePort();
        int torrentPort = RealServers.freePort();
        writeConfiguration(dir, port, torrentPort, settings);
        var server = new RealQBittorrent(version, dir, port, torrentPort);
        server.awaitReady();
        return server;
    }

    public Version version() {
        return version;
    }

    /// @return `http://127.0.0.1:<port>/`
    public URI address() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    /// @return where other torrent programs reach it, for `torrents/addPeers` of another instance
    public String peer() {
        return "127.0.0.1:" + torrentPort;
    }

    /// @return the folder it saves to unless told otherwise
    public Path downloads() {
        return dir.resolve("dl");
    }

    /// Sends an order for which the program has no word.
    ///
    /// @param path below `api/v2/`
    public void order(String path, Map<String, String> form) throws IOException, InterruptedException {
        var login = post("auth/login", Map.of("username", USER, "password", PASSWORD), "");
        var cookie = login.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
        var answer = post(path, form, cookie);
        if (answer.statusCode() != 200) {
            throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    private HttpResponse<String> post(String path, Map<String, String> form, String cookie)
            throws IOException, InterruptedException {
        var body = form.entrySet().stream()
                .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        var request = HttpRequest.newBuilder(address().resolve("api/v2/" + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /// Stops the server and starts it again at the same address: sessions are gone, torrents stay.
    public void restart() throws InterruptedException {
        stop();
        process = launch();
        awaitReady();
    }

    /// Stops the server; its address refuses connections until [#restart()].
    public void stop() {
        process.stop();
    }

    @Override
    public void close() {
        stop();
        http.close();
    }

    private ServerProcess launch() {
        return ServerProcess.start(version.command(dir), dir, dir.resolve("server.log"));
    }

    private void awaitReady() throws InterruptedException {
        var ask = HttpRequest.newBuilder(address().resolve("api/v2/app/version"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            process.await("answering at " + address(), STARTS_WITHIN, () -> {
                int status = http.send(ask, BodyHandlers.discarding()).statusCode();
                return status == 403 || status == 200;
            });
        } catch (AssertionError | InterruptedException e) {
            close();
            throw e;
        }
    }

    private static void writeConfiguration(Path dir, int port, int torrentPort, Map<String, String> settings) {
        var all = new LinkedHashMap<String, String>();
        all.put("LegalNotice/Accepted", "true");
        all.put("BitTorrent/Session\\DefaultSavePath", dir.resolve("dl").toString());
        all.put("BitTorrent/Session\\DHTEnabled", "false");
        all.put("BitTorrent/Session\\PeXEnabled", "false");
        all.put("BitTorrent/Session\\LSDEnabled", "false");
        all.put("BitTorrent/Session\\Interface", "lo");
        all.put("BitTorrent/Session\\InterfaceName", "lo");
        all.put("BitTorrent/Session\\InterfaceAddress", "127.0.0.1");
        all.put("BitTorrent/Session\\Port", Integer.toString(torrentPort));
        all.put("BitTorrent/Session\\QueueingSystemEnabled", "false");
        all.put("BitTorrent/Session\\MultiConnectionsPerIp", "true");
        all.put("Network/PortForwardingEnabled", "false");
        all.put("Preferences/Connection\\ResolvePeerCountries", "false");
        all.put("Preferences/General\\Locale", "en");
        all.put("Preferences/WebUI\\Enabled", "true");
        all.put("Preferences/WebUI\\Address", "127.0.0.1");
        all.put("Preferences/WebUI\\Port", Integer.toString(port));
        all.put("Preferences/WebUI\\UseUPnP", "false");
        all.put("Preferences/WebUI\\LocalHostAuth", "true");
        all.put("Preferences/WebUI\\Username", USER);
        all.put("Preferences/WebUI\\Password_PBKDF2", PASSWORD_HASH);
        all.putAll(settings);

        var sections = new TreeMap<String, StringBuilder>();
        all.forEach((name, value) -> {
            int slash = name.indexOf('/');
            sections.computeIfAbsent(name.substring(0, slash), _ -> new StringBuilder())
                    .append(name.substring(slash + 1))
                    .append('=')
                    .append(value)
                    .append('\n');
        });
        var text = new StringBuilder();
        sections.forEach((section, lines) ->
                text.append('[').append(section).append("]\n").append(lines).append('\n'));
        try {
            var config = Files.createDirectories(dir.resolve("qBittorrent/config"));
            Files.createDirectories(dir.resolve("dl"));
            Files.writeString(config.resolve("qBittorrent.conf"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
