package io.pilothouse.tasks.pause;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.tasks.pause.Power.Metered;
import io.pilothouse.tasks.pause.Power.Supply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Folders and words as the systems' own documentation has them.
class SystemPowerTest {

    @TempDir
    Path supplies;

    private final List<String> ran = new ArrayList<>();

    @Test
    void aLaptopOnItsMainsIsNotOnBattery() throws Exception {
        supply("AC", Map.of("type", "Mains", "online", "1"));
        supply("BAT0", Map.of("type", "Battery", "status", "Charging", "present", "1"));

        assertThat(linux().look().supply()).isEqualTo(Supply.MAINS);
    }

    @Test
    void aLaptopWithoutMainsIsOnBattery() throws Exception {
        supply("AC", Map.of("type", "Mains", "online", "0"));
        supply("ucsi-source-psy-USBC000:001", Map.of("type", "USB", "online", "0"));
        supply("BAT0", Map.of("type", "Battery", "status", "Discharging", "present", "1", "scope", "System"));

        assertThat(linux().look().supply()).isEqualTo(Supply.BATTERY);
    }

    @Test
    void aSecondBatteryThatRestsDoesNotMeanMains() throws Exception {
        supply("AC", Map.of("type", "Mains", "online", "0"));
        supply("BAT0", Map.of("type", "Battery", "status", "Not charging"));
        supply("BAT1", Map.of("type", "Battery", "status", "Discharging"));

        assertThat(linux().look().supply()).isEqualTo(Supply.BATTERY);
    }

    @Test
    void aLaptopChargedByUsbIsOnTheMains() throws Exception {
        supply("AC", Map.of("type", "Mains", "online", "0"));
        supply("ucsi-source-psy-USBC000:001", Map.of("type", "USB", "online", "2"));
        supply("BAT0", Map.of("type", "Battery", "status", "Full"));

        assertThat(linux().look().supply()).isEqualTo(Supply.MAINS);
    }

    @Test
    void theBatteryOfAMouseIsNotThatOfTheComputer() throws Exception {
        supply("hidpp_battery_0", Map.of("type", "Battery", "status", "Discharging", "scope", "Device"));

        assertThat(linux().look().supply()).isEqualTo(Supply.NO_BATTERY);
    }

    @Test
    void aKernelThatTellsNothingSaysNothing() throws Exception {
        supply("BAT0", Map.of("type", "Battery", "status", "Unknown"));

        assertThat(linux().look()).isEqualTo(Power.UNKNOWN);
        assertThat(new SystemPower("Linux", supplies.resolve("none"), _ -> Optional.empty()).look())
                .isEqualTo(Power.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({"u 1,YES", "u 3,YES", "u 2,NO", "u 4,NO", "u 0,UNKNOWN", "'',UNKNOWN"})
    void networkManagerTellsOnTheBus(String told, Metered metered) throws Exception {
        assertThat(linux("busctl", told + "\n").look().metered()).isEqualTo(metered);
    }

    @ParameterizedTest
    @CsvSource({"yes,YES", "yes (guessed),YES", "no,NO", "no (guessed),NO", "unknown,UNKNOWN"})
    void withoutTheBusTheDeviceThatLeadsOutIsAsked(String told, Metered metered) throws Exception {
        var shown = """
                GENERAL.DEVICE:docker0
                GENERAL.METERED:yes
                IP4.GATEWAY:

                GENERAL.DEVICE:wlan0
                GENERAL.METERED:%s
                IP4.GATEWAY:192.168.43.1

                GENERAL.DEVICE:lo
                GENERAL.METERED:unknown
                """.formatted(told);

        assertThat(linux("nmcli", shown).look().metered()).isEqualTo(metered);
    }

    @ParameterizedTest
    @CsvSource({
        "1,BATTERY",
        "4,BATTERY",
        "5,BATTERY",
        "2,MAINS",
        "3,MAINS",
        "6,MAINS",
        "9,MAINS",
        "10,UNKNOWN",
        "'2,1',BATTERY",
        "none,NO_BATTERY"
    })
    void windowsTellsByTheStatusOfItsBatteries(String status, Supply supply) throws Exception {
        assertThat(other("Windows 11", "battery=" + status + "\r\ncost=Unrestricted\r\n"))
                .isEqualTo(new Power(supply, Metered.NO));
    }

    @ParameterizedTest
    @CsvSource({"Fixed,YES", "Variable,YES", "Unrestricted,NO", "Unknown,UNKNOWN"})
    void windowsTellsByTheCostOfItsConnection(String cost, Metered metered) throws Exception {
        assertThat(other("Windows 10", "battery=2\r\ncost=" + cost + "\r\n"))
                .isEqualTo(new Power(Supply.MAINS, metered));
    }

    @Test
    void aWindowsWithoutConnectionOrPowerShellSaysNothing() throws Exception {
        assertThat(other("Windows 11", "battery=none\r\n")).isEqualTo(new Power(Supply.NO_BATTERY, Metered.UNKNOWN));
        assertThat(other("Windows 11", "")).isEqualTo(Power.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({"AC Power,MAINS", "Battery Power,BATTERY", "UPS Power,BATTERY", "Something,UNKNOWN"})
    void macOsTellsWhatItDrawsFrom(String from, Supply supply) throws Exception {
        var told = """
                Now drawing from '%s'
                 -InternalBattery-0 (id=4653155)\t87%%; discharging; 5:12 remaining present: true
                """.formatted(from);

        assertThat(other("Mac OS X", told)).isEqualTo(new Power(supply, Metered.UNKNOWN));
        assertThat(ran).containsExactly("pmset -g batt");
    }

    private void supply(String name, Map<String, String> attributes) throws Exception {
        var folder = Files.createDirectories(supplies.resolve(name));
        for (var one : attributes.entrySet()) {
            Files.writeString(folder.resolve(one.getKey()), one.getValue() + "\n");
        }
    }

    private SystemPower linux() {
        return linux("none", "");
    }

    private SystemPower linux(String program, String told) {
        return new SystemPower(
                "Linux",
                supplies,
                command -> command.getFirst().equals(program) ? Optional.of(told) : Optional.empty());
    }

    private Power other(String system, String told) throws InterruptedException {
        return new SystemPower(system, supplies, command -> {
                    ran.add(String.join(" ", command));
                    return Optional.of(told);
                })
                .look();
    }
}
