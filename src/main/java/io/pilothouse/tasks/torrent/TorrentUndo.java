package io.pilothouse.tasks.torrent;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.KeepsTorrents;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.task.UndoStep;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentAct;
import io.pilothouse.domain.torrent.TorrentAddition;
import io.pilothouse.domain.torrent.TorrentHashes;
import io.pilothouse.domain.torrent.TorrentOrder;
import io.pilothouse.store.TorrentRepository;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.guard.Guards;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Remembers how what was done to torrents is taken back, and takes it back. Thread-safe.
final class TorrentUndo {

    static final String UNDO = "torrents";

    private static final int TOGETHER = 40;

    private final TorrentDesk desk;
    private final TorrentLines lines;
    private final TorrentRepository store;
    private final TorrentWatch watch;
    private final Guards guards;

    TorrentUndo(TorrentDesk desk, TorrentLines lines, TorrentRepository store, TorrentWatch watch, Guards guards) {
        this.desk = desk;
        this.lines = lines;
        this.store = store;
        this.watch = watch;
        this.guards = guards;
    }

    /// Remembers how to take it back, as steps of one client; what was so before is left out.
    static void remember(
            TaskContext context,
            Instance instance,
            TorrentOrder order,
            List<Torrent> torrents,
            List<Long> numbers,
            Set<String> done) {
        var changed = torrents.stream()
                .filter(torrent -> done.contains(torrent.key().hash()))
                .toList();
        switch (order) {
            case TorrentOrder.Pause _ ->
                step(
                        context,
                        instance,
                        "resume",
                        "",
                        changed,
                        torrent -> !torrent.state().stopped());
            case TorrentOrder.Resume _ ->
                step(
                        context,
                        instance,
                        "pause",
                        "",
                        changed,
                        torrent -> torrent.state().stopped());
            case TorrentOrder.Force force ->
                step(
                        context,
                        instance,
                        force.on() ? "unforce" : "force",
                        "",
                        changed,
                        torrent -> torrent.forced() != force.on());
            case TorrentOrder.Category it ->
                changed.stream()
                        .filter(torrent -> !torrent.category().equals(it.category()))
                        .collect(Collectors.groupingBy(Torrent::category, TreeMap::new, Collectors.toList()))
                        .forEach((category, group) -> step(context, instance, "category", category, group, _ -> true));
            case TorrentOrder.Tag it ->
                it.tags()
                        .forEach(tag -> step(
                                context,
                                instance,
                                "untag",
                                tag,
                                changed,
                                torrent -> !torrent.tags().contains(tag)));
            case TorrentOrder.Untag it ->
                it.tags()
                        .forEach(tag -> step(
                                context,
                                instance,
                                "tag",
                                tag,
                                changed,
                                torrent -> torrent.tags().contains(tag)));
            case TorrentOrder.Limit it -> {
                if (it.download() >= 0) {
                    limits(context, instance, "download-limit", changed, Torrent::downloadLimit);
                }
                if (it.upload() >= 0) {
                    limits(context, instance, "upload-limit", changed, Torrent::uploadLimit);
                }
            }
            case TorrentOrder.Location _ ->
                changed.stream()
                        .collect(Collectors.groupingBy(Torrent::savePath, TreeMap::new, Collectors.toList()))
                        .forEach((folder, group) -> step(context, instance, "location", folder, group, _ -> true));
            case TorrentOrder.Share _ ->
                changed.stream()
                        .collect(Collectors.groupingBy(
                                torrent -> TorrentCopies.write(torrent), TreeMap::new, Collectors.toList()))
                        .forEach((copy, group) -> step(context, instance, "share", copy, group, _ -> true));
            case TorrentOrder.Delete it -> {
                if (!it.withFiles()) {
                    var gone = new ArrayList<Torrent>();
                    var copies = new ArrayList<String>();
                    for (int i = 0; i < torrents.size(); i++) {
                        if (done.contains(torrents.get(i).key().hash())) {
                            gone.add(torrents.get(i));
                            copies.add(Long.toString(numbers.get(i)));
                        }
                    }
                    step(context, instance, "add", String.join(",", copies), gone, _ -> true);
                }
            }
            case TorrentOrder.Recheck _, TorrentOrder.Reannounce _ -> {}
        }
    }

    private static void limits(
            TaskContext context,
            Instance instance,
            String way,
            List<Torrent> changed,
            java.util.function.ToLongFunction<Torrent> limit) {
        changed.stream()
                .collect(Collectors.groupingBy(limit::applyAsLong, TreeMap::new, Collectors.toList()))
                .forEach((value, group) -> step(context, instance, way, Long.toString(value), group, _ -> true));
    }

