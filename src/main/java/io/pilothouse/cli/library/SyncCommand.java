package io.pilothouse.cli.library;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.instance.Selection;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.tasks.library.Library;
import io.pilothouse.tasks.library.SyncReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Reads libraries, those of several servers side by side.
@Command(
        name = "sync",
        description = "Reads what changed on the servers, or everything.",
        footer = "  pilothouse library sync --full")
final class SyncCommand extends CliCommand {

    @Mixin
    private Selection selection = new Selection();

    @Option(names = "--full", description = "everything, not only what changed")
    private boolean full;

    @Option(names = "--inventory", description = "compares what is there, and finds what was deleted")
    private boolean inventory;

    @Option(
            names = "--accept",
            description = "takes the library that answers now as the one it was, and reads it in full")
    private boolean accept;

    @Option(names = "--remove-missing", description = "lets everything go that the server does not list any more")
    private boolean remove;

    SyncCommand(Session session) {
        super(session);
    }

    @Override
    public Answer run() throws ProblemException, InterruptedException {
        var library = services().library();
        var chosen = selection.none()
                ? library.servers().stream().filter(Instance::enabled).toList()
                : onlyServers(library, selection.some(session()), selection);
        chosen.forEach(session()::about);
        if (accept && chosen.size() != 1) {
            throw Session.problem(
                    ProblemCode.BAD_VALUE,
                    "--accept is about one server, and " + chosen.size() + " were named.",
                    "Name the server that answers with another library.");
        }
        if (accept) {
            library.accept(chosen.getFirst().id());
        }
        var mode = full || accept
                ? SyncReport.Mode.FULL
                : inventory || remove ? SyncReport.Mode.INVENTORY : SyncReport.Mode.CHANGES;
        var done = new LinkedHashMap<Instance, SyncReport>();
        var failed = new LinkedHashMap<Instance, Problem>();
        var running = new ArrayList<Thread>();
        var stopped = new AtomicBoolean();
        for (var server : chosen) { // side by side, as one slow server delays nobody else
            running.add(Thread.ofVirtual().start(() -> one(library, server, mode, done, failed, stopped)));
        }
        try {
            for (var thread : running) {
                thread.join();
            }
        } catch (InterruptedException e) {
            running.forEach(Thread::interrupt);
            for (var thread : running) {
                thread.join();
            }
            throw e;
        }
        if (stopped.get()) {
            throw new InterruptedException();
        }
        if (chosen.size() == 1 && failed.size() == 1) {
            throw new ProblemException(failed.values().iterator().next());
        }
        return answer(chosen, done, failed);
    }

    private void one(
            Library library,
            Instance server,
            SyncReport.Mode mode,
            Map<Instance, SyncReport> done,
            Map<Instance, Problem> failed,
            AtomicBoolean stopped) {
        try {
            var report = session()
                    .task(
                            "library-sync",
                            "read the library of " + server.name(),
                            List.of(server.id()),
                            context -> library.sync(server.id(), mode, remove, context));
            synchronized (done) {
                done.put(server, report);
            }
        } catch (ProblemException e) {
            synchronized (done) {
                failed.put(server, e.problem());
            }
        } catch (InterruptedException e) {
            stopped.set(true);
        }
    }

    private static Answer answer(List<Instance> chosen, Map<Instance, SyncReport> done, Map<Instance, Problem> failed) {
        var results = new ArrayList<Object>();
        for (var server : chosen) {
            var json = Json.object("instance", server.id().value(), "name", server.name());
            var report = done.get(server);
            var problem = failed.get(server);
            json.put("outcome", report == null ? "failed" : report.held().isEmpty() ? "done" : "held");
            json.put("message", problem == null ? null : problem.summary());
            json.put("next", problem == null ? null : problem.advice());
            if (report != null) {
                json.putAll(report.values());
            }
            results.add(json);
        }
        return Answer.of(Json.object("results", results), page -> {
                    var table = new Table("SERVER", "ADDED", "CHANGED", "GONE", "HELD", "REQUESTS", "TOOK");
                    for (var server : chosen) {
                        var report = done.get(server);
                        if (report == null) {
                            page.line(Objects.requireNonNull(failed.get(server)).summary());
                            continue;
                        }
                        table.row(
                                server.name(),
                                report.added(),
                                report.changed(),
                                report.gone(),
                                report.held().values().stream()
                                        .mapToInt(Integer::intValue)
                                        .sum(),
                                report.requests(),
                                report.took().toMillis() + " ms");
                    }
                    page.table(table, chosen.isEmpty() ? "No server keeps a library." : "");
                })
                .notWellIf(!failed.isEmpty()
                        || done.values().stream()
                                .anyMatch(report -> !report.held().isEmpty()));
    }

    static List<Instance> onlyServers(Library library, List<Instance> chosen, Selection selection)
            throws ProblemException {
        var servers = library.servers().stream().map(Instance::id).collect(Collectors.toSet());
        var fitting = chosen.stream()
                .filter(instance -> servers.contains(instance.id()))
                .toList();
        if (fitting.size() < chosen.size() && !selection.picked()) {
            var other = chosen.stream()
                    .filter(instance -> !servers.contains(instance.id()))
                    .findFirst()
                    .orElseThrow();
            throw Session.problem(
                    ProblemCode.BAD_VALUE, other.name() + " keeps no library.", "Name an instance of Stash.");
        }
        return fitting;
    }
}
