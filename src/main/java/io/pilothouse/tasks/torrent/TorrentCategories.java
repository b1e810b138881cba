package io.pilothouse.tasks.torrent;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.KeepsTorrents;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.UndoStep;
import io.pilothouse.domain.torrent.CategoryWishes;
import io.pilothouse.domain.torrent.RuleKey;
import io.pilothouse.domain.torrent.RuleSet;
import io.pilothouse.domain.torrent.TorrentRule;
import io.pilothouse.domain.torrent.TransferState;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.guard.Guards;
import io.pilothouse.tasks.instance.Instances;
import io.pilothouse.tasks.undo.StoredUndoing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// Makes the categories that clients shall have where they lack them, with the folders where they shall keep their
/// data (contract section 13.3): those of *arrs, those by which rules take orders, and those that a person wrote into
/// the client's settings. Methods block: call them from a task. Thread-safe.
public final class TorrentCategories {

    static final String UNDO = "torrent-categories";

    /// In the settings of a client.
    private static final String WISHES = "categories";

    private static final String FOLLOWS = "category_changed_tmm_enabled";

    private final Instances instances;
    private final TorrentLines lines;
    private final TorrentWatch watch;
    private final TorrentDesk desk;
    private final Function<InstanceId, RuleSet> rules;
    private final Guards guards;

    TorrentCategories(
            Instances instances,
            TorrentLines lines,
            TorrentWatch watch,
            TorrentDesk desk,
            Function<InstanceId, RuleSet> rules,
            Guards guards) {
        this.instances = instances;
        this.lines = lines;
        this.watch = watch;
        this.desk = desk;
        this.rules = rules;
        this.guards = guards;
    }

    /// @param owner   empty for one that no *arr uses
    /// @param outcome `created`, `changed`, `existed`, `missing` and `other-path` in a dry run, `other-case`,
    ///                `skipped`, `failed`
    /// @param folder  empty where the client itself chooses, or nobody asks for another one
    public record Ensured(
            InstanceId client,
            String category,
            Optional<InstanceId> owner,
            String outcome,
            String message,
            Optional<Folder> folder) {

        Ensured as(String other, String why) {
            return new Ensured(client, category, owner, other, why, folder);
        }
    }

    /// Where a category shall keep its data.
    ///
    /// @param from      empty for a new category, and for the client's own choice
    /// @param automatic torrents in it and in sub-categories below its folder that the client manages
    ///                  automatically
    /// @param follow    whether the files of those move along by the client's preferences; else they are not
    ///                  managed automatically any more. Empty where that does not matter or is not known
    public record Folder(String from, String to, long automatic, Optional<Boolean> follow) {}

    private record Wish(Optional<InstanceId> owner, String folder) {}

    /// @return by category, what a client shall have
    private SortedMap<String, Wish> wishes(Instance client, TorrentFleet fleet) {
        var wishes = new TreeMap<String, Wish>();
        fleet.ownership()
                .categories(client.id())
                .forEach((name, owners) -> wishes.put(name, new Wish(Optional.of(owners.getFirst()), "")));
        var orders = rules.apply(client.id()).general();
        if (!orders.off(TorrentRule.COMMAND_CATEGORIES)) {
            for (var key : List.of(RuleKey.COMMAND_FAILED, RuleKey.COMMAND_RECHECK)) {
                wishes.putIfAbsent(orders.word(key), new Wish(Optional.empty(), ""));
            }
        }
        CategoryWishes.read(client.configuration().settings().getOrDefault(WISHES, ""))
                .forEach((name, folder) -> wishes.merge(
                        name, new Wish(Optional.empty(), folder), (known, said) -> new Wish(known.owner, said.folder)));
        wishes.remove("");
        return wishes;
    }

    /// Writes into the settings of clients that they shall have a category. Nothing is made or changed by it yet.
    ///
    /// @param folder where it shall keep its data, an empty text for the client's own choice; empty for no wish any
    ///               more
    public void wish(Collection<InstanceId> clients, String category, Optional<String> folder, Consent consent)
            throws ProblemException {
        for (var id : clients) {
            var client = desk.client(id);
            var settings = new TreeMap<>(client.configuration().settings());
            var wishes = new TreeMap<>(CategoryWishes.read(settings.getOrDefault(WISHES, "")));
            folder.ifPresentOrElse(it -> wishes.put(category, it), () -> wishes.remove(category));
            requireWritable(category, wishes);
            settings.put(WISHES, CategoryWishes.write(wishes));
            instances.edit(
                    id, client.configVersion(), client.configuration().withSettings(settings), Map.of(), consent);
        }
    }

