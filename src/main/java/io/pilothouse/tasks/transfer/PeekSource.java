package io.pilothouse.tasks.transfer;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.store.ForeignDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// Peek's own SQLite file: the Stash servers it shows.
final class PeekSource {

    private static final String SERVERS = "StashInstance";
    private static final int MOST_SERVERS = 1_000;

    private PeekSource() {}

    static boolean isDatabase(ForeignDatabase database) {
        return database.hasTable(SERVERS);
    }

    /// @param person whose ratings and history come along, by number or name; may be empty where there is one
    static Findings read(Path file, ForeignDatabase database, Optional<String> person) throws ProblemException {
        var found = new Findings(ImportSource.PEEK);
        var places = new HashMap<String, Integer>();
        found.form = "its SQLite file";
        try {
            for (var row : database.rows(
                    SERVERS,
                    List.of("id", "name", "description", "url", "apiKey", "enabled", "priority"),
                    MOST_SERVERS)) {
                var name = HostileFiles.plain(row.getOrDefault("name", "Stash"), 100);
                var address = Addresses.withoutGraphql(row.getOrDefault("url", ""));
                if (address.isEmpty()) {
                    found.lines.add(ReportLine.leftOut(name, "url", ReportLine.BAD_ADDRESS));
                    continue;
                }
                var key = row.getOrDefault("apiKey", "").strip();
                var configuration = Configuration.of(
                                new KindId("stash"), name.isEmpty() ? "Stash" : name, address.get())
                        .withEnabled("1".equals(row.getOrDefault("enabled", "1")))
                        .withPriority(priority(row.getOrDefault("priority", "")))
                        .withNotes(HostileFiles.plain(row.getOrDefault("description", ""), 2_000));
                places.put(row.getOrDefault("id", name), found.instances.size());
                found.instances.add(FoundInstance.of(
                        configuration,
                        key.isEmpty() ? Secrets.NONE : Secrets.of("apiKey", key),
                        "peek:" + HostileFiles.plain(row.getOrDefault("id", name), 60)));
                found.lines.add(ReportLine.taken(name, "apiKey", key.isEmpty() ? "It is empty." : "It is set."));
            }
            long count = database.count(SERVERS);
            if (count > MOST_SERVERS) {
                found.lines.add(ReportLine.leftOut(
                        SERVERS,
                        "servers",
                        "Only the first " + MOST_SERVERS + " of " + count + " are read; add the others by hand."));
            }
            new PeekMemory(found, places).read(database, person);
        } catch (IOException e) {
            throw HostileFiles.refuse(file, String.valueOf(e.getMessage()));
        }
        return found;
    }

    private static int priority(String text) {
        return text.matches("-?\\d{1,6}") ? Integer.parseInt(text) : Configuration.USUAL_PRIORITY;
    }
}
