package io.pilothouse.connectors.arr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.HuntRule.Unit;
import io.pilothouse.domain.cycle.ItemKey;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Makes what can be searched of the records of one app: single items, and the larger ones they stand in
/// (sections 8.2 and 16.4 of the contract). Thread-safe.
final class ArrCandidates {

    /// Enough missing episodes of one ended season to ask for the season instead (section 16.4).
    private static final int PACK_FROM = 3;

    /// Episodes of which the season is remembered.
    private static final int MOST_SEASONS = 20_000;

    /// From the cinema to the home where nothing better is known (section 8.2).
    private static final Duration UNTIL_AT_HOME = Duration.ofDays(90);

    /// @param over whether no further episode of it is to come
    private record Season(ItemKey key, boolean over) {}

    private final ArrApp app;
    private final ArrWords words;
    private final Supplier<Map<Integer, String>> tags;
    private final Map<ItemKey, Season> seasons = new ConcurrentHashMap<>();
    private final Map<ItemKey, Integer> seasonsOf = new ConcurrentHashMap<>();

    /// @param tags names of tags by id, as far as they are known
    ArrCandidates(ArrApp app, ArrWords words, Supplier<Map<Integer, String>> tags) {
        this.app = app;
        this.words = words;
        this.tags = tags;
    }

    /// Keeps what is remembered of seasons bounded; a run that reads at the same time asks for single episodes.
    void forgetMany() {
        if (seasons.size() > MOST_SEASONS) {
            seasons.clear();
            seasonsOf.clear();
        }
    }

    /// @return the season of an episode that was in a list
    Optional<ItemKey> seasonOf(ItemKey episode) {
        return Optional.ofNullable(seasons.get(episode)).map(Season::key);
    }

    Candidate of(JsonNode record) {
        return of(record, words.parentField().isEmpty() ? record : record.path(words.parentField()));
    }

    Candidate of(JsonNode record, JsonNode parent) {
        var parentKey = words.parentField().isEmpty()
                ? Optional.<ItemKey>empty()
                : Optional.of(new ItemKey(
                        words.parentType(),
                        record.path(words.parentType() + "Id").asText()));
        var item = new ItemKey(words.itemType(), record.path("id").asText());
        if (words.units().contains(Unit.SEASON)) {
            seasons.put(item, season(record, parent));
            parentKey.ifPresent(series -> seasonsOf.put(series, monitoredSeasons(parent)));
        }
        return new Candidate(
                item,
                parentKey,
                title(words, record, parent),
                record.path("monitored").asBoolean(true)
                        && parent.path("monitored").asBoolean(true),
                record.path("grabbed").asBoolean(false),
                labels(parent),
                parent.path("qualityProfileId").asText(""),
                root(parent),
                released(record),
                record.path("isAvailable").asBoolean(true),
                ArrTimes.instant(record.path("lastSearchTime").asText("")),
                List.of());
    }

    /// An item of which nobody says what it belongs to: to be seen, and never searched by itself.
    Candidate orphan(JsonNode record) {
        var orphan = of(record, MissingNode.getInstance());
        seasons.remove(orphan.item());
        orphan.parent().ifPresent(seasonsOf::remove);
        return orphan.ofUnknownParent();
    }

    /// A series, artist or author as something to search.
    Candidate whole(JsonNode parent) {
        var item = new ItemKey(words.parentType(), parent.path("id").asText());
        if (words.units().contains(Unit.SEASON)) {
            seasonsOf.put(item, monitoredSeasons(parent));
        }
        return new Candidate(
                item,
                Optional.empty(),
                nameOf(parent),
                true,
                false,
                labels(parent),
                parent.path("qualityProfileId").asText(""),
                root(parent),
                Optional.empty(),
                true,
                Optional.empty(),
                List.of());
    }

    private Set<String> labels(JsonNode parent) {
        var labels = new TreeSet<String>();
        parent.path("tags").forEach(tag -> labels.add(tags.get().getOrDefault(tag.asInt(), tag.asText())));
        return labels;
    }

    private static String nameOf(JsonNode parent) {
        return parent.path("title")
                .asText(parent.path("artistName")
                        .asText(parent.path("authorName").asText("")));
    }

    /// @return a title that says which series, artist or author it belongs to
    static String title(ArrWords words, JsonNode record, JsonNode parent) {
        var own = record.path("title").asText("");
        if (words.parentField().isEmpty()) {
            int year = record.path("year").asInt();
            return year > 0 ? own + " (" + year + ")" : own;
        }
        var above = nameOf(parent);
        if (!record.has("episodeNumber")) {
            return (above + " – " + own).strip();
        }
        return "%s %dx%02d %s"
                .formatted(
                        above,
                        record.path("seasonNumber").asInt(),
                        record.path("episodeNumber").asInt(),
                        own)
                .strip();
    }