    private static void requireWritable(String category, SortedMap<String, String> wishes) throws ProblemException {
        try {
            if (CategoryWishes.read(CategoryWishes.write(wishes)).equals(wishes)) {
                return;
            }
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    new Problem(
                            ProblemCode.BAD_VALUE,
                            "This cannot be a category and its folder: " + e.getMessage() + ".",
                            "Give a name without slashes at its ends, and a whole path such as /data/movies."),
                    e);
        }
        throw new ProblemException(new Problem(
                ProblemCode.BAD_VALUE,
                "The category “" + category + "” and its folder cannot be written down.",
                "Use names and folders without semicolons and arrows."));
    }

    /// Makes every category that a client shall have and lacks, and gives those another folder that shall have
    /// another one.
    ///
    /// @param clients    empty for all
    /// @param categories empty for all
    public List<Ensured> ensureCategories(
            Collection<InstanceId> clients,
            Collection<String> categories,
            boolean dryRun,
            Consent consent,
            TaskContext context)
            throws ProblemException, InterruptedException {
        var looked = look(clients, categories);
        if (dryRun) {
            var told = new ArrayList<Ensured>();
            for (var it : looked) {
                told.add(foretold(it));
            }
            return told;
        }
        return act(
                looked,
                looked.stream()
                        .filter(it ->
                                it.outcome().equals("missing") || it.outcome().equals("other-path"))
                        .toList(),
                consent,
                context);
    }

    /// @return the names of those that a client shall have; from memory
    Set<String> wanted(InstanceId client) {
        return instances
                .find(client)
                .map(it -> Set.copyOf(wishes(it, watch.fleet().get()).keySet()))
                .orElse(Set.of());
    }

    /// @return the names of those that a client lacks; from memory
    List<String> lacking(InstanceId client) {
        return missing(client, List.of()).stream().map(Ensured::category).toList();
    }

    private List<Ensured> missing(InstanceId client, Collection<String> names) {
        return look(List.of(client), names).stream()
                .filter(it -> it.outcome().equals("missing"))
                .toList();
    }

    /// Makes some of those that one client lacks; none that is there is touched.
    List<Ensured> makeMissing(InstanceId client, Collection<String> names, Consent consent, TaskContext context)
            throws ProblemException, InterruptedException {
        var missing = missing(client, names);
        return act(missing, missing, consent, context);
    }

    private List<Ensured> look(Collection<InstanceId> clients, Collection<String> categories) {
        var fleet = watch.fleet().get();
        var looked = new ArrayList<Ensured>();
        for (var instance : instances.fleet().get().live()) {
            if (TorrentWatch.client(instance) && (clients.isEmpty() || clients.contains(instance.id()))) {
                var side = Optional.ofNullable(fleet.sides().get(instance.id()));
                wishes(instance, fleet).forEach((name, wish) -> {
                    if (categories.isEmpty() || categories.contains(name)) {
                        looked.add(look(instance, side, name, wish));
                    }
                });
            }
        }
        return looked;
    }

    private static Ensured look(Instance client, Optional<TorrentSide> side, String name, Wish wish) {
        var folder = wish.folder.isEmpty()
                ? Optional.<Folder>empty()
                : Optional.of(new Folder("", wish.folder, 0, Optional.empty()));
        var it = new Ensured(client.id(), name, wish.owner, "missing", "", folder);
        if (side.filter(TorrentSide::up).isEmpty()) {
            return it.as("skipped", client.name() + " does not answer.");
        }
        var known = side.get().categories().get(name);
        if (known != null) {
            if (wish.folder.isEmpty() || bare(known.savePath()).equals(bare(wish.folder))) {
                return it.as("existed", "");
            }
            long automatic = side.get().torrents().values().stream()
                    .filter(torrent -> torrent.automatic() && follows(side.get(), torrent.category(), name))
                    .count();
            return new Ensured(
                    client.id(),
                    name,
                    wish.owner,
                    "other-path",
                    "",
                    Optional.of(new Folder(known.savePath(), wish.folder, automatic, Optional.empty())));
        }
        return side.get().categories().keySet().stream().anyMatch(name::equalsIgnoreCase)
                ? it.as("other-case", "It has the category in other letters.")
                : it;
    }

    /// A sub-category without a folder of its own keeps its data below that of the category over it.
    private static boolean follows(TorrentSide side, String category, String other) {
        if (category.equals(other)) {
            return true;
        }
        int slash = category.lastIndexOf('/');
        boolean flat = side.transfer().flatMap(TransferState::subcategories).equals(Optional.of(false));
        boolean ownFolder = Optional.ofNullable(side.categories().get(category))
                .filter(it -> !it.savePath().isEmpty())
                .isPresent();
        return slash > 0 && !flat && !ownFolder && follows(side, category.substring(0, slash), other);
    }

    private static String bare(String folder) {
        return folder.replaceAll("(?<=.)[/\\\\]+$", "");
    }

    /// What becomes of torrents that the client manages automatically, it says itself.
    private Ensured foretold(Ensured it) throws InterruptedException {
        var folder = it.folder();
        if (!it.outcome().equals("other-path")
                || folder.isEmpty()
                || folder.get().automatic() == 0) {
            return it;
        }
        try {
            var preferences = lines.client(desk.client(it.client()), KeepsTorrents::preferences);
            var follow = Optional.ofNullable(preferences.get(FOLLOWS)).map(Boolean.TRUE::equals);
            var known = new Folder(
                    folder.get().from(), folder.get().to(), folder.get().automatic(), follow);
            return new Ensured(it.client(), it.category(), it.owner(), it.outcome(), it.message(), Optional.of(known));
        } catch (ConnectorException | ProblemException e) {
            return it;
        }
    }

    private List<Ensured> act(List<Ensured> looked, List<Ensured> open, Consent consent, TaskContext context)
            throws ProblemException, InterruptedException {
        if (open.isEmpty()) {
            return looked;
        }
        var clients = open.stream().map(Ensured::client).distinct().sorted().toList();
        var names = open.stream().map(Ensured::category).distinct().sorted().toList();
        var allowed = guards.require(
                new Act(
                        ActionClass.REMOTE_REVERSIBLE,
                        clients,
                        "make or change " + open.size() + " categories",
                        names,
                        open.size()),
                consent);
        var done = new LinkedHashMap<Ensured, Ensured>();
        for (var id : clients) {
            var client = desk.client(id);
            for (var it : open) {
                if (it.client().equals(id)) {
                    done.put(
                            it,
                            allowed.leftOut().contains(id)
                                    ? it.as("skipped", client.name() + " is Read-only.")
                                    : carriedOut(client, it, consent, context));
                }
            }
            if (!allowed.leftOut().contains(id)) {
                lookAgain(client);
            }
        }
        return looked.stream().map(it -> done.getOrDefault(it, it)).toList();
    }

    private Ensured carriedOut(Instance client, Ensured it, Consent consent, TaskContext context)
            throws InterruptedException {
        var to = it.folder().map(Folder::to).orElse("");
        boolean isNew = it.outcome().equals("missing");
        try {
            boolean changed = lines.client(
                    client,
                    line -> isNew ? line.createCategory(it.category(), to) : line.editCategory(it.category(), to));
            if (!changed) {
                return it.as("existed", "");
            }
            var from = it.folder().map(Folder::from).orElse("");
            context.effect(isNew ? "created" : "changed", 1);
            context.undoableBy(back(client, it.category(), isNew ? Optional.empty() : Optional.of(from)));
            desk.told(
                    client.id(),
                    consent,
                    (isNew ? "make the category " + it.category() : "keep the category " + it.category())
                            + (to.isEmpty() ? "" : " in " + to)
                            + ": done");
            return it.as(isNew ? "created" : "changed", "");
        } catch (ConnectorException e) {
            context.itemFailed(e.problem());
            return it.as("failed", e.problem().summary());
        }
    }

    private void lookAgain(Instance client) throws InterruptedException {
        try {
            watch.seen(lines.client(client, KeepsTorrents::poll));
        } catch (ConnectorException ignored) { // the next look tells
            return;
        }
    }

    // taking it back

    /// @param from the folder that it had; empty for a category that was not there
    private static UndoStep back(Instance client, String category, Optional<String> from) {
        var payload = TorrentCopies.JSON.createObjectNode();
        payload.put("category", category);
        from.ifPresent(folder -> payload.put("folder", folder));
        return new UndoStep(
                UNDO,
                client.id(),
                payload.toString(),
                from.map(folder -> "keep the category " + category + " in "
                                        + (folder.isEmpty() ? "the client's own folder" : folder) + " again")
                                .orElse("remove the category " + category)
                        + " on " + client.name());
    }

    public void register(StoredUndoing undoing) {
        undoing.register(UNDO, this::takeBack);
    }

    void takeBack(UndoStep step, Consent consent) throws ProblemException, InterruptedException {
        var client = desk.client(step.instance());
        var payload = TorrentCopies.read(step.payload());
        var category = payload.path("category").asText();
        guards.require(
                new Act(
                        ActionClass.REMOTE_REVERSIBLE,
                        List.of(step.instance()),
                        TorrentUndo.withoutPlace(step, client),
                        List.of(category),
                        1),
                consent);
        try {
            lines.client(client, line -> {
                if (payload.has("folder")) {
                    line.editCategory(category, payload.path("folder").asText());
                } else {
                    requireUnused(client, line, category);
                    line.removeCategory(category);
                }
                return true;
            });
        } catch (ConnectorException e) {
            throw new ProblemException(e.problem(), e);
        }
        lookAgain(client);
    }

    /// Torrents would lose their category, and where they are managed automatically their place.
    private static void requireUnused(Instance client, KeepsTorrents line, String category)
            throws ConnectorException, InterruptedException {
        var now = line.poll();
        boolean used = now.torrents().values().stream()
                        .anyMatch(it ->
                                it.category().equals(category) || it.category().startsWith(category + "/"))
                || now.categories().keySet().stream().anyMatch(name -> name.startsWith(category + "/"));
        if (used) {
            throw ConnectorException.of(
                    FaultCode.REFUSED,
                    client.name() + " has torrents in the category “" + category + "” by now.",
                    "Give them another category first, or leave it.");
        }
    }
}
