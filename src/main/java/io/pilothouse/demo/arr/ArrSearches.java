package io.pilothouse.demo.arr;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The commands of one app: which there are, what each searches, and how it says what came of it
/// (sections 11.2 to 11.5 of the contract).
final class ArrSearches {

    /// Commands that simply end after a moment.
    private static final Set<String> PLAIN = Set.of(
            "rsssync",
            "checkhealth",
            "backup",
            "housekeeping",
            "cleanuprecyclebin",
            "clearblocklist",
            "clearlog",
            "refreshmonitoreddownloads",
            "processmonitoreddownloads",
            "checkforfinisheddownload",
            "importlistsync",
            "messagingcleanup",
            "manualimport");

    private final ArrApp app;
    private final ArrLibrary library;
    private final ArrActivity activity;

    /// A command that cannot be carried out.
    static final class FailedException extends Exception {

        private static final long serialVersionUID = 1L;

        FailedException(String message) {
            super(message);
        }
    }

    ArrSearches(ArrApp app, ArrLibrary library, ArrActivity activity) {
        this.app = app;
        this.library = library;
        this.activity = activity;
    }

    /// @return the command that searches single units, for example `EpisodeSearch`
    static String unitSearch(ArrApp app) {
        return switch (app.shape) {
            case SERIES -> "EpisodeSearch";
            case MOVIES -> "MoviesSearch";
            case ARTISTS -> "AlbumSearch";
            case AUTHORS -> "BookSearch";
        };
    }

    static String idsField(ArrApp app) {
        return app.shape.unit.toLowerCase(Locale.ROOT) + "Ids";
    }

    static boolean isSearch(ArrApp app, String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return switch (app.shape) {
            case SERIES ->
                Set.of(
                                "episodesearch",
                                "seasonsearch",
                                "seriessearch",
                                "missingepisodesearch",
                                "cutoffunmetepisodesearch")
                        .contains(lower);
            case MOVIES ->
                Set.of("moviessearch", "missingmoviessearch", "cutoffunmetmoviessearch")
                                .contains(lower)
                        || app == ArrApp.EROS
                                && Set.of("performerssearch", "studiossearch").contains(lower);
            case ARTISTS ->
                Set.of("albumsearch", "artistsearch", "missingalbumsearch", "cutoffunmetalbumsearch")
                        .contains(lower);
            case AUTHORS ->
                Set.of("booksearch", "authorsearch", "missingbooksearch", "cutoffunmetbooksearch")
                        .contains(lower);
        };
    }

    /// @return whether the app has a command of that name
    static boolean known(ArrApp app, String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        var parent = app.shape.parent.toLowerCase(Locale.ROOT);
        return isSearch(app, name)
                || PLAIN.contains(lower)
                || lower.equals("refresh" + parent)
                || lower.equals("rescan" + parent)
                || lower.startsWith("downloaded") && lower.endsWith("scan");
    }

    /// @return ids that a command names, as far as its fields are spelt right
    static List<Integer> targets(ArrApp app, ArrCommand command) {
        var ids = new ArrayList<Integer>();
        field(command.body, idsField(app)).forEach(id -> ids.add(id.asInt()));
        return ids;
    }

    private static JsonNode field(JsonNode body, String name) {
        for (var field : body.properties()) {
            if (field.getKey().equalsIgnoreCase(name)) {
                return field.getValue();
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    /// Carries a search out.
    ///
    /// @return the command's final message
    String run(ArrCommand command, Instant at) throws FailedException {
        var name = command.name.toLowerCase(Locale.ROOT);
        if (name.equals(unitSearch(app).toLowerCase(Locale.ROOT))) {
            return units(command, at);
        }
        return switch (name) {
            case "seasonsearch" -> {
                int season = field(command.body, "seasonNumber").asInt();
                var units = library.unitsOf(parent(command)).filter(unit -> unit.group() == season);
                yield message("Season search completed.", seasons(units.toList(), command, at));
            }
            case "seriessearch" -> {
                var units = library.unitsOf(parent(command)).toList();
                yield message("Series search completed.", seasons(units, command, at));
            }
            case "artistsearch", "authorsearch" -> {
                var units = library.unitsOf(parent(command)).toList();
                yield message(app.shape.parent + " search completed.", each(units.stream(), command, at));
            }
            case "performerssearch" -> message("Performer search completed.", 0);
            case "studiossearch" -> message("Studio search completed.", 0);
            default -> bulk(name.startsWith("missing"), command, at);
        };
    }

    private String units(ArrCommand command, Instant at) throws FailedException {
        var ids = targets(app, command);
        if (ids.isEmpty()) {
            throw new FailedException("Value cannot be null. (Parameter 'source')");
        }
        boolean stale = ids.stream().anyMatch(id -> library.unit(id).isEmpty());
        if (stale || new HashSet<>(ids).size() < ids.size()) {
            throw new FailedException("Expected query to return " + ids.size() + " rows but returned fewer");
        }
        int sum = 0;
        int last = 0;
        for (int id : ids) {
            last = asked(library.unit(id).orElseThrow(), command, at);
            sum += last;
        }
        return app.shape == ArrApp.Shape.MOVIES
                ? message("Completed search for " + ids.size() + " movies.", sum)
                : message(app.shape.unit + " search completed.", last);
    }

    private int parent(ArrCommand command) throws FailedException {
        int id = field(command.body, app.shape.resource + "Id").asInt();
        if (library.parent(id).isEmpty()) {
            throw new FailedException(app.shape.parent + " with ID " + id + " does not exist");
        }
        return id;
    }

    private int seasons(List<ArrLibrary.Unit> units, ArrCommand command, Instant at) {
        if (!activity.indexersAsked()) {
            return 0;
        }
        return units.stream().map(ArrLibrary.Unit::group).distinct().toList().stream()
                .mapToInt(season -> activity.searchSeason(
                        units.stream()
                                .filter(unit -> unit.group() == season)
                                .filter(activity::isMonitored)
                                .toList(),
                        command,
                        at))
                .sum();
    }

    private int each(Stream<ArrLibrary.Unit> units, ArrCommand command, Instant at) {
        return units.filter(activity::isMonitored).toList().stream()
                .mapToInt(unit -> asked(unit, command, at))
                .sum();
    }

    private int asked(ArrLibrary.Unit unit, ArrCommand command, Instant at) {
        return activity.indexersAsked() ? activity.search(unit, command, at, activity.luck()) : 0;
    }

    private String bulk(boolean missing, ArrCommand command, Instant at) {
        int only = missing ? field(command.body, app.shape.resource + "Id").asInt(0) : 0;
        var queued = activity.queued();
        Predicate<ArrLibrary.Unit> wanted = missing ? unit -> !unit.hasFile() : ArrLibrary.Unit::belowCutoff;
        var units = library.units().stream()
                .filter(unit -> only == 0 || unit.parentId() == only)
                .filter(wanted)
                .filter(activity::isMonitored)
                .filter(unit -> !queued.contains(unit.id()))
                .toList();
        return message(
                "Completed search for " + units.size() + " " + app.shape.units.toLowerCase(Locale.ROOT) + ".",
                each(units.stream(), command, at));
    }

    private static String message(String begin, int grabbed) {
        return begin + " " + grabbed + " reports downloaded.";
    }
}