    private static String root(JsonNode parent) {
        var root = parent.path("rootFolderPath").asText("");
        if (!root.isEmpty()) {
            return root;
        }
        var path = parent.path("path").asText("");
        int cut = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
        return cut > 0 ? path.substring(0, cut) : "";
    }

    private Optional<Instant> released(JsonNode record) {
        var own = ArrTimes.instant(
                record.path("airDateUtc").asText(record.path("releaseDate").asText("")));
        return own.isPresent() || !words.parentField().isEmpty() ? own : derived(record);
    }

    /// Radarr before 5.10 does not say which of its dates counts (section 8.2).
    private static Optional<Instant> derived(JsonNode movie) {
        var cinema = ArrTimes.instant(movie.path("inCinemas").asText(""));
        var home = Stream.of("digitalRelease", "physicalRelease")
                .flatMap(key -> ArrTimes.instant(movie.path(key).asText("")).stream())
                .min(Instant::compareTo);
        return switch (movie.path("minimumAvailability").asText("")) {
            case "tba", "announced" ->
                Stream.concat(cinema.stream(), home.stream()).min(Instant::compareTo);
            case "inCinemas" -> cinema.or(() -> home);
            default -> home.or(() -> cinema.map(at -> at.plus(UNTIL_AT_HOME)));
        };
    }

    /// A search for a series looks for each monitored season in turn (section 11.2).
    private static int monitoredSeasons(JsonNode series) {
        int count = 0;
        for (var season : series.path("seasons")) {
            count += season.path("monitored").asBoolean() ? 1 : 0;
        }
        return Math.max(1, count);
    }

    /// @return searches of the indexers that a search for it stands for
    int cost(ItemKey item) {
        return seasonsOf.getOrDefault(item, 1);
    }

    private static Season season(JsonNode record, JsonNode series) {
        int number = record.path("seasonNumber").asInt();
        boolean later = false;
        boolean airing = false;
        for (var other : series.path("seasons")) {
            later |= other.path("seasonNumber").asInt() > number;
            airing |= other.path("seasonNumber").asInt() == number
                    && other.path("statistics").hasNonNull("nextAiring");
        }
        boolean over = !airing && (later || series.path("ended").asBoolean(false));
        return new Season(new ItemKey("season", record.path("seriesId").asText() + ":" + number), over);
    }

    /// Seasons that are over and of which enough is missing to ask for the whole.
    List<Candidate> packs(List<Candidate> singles) {
        if (app != ArrApp.SONARR) { // the seasons of Whisparr v2 are years, which come in no pack
            return List.of();
        }
        var over = singles.stream()
                .filter(single -> seasons.containsKey(single.item())
                        && seasons.get(single.item()).over())
                .toList();
        return grouped(Unit.SEASON, over).stream()
                .filter(pack -> pack.covers().size() >= PACK_FROM)
                .filter(pack -> !pack.item().id().endsWith(":0")) // specials come in no pack
                .toList();
    }

    List<Candidate> inUnits(Unit unit, List<Candidate> singles) {
        return unit == words.units().getFirst() ? singles : grouped(unit, singles);
    }

    private List<Candidate> grouped(Unit unit, List<Candidate> singles) {
        return singles.stream()
                .collect(
                        Collectors.groupingBy(single -> groupOf(unit, single), LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(group -> group(group.getKey(), group.getValue()))
                .toList();
    }

    private ItemKey groupOf(Unit unit, Candidate single) {
        if (unit == Unit.SEASON) {
            return seasonOf(single.item()).orElse(single.item());
        }
        return single.parent().orElse(single.item());
    }

    private static Candidate group(ItemKey key, List<Candidate> members) {
        var first = members.getFirst();
        var name = first.title().replaceFirst(" \\d+x\\d+ .*$", "").replaceFirst(" – .*$", "");
        var title = key.type().equals("season")
                ? name + ", season " + key.id().substring(key.id().indexOf(':') + 1)
                : name;
        boolean anySearched = members.stream().allMatch(it -> it.lastSearchAt().isPresent());
        var group = new Candidate(
                key,
                first.parent(),
                title,
                true,
                members.stream().anyMatch(Candidate::inQueue),
                first.tags(),
                first.profile(),
                first.root(),
                members.stream().flatMap(it -> it.releasedAt().stream()).max(Instant::compareTo),
                true,
                anySearched
                        ? members.stream()
                                .flatMap(it -> it.lastSearchAt().stream())
                                .min(Instant::compareTo)
                        : Optional.empty(),
                members.stream().map(Candidate::item).toList());
        return members.stream().allMatch(Candidate::parentKnown) ? group : group.ofUnknownParent();
    }
}
