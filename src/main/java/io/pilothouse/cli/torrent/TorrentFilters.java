package io.pilothouse.cli.torrent;

import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.torrent.Owner;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentFamily;
import io.pilothouse.domain.torrent.TorrentState;
import io.pilothouse.domain.torrent.TorrentTracker;
import io.pilothouse.tasks.instance.Instances;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/// What `--filter` picks: all conditions must hold.
final class TorrentFilters {

    private static final List<String> KEYS =
            List.of("state", "family", "category", "tag", "tracker", "owner", "name", "hash", "private");

    private TorrentFilters() {}

    static BiPredicate<Torrent, Owner> of(Map<String, String> filters, Instances instances) throws ProblemException {
        var conditions = new ArrayList<BiPredicate<Torrent, Owner>>();
        for (var filter : filters.entrySet()) {
            conditions.add(one(filter.getKey(), filter.getValue(), instances));
        }
        return (torrent, owner) -> conditions.stream().allMatch(condition -> condition.test(torrent, owner));
    }

    private static BiPredicate<Torrent, Owner> one(String key, String value, Instances instances)
            throws ProblemException {
        var lower = value.toLowerCase(Locale.ROOT);
        return switch (key) {
            case "state" -> {
                var state = word(TorrentState.values(), "state", lower);
                yield (torrent, _) -> torrent.state() == state;
            }
            case "family" -> {
                var family = word(TorrentFamily.values(), "family", lower);
                yield (torrent, _) -> torrent.family() == family;
            }
            case "category" -> (torrent, _) -> torrent.category().equals(value);
            case "tag" ->
                (torrent, _) -> value.isEmpty()
                        ? torrent.tags().isEmpty()
                        : torrent.tags().contains(value);
            case "tracker" ->
                (torrent, _) -> TorrentTracker.hostOf(torrent.tracker()).equalsIgnoreCase(value);
            case "name" ->
                (torrent, _) -> torrent.name().toLowerCase(Locale.ROOT).contains(lower);
            case "hash" -> (torrent, _) -> torrent.key().hash().startsWith(lower);
            case "private" ->
                (torrent, _) -> torrent.isPrivate()
                        .filter(is -> is == Boolean.parseBoolean(lower))
                        .isPresent();
            case "owner" -> {
                if (lower.equals("none")) {
                    yield (_, owner) -> !(owner instanceof Owner.Arr);
                }
                var wanted = instances.named(value).id();
                yield (_, owner) ->
                        owner instanceof Owner.Arr arr && arr.instance().equals(wanted);
            }
            default ->
                throw Session.problem(
                        ProblemCode.USAGE,
                        "There is no filter “" + key + "”.",
                        "Use one of " + String.join(", ", KEYS) + ".");
        };
    }

    private static <E extends Enum<E>> E word(E[] all, String key, String word) throws ProblemException {
        return Arrays.stream(all)
                .filter(each -> Json.word(each).equals(word))
                .findFirst()
                .orElseThrow(() -> Session.problem(
                        ProblemCode.BAD_VALUE,
                        "There is no " + key + " “" + word + "”.",
                        "Use one of " + Arrays.stream(all).map(Json::word).collect(Collectors.joining(", ")) + "."));
    }
}
