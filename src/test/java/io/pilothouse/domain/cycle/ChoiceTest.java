package io.pilothouse.domain.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.cycle.HuntRule.Exclusions;
import io.pilothouse.domain.cycle.HuntRule.Order;
import io.pilothouse.domain.cycle.HuntRule.Pass;
import io.pilothouse.domain.cycle.HuntRule.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChoiceTest {

    private static final Instant NOW = Instant.parse("2026-06-20T14:12:00Z");
    private static final HuntRule RULE = rule(10, Order.OLDEST_SEARCH, OptionalInt.empty(), Exclusions.NONE, false);

    @Test
    void theOldestSearchGoesFirstAndNeverSearchedBeforeAll() {
        var decisions = decide(
                RULE,
                List.of(
                        searched("a", NOW.minus(Duration.ofDays(20))),
                        searched("b", NOW.minus(Duration.ofDays(40))),
                        plain("c")),
                Map.of());

        assertThat(chosen(decisions)).containsExactly("c", "b", "a");
    }

    @Test
    void eachReasonIsSaidInItsOrder() {
        var excluded = new Exclusions(
                Set.of("keep-sd"),
                Set.of("Any"),
                Set.of("/old"),
                Map.of(key("item"), NOW.plusSeconds(60), key("for-good"), Instant.MAX));
        var rule = rule(10, Order.OLDEST_SEARCH, OptionalInt.empty(), excluded, false);
        var unmonitored = new Candidate(
                key("unmonitored"),
                Optional.empty(),
                "x",
                false,
                true,
                Set.of(),
                "",
                "",
                Optional.empty(),
                true,
                Optional.empty(),
                List.of());
        var open = plain("open");
        var states =
                Map.of(open.item(), new ItemState(open.item(), NOW.minusSeconds(60), 1, 0, true, NOW.plusSeconds(600)));

        var reasons = decide(
                        rule,
                        List.of(
                                unmonitored,
                                plain("orphan").ofUnknownParent(),
                                with("queued", true, Set.of(), "", "", Optional.empty(), true),
                                with("tagged", false, Set.of("keep-sd"), "", "", Optional.empty(), true),
                                with("profile", false, Set.of(), "Any", "", Optional.empty(), true),
                                with("root", false, Set.of(), "", "/old", Optional.empty(), true),
                                with("future", false, Set.of(), "", "", Optional.of(NOW.plusSeconds(1)), true),
                                with("fresh", false, Set.of(), "", "", Optional.of(NOW.minusSeconds(1)), true),
                                with("unavailable", false, Set.of(), "", "", Optional.empty(), false),
                                searched("resting", NOW.minus(Duration.ofDays(6))),
                                open,
                                plain("item"),
                                plain("for-good")),
                        states)
                .stream()
                .collect(Collectors.toMap(
                        it -> it.candidate().item().id(),
                        it -> it.reason().orElseThrow().word()));

        assertThat(reasons)
                .isEqualTo(Map.ofEntries(
                        Map.entry("unmonitored", "unmonitored"),
                        Map.entry("orphan", "parent-unknown"),
                        Map.entry("queued", "in-queue"),
                        Map.entry("tagged", "tag-excluded"),
                        Map.entry("profile", "profile-excluded"),
                        Map.entry("root", "root-excluded"),
                        Map.entry("future", "not-released"),
                        Map.entry("fresh", "grace"),
                        Map.entry("unavailable", "not-available"),
                        Map.entry("resting", "cool-down"),
                        Map.entry("open", "unsettled"),
                        Map.entry("item", "item-excluded"),
                        Map.entry("for-good", "item-excluded")));
    }

    @Test
    void aChosenPackCoversItsEpisodes() {
        var rule = rule(10, Order.OLDEST_SEARCH, OptionalInt.empty(), Exclusions.NONE, true);
        var pack = new Candidate(
                new ItemKey("season", "7:1"),
                Optional.empty(),
                "Season 1",
                true,
                false,
                Set.of(),
                "",
                "",
                Optional.empty(),
                true,
                Optional.empty(),
                List.of(key("a"), key("b")));

        var decisions = decide(rule, List.of(plain("a"), plain("b"), plain("c"), pack), Map.of());

        assertThat(chosen(decisions)).containsExactly("7:1", "c");
        assertThat(decisions.stream().filter(it -> it.reason().equals(Optional.of(SkipReason.IN_PACK))))
                .hasSize(2);
    }

    /// The app marks every episode of a season that was searched as a whole.
    @Test
    void afterASeasonWasSearchedInVainItsEpisodesHaveTheirTurn() {
        var rule = rule(10, Order.OLDEST_SEARCH, OptionalInt.empty(), Exclusions.NONE, true);
        var asked = NOW.minus(Duration.ofHours(6));
        var season = new ItemKey("season", "7:1");
        var pack = new Candidate(
                season,
                Optional.empty(),
                "Season 1",
                true,
                false,
                Set.of(),
                "",
                "",
                Optional.empty(),
                true,
                Optional.of(asked.plusSeconds(20)),
                List.of(key("a"), key("b")));
        var episodes = List.of(
                pack,
                searched("a", asked.plusSeconds(20)),
                searched("b", asked.plus(Duration.ofHours(3)))); // somebody searched it afterwards
        var open = new ItemState(season, asked, 1, 0, true, asked.plus(Duration.ofDays(7)));

        assertThat(decide(rule, episodes, Map.of(season, open))).noneMatch(Decision::chosen);
        assertThat(decide(rule, episodes, Map.of(season, open.settled(true, rule))))
                .noneMatch(Decision::chosen);
        assertThat(decide(rule, episodes, Map.of(season, open.settled(false, rule))).stream()
                        .filter(Decision::chosen)
                        .map(it -> it.candidate().item().id()))
                .containsExactly("a");
        var older = List.of(pack, plain("a"), plain("b")); // of an app that marks nothing
        assertThat(decide(rule, older, Map.of(season, open))).noneMatch(Decision::chosen);
        assertThat(decide(rule, older, Map.of(season, open.settled(true, rule))))
                .noneMatch(Decision::chosen);
        assertThat(chosen(decide(rule, older, Map.of(season, open.settled(false, rule)))))
                .containsExactly("a", "b");
    }

    @Test
    void anEmptyBudgetNamesWhenItGrows() {
        var resets = NOW.plusSeconds(3600);

        var decisions = Choice.decide(RULE, List.of(plain("a")), Map.of(), 0, Optional.of(resets), NOW, 1);

        assertThat(decisions)
                .containsExactly(new Decision(plain("a"), Optional.of(SkipReason.BUDGET), Optional.of(resets)));
    }

    @Test
    void restGrowsWithEachFruitlessSearchUpToItsBound() {
        assertThat(IntStream.rangeClosed(1, 6).mapToObj(RULE::restAfter))
                .containsExactly(
                        Duration.ofDays(7),
                        Duration.ofDays(14),
                        Duration.ofDays(28),
                        Duration.ofDays(56),
                        Duration.ofDays(112),
                        HuntRule.LONGEST_REST);
    }

    /// Thousands of generated fleets: one decision for each candidate, limits kept, the same seed the
    /// same choice, no resting item chosen.
    @Test
    void holdsItsPromisesOnGeneratedInput() {
        for (int seed = 0; seed < 3_000; seed++) {
            var random = new Random(seed);
            var order = Order.values()[random.nextInt(Order.values().length)];
            var perParent = random.nextBoolean() ? OptionalInt.of(1 + random.nextInt(3)) : OptionalInt.empty();
            var rule = rule(1 + random.nextInt(12), order, perParent, Exclusions.NONE, random.nextBoolean());
            var candidates = new ArrayList<Candidate>();
            var states = new HashMap<ItemKey, ItemState>();
            for (int i = random.nextInt(60); i > 0; i--) {
                var item = key("i" + random.nextInt(50)); // some twice: a page that moved repeats rows
                candidates.add(generated(item, random));
                if (random.nextInt(3) == 0) {
                    var next = NOW.plusSeconds(random.nextInt(99) - 50);
                    states.put(item, new ItemState(item, NOW.minusSeconds(9), 1, 1, false, next));
                }
            }
            int budget = random.nextInt(15);

            var once = Choice.decide(rule, candidates, states, budget, Optional.empty(), NOW, seed);
            var again = Choice.decide(rule, candidates, states, budget, Optional.empty(), NOW, seed);

            assertThat(again).isEqualTo(once);
            assertThat(once.stream().map(it -> it.candidate().item()).toList())
                    .containsExactlyInAnyOrderElementsOf(
                            candidates.stream().map(Candidate::item).distinct().toList());
            var chosen = once.stream()
                    .filter(Decision::chosen)
                    .map(Decision::candidate)
                    .toList();
            assertThat(chosen).hasSizeLessThanOrEqualTo(Math.min(budget, rule.perRun()));
            assertThat(chosen).allMatch(it -> it.monitored() && !it.inQueue());
            assertThat(chosen)
                    .noneMatch(it -> states.containsKey(it.item())
                            && NOW.isBefore(states.get(it.item()).nextEligible()));
            var perParentChosen = chosen.stream().collect(Collectors.groupingBy(Candidate::parent));
            perParent.ifPresent(limit -> assertThat(perParentChosen.values()).allMatch(group -> group.size() <= limit));
        }
    }

    private static Candidate generated(ItemKey item, Random random) {
        return new Candidate(
                item,
                Optional.of(new ItemKey("series", "s" + random.nextInt(5))),
                "t",
                random.nextInt(10) > 0,
                random.nextInt(10) == 0,
                Set.of(),
                "",
                "",
                Optional.of(NOW.plus(Duration.ofDays(random.nextInt(200) - 180))),
                true,
                Optional.empty(),
                List.of());
    }

    private static List<Decision> decide(HuntRule rule, List<Candidate> candidates, Map<ItemKey, ItemState> states) {
        return Choice.decide(rule, candidates, states, 100, Optional.empty(), NOW, 1);
    }

    private static List<String> chosen(List<Decision> decisions) {
        return decisions.stream()
                .filter(Decision::chosen)
                .map(it -> it.candidate().item().id())
                .toList();
    }

    private static ItemKey key(String id) {
        return new ItemKey("episode", id);
    }

    private static Candidate plain(String id) {
        return with(id, false, Set.of(), "", "", Optional.empty(), true);
    }

    private static Candidate searched(String id, Instant at) {
        return new Candidate(
                key(id),
                Optional.empty(),
                id,
                true,
                false,
                Set.of(),
                "",
                "",
                Optional.empty(),
                true,
                Optional.of(at),
                List.of());
    }

    private static Candidate with(
            String id,
            boolean inQueue,
            Set<String> tags,
            String profile,
            String root,
            Optional<Instant> released,
            boolean available) {
        return new Candidate(
                key(id),
                Optional.empty(),
                id,
                true,
                inQueue,
                tags,
                profile,
                root,
                released,
                available,
                Optional.empty(),
                List.of());
    }

    private static HuntRule rule(
            int perRun, Order order, OptionalInt perParent, Exclusions exclude, boolean packsFirst) {
        return new HuntRule(
                "Missing",
                Pass.MISSING,
                Unit.EPISODE,
                perRun,
                OptionalInt.empty(),
                OptionalInt.empty(),
                Duration.ofHours(6),
                Duration.ZERO,
                Set.of(),
                Set.of(),
                order,
                Duration.ofDays(7),
                2,
                Duration.ofHours(2),
                exclude,
                perParent,
                packsFirst,
                OptionalInt.empty(),
                OptionalInt.empty(),
                "",
                false,
                true);
    }
}
