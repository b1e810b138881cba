package io.pilothouse.demo;

import io.pilothouse.demo.service.CertificateKind;
import io.pilothouse.demo.service.ServiceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Who belongs to a fleet, in order.
final class FleetPlan {

    static final String NAS = "127.0.0.2";
    static final String LOFT = "127.0.0.3";
    static final String CELLAR = "127.0.0.4";
    static final String CABIN = "127.0.0.5";
    static final String CLOUD = "127.0.0.6";

    private static final int PER_HOST = 8;
    /// A hunting rule as the console's own documents have it.
    private static final String HUNT =
            "{\"name\":\"Missing movies\",\"pass\":\"missing\",\"perRun\":3,\"perHour\":40,\"every\":\"5m\",\"grace\":\"0m\"}";
    private static final List<String> MIX = List.of(
            "sonarr",
            "radarr",
            "qbittorrent",
            "homeassistant",
            "sonarr",
            "radarr",
            "lidarr",
            "stash",
            "qbittorrent",
            "readarr",
            "whisparr",
            "eros",
            "amc",
            "homeassistant",
            "sonarr",
            "radarr",
            "qbittorrent",
            "stash",
            "lidarr",
            "amc");

    private FleetPlan() {}

    /// One place in a fleet.
    ///
    /// @param arrangements what the console is asked to set up: `maintenance` (a duration from the
    ///                     start), `asleep` (a daily time span, local time), `cycle` (a hunting rule
    ///                     that runs from the start)
    record Place(
            ServiceSpec spec,
            String group,
            List<String> tags,
            String guard,
            String notes,
            Map<String, String> arrangements) {

        static Place of(ServiceSpec spec, String group, String guard) {
            return new Place(spec, group, List.of(), guard, "", Map.of());
        }

        Place tagged(String... labels) {
            return new Place(spec, group, List.of(labels), guard, notes, arrangements);
        }

        Place noted(String note) {
            return new Place(spec, group, tags, guard, note, arrangements);
        }

        Place arranged(String key, String value) {
            return new Place(spec, group, tags, guard, notes, Map.of(key, value));
        }
    }

    /// @throws IllegalArgumentException if there is no fleet of that size
    static List<Place> of(int size) {
        return switch (size) {
            case 14 -> fourteen();
            case 200, 1000 -> many(size);
            default -> throw new IllegalArgumentException("a demo fleet has 14, 200 or 1000 instances, not " + size);
        };
    }

    private static List<Place> fourteen() {
        return List.of(
                Place.of(ServiceSpec.of("sonarr", "Series").onHost(NAS), "Media", "careful")
                        .tagged("hd"),
                Place.of(ServiceSpec.of("sonarr", "Anime").onHost(CELLAR).with("category", "anime"), "Media", "careful")
                        .noted("Its host goes down after two minutes; afterwards another Sonarr answers here."),
                Place.of(ServiceSpec.of("radarr", "Movies HD").onHost(NAS), "Media", "careful")
                        .tagged("hd")
                        .noted("Looks for what is missing every five minutes.")
                        .arranged("cycle", HUNT),
                Place.of(
                                ServiceSpec.of("radarr", "Movies 4K")
                                        .onHost(LOFT)
                                        .withTls(CertificateKind.NINE_DAYS_LEFT)
                                        .with("category", "movies-4k"),
                                "Media",
                                "careful")
                        .tagged("4k")
                        .noted("Its certificate has nine days left."),
                Place.of(ServiceSpec.of("lidarr", "Music").onHost(CELLAR), "Media", "careful")
                        .noted("Its host goes down after two minutes."),
                Place.of(ServiceSpec.of("whisparr", "After Dark").onHost(LOFT), "Media", "careful")
                        .noted("In maintenance for the first half hour.")
                        .arranged("maintenance", "PT30M"),
                Place.of(
                                ServiceSpec.of("qbittorrent", "Seedbox")
                                        .onHost(LOFT)
                                        .with("torrents", "18000")
                                        .with("takes", "true"),
                                "Downloads",
                                "guarded")
                        .noted("After three minutes somebody changes its share ratio and its upload limit.")
                        .arranged("baseline", "settings"),
                Place.of(
                                ServiceSpec.of("qbittorrent", "NAS torrents")
                                        .onHost(NAS)
                                        .with("version", "4.6.7"),
                                "Downloads",
                                "careful")
                        .noted("Comes and goes every 45 seconds."),
                Place.of(ServiceSpec.of("stash", "Stash").onHost(CELLAR), "Media", "guarded")
                        .noted("Its host goes down after two minutes."),
                Place.of(
                                ServiceSpec.of("homeassistant", "Home")
                                        .onHost(LOFT)
                                        .with("supervisor", "true")
                                        .with("neglected", "true"),
                                "Home",
                                "careful")
                        .noted("Has repairs, silent doors and low batteries. The code for the radio is 1234."),
                Place.of(
                                ServiceSpec.of("homeassistant", "Cabin")
                                        .onHost(CABIN)
                                        .with("version", "2024.3.3")
                                        .with("neglected", "true"),
                                "Home",
                                "careful")
                        .noted("Sleeps: it is switched off for the last two of every six minutes.")
                        .arranged("asleep", "00:00-23:59"),
                Place.of(advertising("Brand North"), "Advertising", "guarded"),
                Place.of(advertising("Brand Europe"), "Advertising", "guarded")
                        .noted("Amazon refuses its refresh token."),
                Place.of(advertising("Brand East"), "Advertising", "careful"));
    }

    /// Its account has two more instances to be found, and its runs end within seconds.
    private static ServiceSpec advertising(String name) {
        return ServiceSpec.of("amc", name).onHost(CLOUD).with("factor", "6").with("instances", "2");
    }

    private static List<Place> many(int size) {
        var places = new ArrayList<Place>();
        for (int i = 0; i < size; i++) {
            var kind = MIX.get(i % MIX.size());
            int host = i / PER_HOST;
            var spec = ServiceSpec.of(kind, "%s %04d".formatted(kind, i + 1))
                    .onHost("127.0.%d.%d".formatted(1 + host / 200, 1 + host % 200))
                    .with("size", "small");
            places.add(Place.of(spec, "Rack " + (1 + host / 5), "careful"));
        }
        return places;
    }
}
