package io.pilothouse.demo;

import io.pilothouse.demo.amc.AmcSimulator;
import io.pilothouse.demo.arr.ArrApp;
import io.pilothouse.demo.arr.ArrSimulator;
import io.pilothouse.demo.homeassistant.HomeAssistantSimulator;
import io.pilothouse.demo.qbittorrent.QbittorrentSimulator;
import io.pilothouse.demo.service.Setting;
import io.pilothouse.demo.service.Simulator;
import io.pilothouse.demo.stash.StashSimulator;

/// Every kind that can be simulated.
final class Simulators {

    private Simulators() {}

    /// @throws IllegalArgumentException if the kind is unknown
    static Simulator create(Setting setting) {
        return switch (setting.spec().kind()) {
            case "sonarr", "radarr", "lidarr", "readarr", "whisparr", "eros" ->
                new ArrSimulator(ArrApp.of(setting.spec().kind()), setting);
            case "qbittorrent" -> new QbittorrentSimulator(setting);
            case "homeassistant" -> new HomeAssistantSimulator(setting);
            case "stash" -> new StashSimulator(setting);
            case "amc" -> new AmcSimulator(setting);
            default ->
                throw new IllegalArgumentException(
                        "no simulator for " + setting.spec().kind());
        };
    }
}