    private static void step(
            TaskContext context,
            Instance instance,
            String way,
            String value,
            List<Torrent> torrents,
            java.util.function.Predicate<Torrent> which) {
        var chosen = torrents.stream().filter(which).toList();
        if (chosen.isEmpty()) {
            return;
        }
        var payload = TorrentCopies.JSON.createObjectNode();
        payload.put("way", way);
        payload.put("value", value);
        var hashes = payload.putArray("hashes");
        chosen.forEach(torrent -> hashes.add(torrent.key().hash()));
        var what = chosen.size() == 1 ? chosen.getFirst().name() : chosen.size() + " torrents";
        context.undoableBy(new UndoStep(
                UNDO, instance.id(), payload.toString(), back(way, value) + " " + what + " on " + instance.name()));
    }

    private static String back(String way, String value) {
        return switch (way) {
            case "category" -> value.isEmpty() ? "take the category from" : "give the category " + value + " back to";
            case "tag" -> "put the tag " + value + " back on";
            case "untag" -> "take the tag " + value + " from";
            case "download-limit", "upload-limit" -> "put the speed limit back of";
            case "share" -> "put the share limits back of";
            case "location" -> "move back to " + value;
            case "add" -> "add, stopped, and recheck";
            case "unforce" -> "no longer force";
            default -> way;
        };
    }

    /// @return what a step does; the guards say themselves where
    static String withoutPlace(UndoStep step, Instance instance) {
        var place = " on " + instance.name();
        var words = step.description();
        return words.endsWith(place) ? words.substring(0, words.length() - place.length()) : words;
    }

    void takeBack(UndoStep step, Consent consent) throws ProblemException, InterruptedException {
        var payload = TorrentCopies.read(step.payload());
        var instance = desk.client(step.instance());
        var hashes = new ArrayList<String>();
        payload.path("hashes").forEach(hash -> hashes.add(hash.asText()));
        guards.require(
                new Act(
                        ActionClass.REMOTE_REVERSIBLE,
                        List.of(step.instance()),
                        TorrentUndo.withoutPlace(step, instance),
                        List.of(),
                        hashes.size()),
                consent);
        var value = payload.path("value").asText();
        try {
            lines.client(instance, line -> {
                var all = TorrentHashes.of(hashes);
                switch (payload.path("way").asText()) {
                    case "resume" -> line.act(new TorrentAct.Start(all));
                    case "pause" -> line.act(new TorrentAct.Stop(all));
                    case "force" -> line.act(new TorrentAct.Force(all, true));
                    case "unforce" -> line.act(new TorrentAct.Force(all, false));
                    case "category" -> line.act(new TorrentAct.SetCategory(all, value));
                    case "tag" -> line.act(new TorrentAct.AddTags(all, new TreeSet<>(Set.of(value))));
                    case "untag" -> line.act(new TorrentAct.RemoveTags(all, new TreeSet<>(Set.of(value))));
                    case "download-limit" -> line.act(new TorrentAct.SetDownloadLimit(all, Long.parseLong(value)));
                    case "upload-limit" -> line.act(new TorrentAct.SetUploadLimit(all, Long.parseLong(value)));
                    case "share" -> line.act(new TorrentAct.SetShareLimits(all, TorrentCopies.limits(value)));
                    case "location" -> line.act(new TorrentAct.Move(all, value));
                    case "files" -> {
                        var files = new TreeSet<Integer>();
                        List.of(value.split(",")).forEach(file -> files.add(Integer.valueOf(file)));
                        line.filePriority(hashes.getFirst(), files, 1);
                    }
                    case "add" -> {
                        var copies = List.of(value.split(","));
                        for (int from = 0; from < copies.size(); from += TOGETHER) {
                            int to = Math.min(copies.size(), from + TOGETHER);
                            addBack(line, copies.subList(from, to), hashes.subList(from, to));
                        }
                    }
                    default -> throw new IllegalStateException("no such way back");
                }
                line.latest().ifPresent(watch::seen);
                return true;
            });
        } catch (ConnectorException e) {
            throw new ProblemException(e.problem(), e);
        }
    }

    /// Many together: each would cost a wait until it is listed. Not all at once: their files are in memory.
    ///
    /// @param numbers of the ledger's lines that keep the copies, in the order of the hashes
    private void addBack(KeepsTorrents line, List<String> numbers, List<String> hashes)
            throws ConnectorException, InterruptedException {
        var additions = new ArrayList<TorrentAddition>();
        var torrents = new LinkedHashMap<String, String>();
        for (int i = 0; i < hashes.size(); i++) {
            var copy = store.copy(Long.parseLong(numbers.get(i)));
            if (copy.isEmpty()) {
                throw ConnectorException.of(
                        io.pilothouse.domain.health.FaultCode.CONFIGURATION,
                        "The copy of the torrent is gone: copies are kept for 30 days.",
                        "Add it again from its .torrent file or magnet link.");
            }
            additions.add(
                    TorrentCopies.addition(copy.get().torrent(), copy.get().file()));
            torrents.put(hashes.get(i), copy.get().torrent());
        }
        line.addAll(additions);
        TorrentCopies.limit(line, torrents);
        line.act(new TorrentAct.Recheck(TorrentHashes.of(hashes)));
    }
}
