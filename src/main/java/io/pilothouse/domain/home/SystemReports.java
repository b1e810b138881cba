package io.pilothouse.domain.home;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/// What a house tells about the machine it runs on. A service that is not there is a note, not an error.
public final class SystemReports {

    private SystemReports() {}

    /// @param boards  boards and dongles that Home Assistant recognises
    /// @param devices only where a Supervisor tells them
    /// @param host    facts about the host's system, words to values
    /// @param system  facts about the installation, words to values
    public record Hardware(
            List<Board> boards,
            List<HostDevice> devices,
            List<Drive> drives,
            SequencedMap<String, String> host,
            Optional<Disk> disk,
            SequencedMap<String, String> system,
            boolean supervisor,
            List<String> notes) {

        public Hardware {
            boards = List.copyOf(boards);
            devices = List.copyOf(devices);
            drives = List.copyOf(drives);
            host = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(host));
            system = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(system));
            notes = List.copyOf(notes);
        }
    }

    /// @param dongle empty for a board
    public record Board(String name, String manufacturer, String model, Optional<Dongle> dongle, String url) {}

    public record Dongle(String vendorId, String productId, String serial, String manufacturer, String description) {}

    public record HostDevice(String name, String path, String subsystem) {}

    public record Drive(String vendor, String model, String serial, long sizeBytes, String bus, boolean removable) {}

    /// @param usedUpPercent how much of the disk's life is over; empty where it does not tell
    public record Disk(long totalBytes, long usedBytes, long freeBytes, OptionalDouble usedUpPercent) {}

    /// @param hostInternet       whether the host reaches the internet; empty where nobody tells
    /// @param supervisorInternet the same of the Supervisor
    public record Network(
            List<Adapter> adapters,
            Optional<DockerNetwork> docker,
            Optional<Boolean> hostInternet,
            Optional<Boolean> supervisorInternet,
            Urls urls,
            boolean supervisor,
            List<String> notes) {

        public Network {
            adapters = List.copyOf(adapters);
            notes = List.copyOf(notes);
        }
    }

    /// @param type        `ethernet`, `wireless` and the like; empty where only Core tells
    /// @param usual       whether it is the one Home Assistant prefers
    /// @param addresses   with their prefix length
    public record Adapter(
            String name,
            String type,
            boolean enabled,
            boolean connected,
            boolean usual,
            String mac,
            List<String> addresses,
            List<String> gateways,
            List<String> nameServers) {

        public Adapter {
            addresses = List.copyOf(addresses);
            gateways = List.copyOf(gateways);
            nameServers = List.copyOf(nameServers);
        }
    }

    public record DockerNetwork(String name, String address, String gateway, String dns) {}

    /// Where the house believes it can be reached.
    ///
    /// @param inUse  the address that Pilothouse uses
    /// @param source which question was answered: `network/url` or `get_config`
    public record Urls(
            Optional<String> internal,
            Optional<String> external,
            Optional<String> cloud,
            String inUse,
            String source,
            List<String> notes) {}

    /// One part of the house as it looks after itself.
    ///
    /// @param facts words to values
    public record HealthPart(String domain, Map<String, String> facts) {}

    /// One line of the log, repetitions counted.
    public record LogLine(
            String logger,
            String level,
            String message,
            String source,
            String exception,
            int count,
            java.time.Instant last,
            java.time.Instant first) {

        /// @return the integration that wrote it; empty for the core
        public String integration() {
            var parts = logger.split("\\.");
            if (logger.startsWith("homeassistant.components.") && parts.length > 2) {
                return parts[2];
            }
            return logger.startsWith("custom_components.") && parts.length > 1 ? parts[1] : "";
        }
    }

    /// An add-on (app) of a house with a Supervisor.
    public record AddOn(String slug, String name, String version, String state) {}

    /// An integration as it is set up.
    ///
    /// @param reason why it failed; empty while it has not
    public record Integration(
            String entryId, String domain, String title, String state, String disabledBy, String reason) {

        public boolean failing() {
            return state.equals("setup_error")
                    || state.equals("setup_retry")
                    || state.equals("migration_error")
                    || state.equals("failed_unload");
        }
    }
}
