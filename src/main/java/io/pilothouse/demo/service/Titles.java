package io.pilothouse.demo.service;

import java.util.List;
import java.util.SplittableRandom;

/// Invented titles of two words, for everything a simulated library holds.
public final class Titles {

    private static final List<String> FIRST = List.of(
            "Amber",
            "Broken",
            "Crimson",
            "Distant",
            "Electric",
            "Fallen",
            "Golden",
            "Hidden",
            "Iron",
            "Jade",
            "Kindred",
            "Lonely",
            "Midnight",
            "Northern",
            "Open",
            "Paper",
            "Quiet",
            "Restless",
            "Silver",
            "Tidal");
    private static final List<String> SECOND = List.of(
            "Harbour", "Anthem", "Bridge", "Circle", "Dawn", "Empire", "Forest", "Garden", "Horizon", "Island",
            "Journey", "Kingdom", "Lantern", "Meadow", "Night", "Orchard", "Passage", "River", "Summit", "Voyage");

    private Titles() {}

    public static String title(SplittableRandom random) {
        return FIRST.get(random.nextInt(FIRST.size())) + " " + SECOND.get(random.nextInt(SECOND.size()));
    }
}
