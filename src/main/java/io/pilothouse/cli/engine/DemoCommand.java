package io.pilothouse.cli.engine;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.DemoInstance;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The simulated fleet alone, for people and scripts that want services to talk to.
@Command(
        name = "demo",
        description = "Starts the simulated fleet on loopback ports, until stopped.",
        footer = {
            "  pilothouse demo --seed 7 --fleet 200 --json",
            "  pilothouse demo --also stash --also stash",
            "  pilothouse demo --console --also stash --also stash"
        })
public final class DemoCommand extends CliCommand {

    private static final List<String> KINDS = List.of(
            "sonarr",
            "radarr",
            "lidarr",
            "readarr",
            "whisparr",
            "eros",
            "qbittorrent",
            "stash",
            "homeassistant",
            "amc");

    @Option(names = "--seed", paramLabel = "N", description = "equal seeds give equal fleets (usual: 1)")
    private long seed = 1;

    @Option(names = "--port-base", paramLabel = "P", description = "first port; 0 for free ones (usual: 0)")
    private int portBase;

    @Option(names = "--fleet", paramLabel = "SIZE", description = "14, 200 or 1000 instances (usual: 14)")
    private int size = 14;

    @Option(
            names = "--also",
            paramLabel = "KIND",
            description = "one more of this kind, for example readarr or stash; may be given again")
    private List<String> also = List.of();

    @Option(names = "--console", description = "open the console on it, in a store of its own")
    private boolean console;

    public DemoCommand(Session session) {
        super(session);
    }

    @Override
    public Needs needs() {
        return Needs.NOTHING;
    }

    @Override
    public Answer run() throws ProblemException, InterruptedException {
        if (size != 14 && size != 200 && size != 1_000) {
            throw Session.problem(
                    ProblemCode.BAD_VALUE,
                    "There is no demo fleet of " + size + " instances.",
                    "Give --fleet 14, 200 or 1000.");
        }
        for (var kind : also) {
            if (!KINDS.contains(kind)) {
                throw Session.problem(
                        ProblemCode.BAD_VALUE,
                        "There is no kind “" + kind + "”.",
                        "Give one of " + String.join(", ", KINDS) + ".");
            }
        }
        if (portBase < 0 || portBase + size + also.size() > 65_535) {
            throw Session.problem(
                    ProblemCode.BAD_VALUE, "There are no such ports.", "Give --port-base between 1024 and 64000.");
        }
        if (console) {
            return Answer.ended(session()
                    .host()
                    .demo(session().dataFolder(), also, session().terminal()));
        }
        session().progress("Starting " + size + " simulated instances …");
        try (var fleet = DemoFleet.start(seed, size, session().clock(), portBase)) {
            for (var kind : also) {
                fleet.also(kind);
            }
            return lent(fleet);
        } catch (IOException e) {
            throw Session.problem(
                    ProblemCode.BAD_VALUE,
                    "The demo fleet cannot use its ports.",
                    "Give another --port-base, or none for free ports.");
        }
    }

    /// Writes where everything is and waits to be stopped; takes the secrets' files away afterwards.
    private Answer lent(DemoFleet fleet) throws IOException {
        var folder = Files.createTempDirectory("pilothouse-demo"); // only its owner can look into it
        var files = new ArrayList<Path>();
        try {
            var authority = Files.writeString(folder.resolve("authority.pem"), fleet.authorityPem());
            files.add(authority);
            var secrets = new LinkedHashMap<DemoInstance, @Nullable Path>();
            for (var instance : fleet.instances()) {
                secrets.put(instance, secretFile(folder, files, instance));
            }
            session().stream(
                    Json.object(
                            "instances",
                            secrets.entrySet().stream()
                                    .map(entry -> json(entry, authority))
                                    .toList(),
                            "control",
                            fleet.control()),
                    page -> {
                        var table = new Table("KIND", "NAME", "ADDRESS", "USER", "SECRET FILE");
                        secrets.forEach((instance, file) -> table.row(
                                instance.kind(),
                                instance.name(),
                                instance.address(),
                                instance.username(),
                                file == null ? "" : file));
                        page.table(table, "The fleet is empty.");
                        fleet.instances().stream()
                                .filter(instance ->
                                        !further(instance, authority).isEmpty())
                                .forEach(instance -> page.line(instance.name() + " is added with "
                                        + String.join(" ", further(instance, authority))));
                        page.line("Control: " + fleet.control());
                        page.line("Ctrl+C ends it.");
                    });
            new CountDownLatch(1).await();
            return Answer.stopped();
        } catch (InterruptedException e) {
            return Answer.stopped();
        } finally {
            for (var file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        }
    }

    private static @Nullable Path secretFile(Path folder, List<Path> files, DemoInstance instance) throws IOException {
        if (instance.secret().isEmpty()) {
            return null;
        }
        var name = instance.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        var file = folder.resolve(instance.kind() + "-" + name + "-" + files.size() + ".secret");
        files.add(file);
        return Files.writeString(file, instance.secret());
    }

    /// What `instance add` must be told besides address, user and secret.
    private static List<String> further(DemoInstance instance, Path authority) {
        var options = new ArrayList<String>();
        instance.settings().forEach((key, value) -> options.add("--set " + key + "=" + value));
        if (!trust(instance, authority).equals("system")) {
            options.add("--trust " + trust(instance, authority));
        }
        return options;
    }

    private static String trust(DemoInstance instance, Path authority) {
        return "ca".equals(instance.trust()) ? "ca:" + authority : instance.trust();
    }

    private static Object json(Map.Entry<DemoInstance, @Nullable Path> entry, Path authority) {
        var instance = entry.getKey();
        return Json.object(
                "kind", instance.kind(),
                "name", instance.name(),
                "address", instance.address(),
                "secretFile", entry.getValue(),
                "username", instance.username().isEmpty() ? null : instance.username(),
                "settings", instance.settings(),
                "group", instance.group(),
                "tags", instance.tags(),
                "guard", instance.guard(),
                "notes", instance.notes(),
                "trust", trust(instance, authority));
    }
}
