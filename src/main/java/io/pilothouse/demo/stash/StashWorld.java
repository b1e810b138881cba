package io.pilothouse.demo.stash;

import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/// The things that exist in the simulated world: landscapes, concerts and talks. Each has a number; equal
/// numbers are equal things, on whichever server they are.
final class StashWorld {

    static final String BOX = "https://box.example/graphql";

    private static final List<String> WHAT = List.of(
            "Fog over",
            "Dunes near",
            "Spruce line above",
            "Tide turning at",
            "Clear night at",
            "Slow pan across",
            "Evening on",
            "First snow on",
            "Cliffs from",
            "Orchard by",
            "Dawn at",
            "Violet hour on",
            "Moonrise behind",
            "Glacier tongue of",
            "Red hills of",
            "Ice edge at",
            "Birch shadows in",
            "Gulls over",
            "Reed belt at",
            "Concert in",
            "Quartet at",
            "Organ recital in",
            "Talk about",
            "Lecture on",
            "Walk through",
            "Timelapse of");
    private static final List<String> WHERE = List.of(
            "the upper field",
            "the long bay",
            "the pass",
            "the estuary",
            "the old harbour",
            "the heath",
            "the mill pond",
            "the north ridge",
            "the quiet valley",
            "the sand bar",
            "the chapel hill",
            "the river bend",
            "the lighthouse",
            "the salt marsh",
            "the stone bridge",
            "the summer hall",
            "the botanic garden",
            "the tram depot",
            "the observatory",
            "the ferry pier",
            "the terraces",
            "the wind farm",
            "the winter garden",
            "the east quay");
    private static final List<String> GIVEN = List.of(
            "Ada", "Bruno", "Clara", "Dimitri", "Edda", "Farid", "Greta", "Henrik", "Ines", "Jonas", "Kaia", "Leandro",
            "Mira", "Nils", "Olga", "Pavel", "Quirin", "Runa", "Samir", "Thea", "Umberto", "Vera", "Wanda", "Yuki");
    private static final List<String> FAMILY = List.of(
            "Almgren",
            "Bertram",
            "Castell",
            "Dvorak",
            "Engel",
            "Fontana",
            "Grimm",
            "Halvorsen",
            "Ivarsson",
            "Jansen",
            "Kowal",
            "Lindqvist",
            "Moreau",
            "Novak",
            "Okafor",
            "Petrov",
            "Quist",
            "Rossi",
            "Sato",
            "Tamm",
            "Urban",
            "Varga",
            "Weiss",
            "Zeman");
    private static final List<String> MAKER = List.of(
            "Fieldwork Unit",
            "Coast Series",
            "High Path",
            "Sky Log",
            "Open Stage",
            "Lecture House",
            "Tideline",
            "Quiet Rooms");
    private static final List<String> WORD = List.of(
            "forest",
            "rain",
            "spruce",
            "handheld",
            "no sound",
            "spring",
            "archive",
            "night",
            "snow",
            "coast",
            "drone",
            "timelapse",
            "interview",
            "strings",
            "piano",
            "choir",
            "lecture",
            "questions",
            "slides",
            "harbour",
            "river",
            "mountain",
            "fog",
            "sunset",
            "birds",
            "train",
            "bicycle",
            "market",
            "garden",
            "museum");

    private StashWorld() {}

    /// The chance that made a thing: the same on every server.
    static SplittableRandom random(String type, long world) {
        return new SplittableRandom(type.hashCode() * 1_000_003L + world * 31 + 7);
    }

    static String title(SplittableRandom random) {
        return pick(WHAT, random) + " " + pick(WHERE, random);
    }

    static String person(SplittableRandom random) {
        return pick(GIVEN, random) + " " + pick(FAMILY, random);
    }

    /// @param number distinguishes those beyond the first few
    static String maker(long number) {
        int round = (int) (number / MAKER.size());
        return MAKER.get((int) (number % MAKER.size())) + (round == 0 ? "" : " " + (round + 1));
    }

    static String word(long number) {
        int round = (int) (number / WORD.size());
        return WORD.get((int) (number % WORD.size())) + (round == 0 ? "" : " " + (round + 1));
    }

    /// @return the id a public database has for it
    static String externalId(String type, long world) {
        var random = random("box " + type, world);
        return new UUID(random.nextLong() & ~0xF000L | 0x4000L, random.nextLong()).toString();
    }

    static String hash(SplittableRandom random) {
        return HexFormat.of().toHexDigits(random.nextLong());
    }

    static String md5(SplittableRandom random) {
        return hash(random) + hash(random);
    }

    private static String pick(List<String> words, SplittableRandom random) {
        return words.get(random.nextInt(words.size()));
    }
}
