package io.pilothouse.testing.realserver;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The folder that `scripts/real-servers` fills, and how a program in it is started.
final class RealServers {

    /// The Debian 13 root in which qBittorrent 5.1.0 and Home Assistant 2026.2.3 are installed.
    private static final String ROOT = "trixie";

    /// Starts a program inside the root so that it sees the test's folder under the folder's own path.
    /// What is mounted for that lives in a mount namespace of the program's own and ends with it; each
    /// command replaces the one before, so that the process handle is the server's.
    ///
    /// The arguments are the root, the test's folder, and the command.
    private static final String IN_ROOT = """
            root=$1 dir=$2
            shift 2
            mount -t proc proc "$root/proc" &&
              case $dir in /tmp/*) mount -t tmpfs tmpfs "$root/tmp" ;; esac &&
              mkdir -p "$root$dir" &&
              mount --bind "$dir" "$root$dir" &&
              exec chroot "$root" "$@"
            """;

    private static final System.Logger LOG = System.getLogger(RealServers.class.getName());

    private RealServers() {}

    static Path folder() {
        var environment = System.getenv();
        var chosen = environment.get("PILOTHOUSE_REAL_SERVERS");
        if (chosen != null) {
            return Path.of(chosen);
        }
        var caches = environment.get("XDG_CACHE_HOME");
        return (caches == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(caches))
                .resolve("pilothouse/real-servers");
    }

    /// Skips the test unless the server was prepared on this machine.
    ///
    /// @param server as its `.ready` file is named, for example `qbittorrent-5.1.0`
    static void assumePrepared(String server) {
        if (!Files.exists(folder().resolve(server + ".ready"))) {
            skip(server + " is not installed in " + folder() + "; run scripts/real-servers (root, Debian 12)");
        }
    }

    /// Skips the test unless programs of the Debian 13 root can be started.
    static void assumeRootRights(String server) {
        if (!"root".equals(System.getProperty("user.name"))) {
            skip(server + " runs in a Debian root of its own, which only root can start");
        }
    }

    /// The message goes to the log as well: Surefire shows only the number of skipped tests.
    private static void skip(String message) {
        LOG.log(System.Logger.Level.WARNING, "Skipped: {0}", message);
        abort(message);
    }

    /// @return the command that runs another inside the Debian 13 root with the test's folder in it
    static List<String> inRoot(Path dir, List<String> command) {
        var whole = new ArrayList<>(List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                IN_ROOT,
                "sh",
                folder().resolve(ROOT).toString(),
                dir.toString()));
        whole.addAll(command);
        return whole;
    }

    /// @return a port of the loopback address that was free a moment ago
    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
