package io.pilothouse.tasks.pause;

import io.pilothouse.tasks.pause.Power.Metered;
import io.pilothouse.tasks.pause.Power.Supply;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What this computer's own system tells: Linux in the folder of its kernel and by NetworkManager, Windows by WMI
/// and WinRT through PowerShell, macOS by `pmset`; whether a network is metered macOS does not tell.
public final class SystemPower implements Power.Source {

    /// Of the Linux kernel (Documentation/ABI/testing/sysfs-class-power).
    public static final Path SUPPLIES = Path.of("/sys/class/power_supply");

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 100_000;

    /// Its property `Metered` is that of the device with the best default route.
    private static final List<String> BUS = List.of(
            "busctl",
            "--system",
            "get-property",
            "org.freedesktop.NetworkManager",
            "/org/freedesktop/NetworkManager",
            "org.freedesktop.NetworkManager",
            "Metered");

    private static final List<String> NETWORK_MANAGER =
            List.of("nmcli", "-t", "-f", "GENERAL.DEVICE,GENERAL.METERED,IP4.GATEWAY", "device", "show");
    private static final List<String> PMSET = List.of("pmset", "-g", "batt");
    private static final List<String> POWER_SHELL = List.of(
            "powershell",
            "-NoProfile",
            "-NonInteractive",
            "-Command",
            "$b = Get-CimInstance Win32_Battery;"
                    + " if ($b) { 'battery=' + (@($b).BatteryStatus -join ',') } else { 'battery=none' };"
                    + " $p = [Windows.Networking.Connectivity.NetworkInformation,"
                    + "Windows.Networking.Connectivity,ContentType=WindowsRuntime]::GetInternetConnectionProfile();"
                    + " if ($p) { 'cost=' + $p.GetConnectionCost().NetworkCostType }");
    private static final Pattern FROM = Pattern.compile("Now drawing from '([^']+)'");

    private final String system;
    private final Path supplies;
    private final Commands commands;

    /// Programs of the system.
    @FunctionalInterface
    interface Commands {

        /// @return what it printed; empty when it is not there, fails or does not end
        Optional<String> run(List<String> command) throws InterruptedException;
    }

    public SystemPower() {
        this(System.getProperty("os.name"), SUPPLIES, SystemPower::run);
    }

    /// @param system   as in the system property `os.name`
    /// @param supplies where Linux tells of them
    SystemPower(String system, Path supplies, Commands commands) {
        this.system = system.toLowerCase(Locale.ROOT);
        this.supplies = supplies;
        this.commands = commands;
    }

    @Override
    public Power look() throws InterruptedException {
        if (system.startsWith("windows")) {
            return windows(commands.run(POWER_SHELL).orElse(""));
        }
        if (system.startsWith("mac")) {
            return new Power(macOs(commands.run(PMSET).orElse("")), Metered.UNKNOWN);
        }
        return new Power(linux(), networkManager());
    }

    // ---- Linux

    private Supply linux() {
        try (var all = Files.list(supplies)) {
            var folders = all.toList();
            boolean online = folders.stream()
                    .filter(one -> List.of("Mains", "USB", "Wireless").contains(read(one, "type")))
                    .anyMatch(one -> !List.of("", "0").contains(read(one, "online")));
            var batteries = folders.stream()
                    .filter(one -> List.of("Battery", "UPS").contains(read(one, "type")))
                    .filter(one -> !read(one, "scope").equals("Device")) // that of a mouse
                    .filter(one -> !read(one, "present").equals("0"))
                    .map(one -> read(one, "status"))
                    .toList();
            if (online) {
                return Supply.MAINS;
            }
            return batteries.isEmpty()
                    ? Supply.NO_BATTERY
                    : batteries.contains("Discharging")
                            ? Supply.BATTERY
                            : batteries.stream().allMatch("Unknown"::equals) ? Supply.UNKNOWN : Supply.MAINS;
        } catch (IOException notTold) {
            return Supply.UNKNOWN;
        }
    }

    private static String read(Path folder, String attribute) {
        try {
            return Files.readString(folder.resolve(attribute)).strip();
        } catch (IOException absent) { // not every supply has each
            return "";
        }
    }

    /// As `NMMetered` says: what NetworkManager guesses to be metered counts as metered, what it guesses not to be
    /// does not.
    private Metered networkManager() throws InterruptedException {
        var told = commands.run(BUS).map(String::strip);
        if (told.isPresent()) {
            return switch (told.get()) {
                case "u 1", "u 3" -> Metered.YES;
                case "u 2", "u 4" -> Metered.NO;
                default -> Metered.UNKNOWN;
            };
        }
        return commands.run(NETWORK_MANAGER).map(SystemPower::devices).orElse(Metered.UNKNOWN);
    }

    /// Of the first device that leads anywhere; devices are parted by empty lines.
    private static Metered devices(String shown) {
        return Arrays.stream(shown.split("\\R\\R+"))
                .map(device -> device.lines()
                        .map(line -> line.split(":", 2))
                        .filter(pair -> pair.length == 2)
                        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1].strip(), (first, _) -> first)))
                .filter(device -> !device.getOrDefault("IP4.GATEWAY", "").isEmpty())
                .map(SystemPower::metered)
                .findFirst()
                .orElse(Metered.UNKNOWN);
    }

    private static Metered metered(Map<String, String> device) {
        var said = device.getOrDefault("GENERAL.METERED", "");
        return said.startsWith("yes") ? Metered.YES : said.startsWith("no") ? Metered.NO : Metered.UNKNOWN;
    }

    // ---- others

    /// `Win32_Battery.BatteryStatus` (1, 4 and 5: on battery; 2, 3 and from 6 to 9: on the mains) and
    /// `NetworkCostType`.
    private static Power windows(String told) {
        var pairs = told.lines()
                .map(line -> line.strip().split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (first, _) -> first));
        var batteries = List.of(pairs.getOrDefault("battery", "").split(","));
        Function<List<String>, Boolean> any = values -> values.stream().anyMatch(batteries::contains);
        var supply = batteries.contains("none")
                ? Supply.NO_BATTERY
                : any.apply(List.of("1", "4", "5"))
                        ? Supply.BATTERY
                        : any.apply(List.of("2", "3", "6", "7", "8", "9")) ? Supply.MAINS : Supply.UNKNOWN;
        return new Power(
                supply,
                switch (pairs.getOrDefault("cost", "")) {
                    case "Fixed", "Variable" -> Metered.YES;
                    case "Unrestricted" -> Metered.NO;
                    default -> Metered.UNKNOWN;
                });
    }

    private static Supply macOs(String told) {
        var from = FROM.matcher(told);
        return !from.find()
                ? Supply.UNKNOWN
                : switch (from.group(1)) {
                    case "AC Power" -> Supply.MAINS;
                    case "Battery Power", "UPS Power" -> Supply.BATTERY;
                    default -> Supply.UNKNOWN;
                };
    }

    private static Optional<String> run(List<String> command) throws InterruptedException {
        try {
            var process =
                    new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
            try (var output = process.getInputStream()) {
                if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) { // it prints less than a pipe holds
                    return Optional.empty();
                }
                return process.exitValue() == 0
                        ? Optional.of(new String(output.readNBytes(MOST_BYTES), StandardCharsets.UTF_8))
                        : Optional.empty();
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException absent) {
            return Optional.empty();
        }
    }
}
