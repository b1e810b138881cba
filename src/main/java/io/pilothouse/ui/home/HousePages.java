package io.pilothouse.ui.home;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.home.AreaRow;
import io.pilothouse.domain.home.HomeIndex;
import io.pilothouse.domain.home.HomeResult;
import io.pilothouse.domain.home.Past;
import io.pilothouse.domain.home.Registries.Area;
import io.pilothouse.domain.home.Registries.Device;
import io.pilothouse.domain.home.ServiceCall;
import io.pilothouse.domain.home.Target;
import io.pilothouse.domain.home.Upkeep.Automation;
import io.pilothouse.domain.home.Upkeep.Backup;
import io.pilothouse.domain.home.Upkeep.Backups;
import io.pilothouse.domain.home.Upkeep.Repair;
import io.pilothouse.domain.home.Upkeep.Run;
import io.pilothouse.domain.home.Upkeep.Update;
import io.pilothouse.domain.query.SortBy;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.home.Homes;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.table.Column;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// The pages of a house that are one list each.
final class HousePages {

    private static final Duration LOGBOOK_BACK = Duration.ofHours(24);
    /// What the page keeps while it goes on.
    private static final int MOST_ENTRIES = 5_000;

    private static final List<String> SEVERITIES = List.of("critical", "error", "warning");

    private HousePages() {}

    /// The result of another question about the value of the first.
    static <T, R> HomeResult<R> map(HomeResult<T> result, Function<T, R> change) {
        return switch (result) {
            case HomeResult.Got<T> got ->
                new HomeResult.Got<>(got.instance(), got.at(), change.apply(got.value()), got.kept());
            case HomeResult.Failed<T> failed ->
                new HomeResult.Failed<>(failed.instance(), failed.at(), failed.kind(), failed.problem());
        };
    }

    static Button button(HouseDesk desk, String key, org.kordamp.ikonli.Ikon icon, Runnable run) {
        var button = new Button(desk.text("home." + key, desk.name()), new Icon(icon));
        button.setOnAction(_ -> run.run());
        return button;
    }

    // --- areas and devices

    /// @param labels their names
    private record AreaLine(AreaRow area, List<String> labels) {}

    static PageView areas(HouseDesk desk) {
        var words = desk.window().words();
        return new ListPage<AreaLine>(
                desk,
                "areas",
                line -> line.area().id(),
                List.of(
                        Column.<AreaLine>text(
                                        "name",
                                        "home.column.area",
                                        line -> line.area().none()
                                                ? desk.text("home.entities.noArea")
                                                : line.area().name())
                                .width(220)
                                .growing(),
                        Column.<AreaLine>text(
                                        "floor",
                                        "home.column.floor",
                                        line -> line.area().floor())
                                .width(140),
                        Column.<AreaLine>count(
                                        "entities",
                                        "home.column.entities",
                                        line -> line.area().entities(),
                                        words)
                                .summed(),
                        Column.<AreaLine>count(
                                        "devices",
                                        "home.column.devices",
                                        line -> line.area().devices(),
                                        words)
                                .summed(),
                        Column.<AreaLine>text("labels", "home.column.labels", line -> String.join(", ", line.labels())),
                        Column.<AreaLine>text(
                                        "id",
                                        "home.column.id",
                                        line -> line.area().id())
                                .width(160)),
                homes -> {
                    var areas = homes.areas(desk.id());
                    var index = homes.index(desk.id()).found(); // kept from the question before
                    return map(
                            areas,
                            rows -> rows.stream()
                                    .map(row -> new AreaLine(
                                            row,
                                            index.map(it -> it.labelNames(row.labels()))
                                                    .orElse(List.of())))
                                    .toList());
                },
                spec -> spec.withDetail(line -> inArea(desk, line.area())));
    }

    /// Devices with what follows them, then what was moved here.
    private static Node inArea(HouseDesk desk, AreaRow area) {
        var content = new VBox(4);
        desk.read(
                desk.line(),
                "devices of an area",
                homes -> homes.entitiesIn(desk.id(), area.id()),
                rows -> {
                    var byDevice = new LinkedHashMap<String, List<io.pilothouse.domain.home.EntityRow>>();
                    rows.forEach(row -> byDevice.computeIfAbsent(
                                    switch (row.origin()) {
                                        case MOVED -> desk.text("home.areas.moved", row.device());
                                        case DEVICE -> row.device();
                                        case OWN, NONE ->
                                            row.device().isEmpty() ? desk.text("home.areas.own") : row.device();
                                    },
                                    _ -> new ArrayList<>())
                            .add(row));
                    byDevice.forEach((device, entities) -> {
                        var head = new Label(device);
                        head.getStyleClass().add("field-label");
                        content.getChildren().add(head);
                        entities.forEach(row -> {
                            var line = new Label(row.name() + "  " + desk.value(row));
                            line.getStyleClass().add("text-second");
                            content.getChildren().add(line);
                        });
                    });
                },
                problem -> content.getChildren().setAll(whyNot(desk, problem)));
        return new DetailPane(
                        desk.name() + " · " + (area.none() ? desk.text("home.entities.noArea") : area.name()),
                        area.id())
                .with(content);
    }

    private static Label whyNot(HouseDesk desk, Problem problem) {
        var words = new Label(desk.window().texts().summary(problem));
        words.setWrapText(true);
        return words;
    }

    /// @param entities how many are on it
    private record DeviceRow(Device device, String area, int entities, String via) {}

    static PageView devices(HouseDesk desk) {
        return new ListPage<DeviceRow>(
                desk,
                "devices",
                row -> row.device().id(),
                List.of(
                        Column.<DeviceRow>text(
                                        "name",
                                        "home.column.device",
                                        row -> row.device().name())
                                .width(220)
                                .growing(),
                        Column.<DeviceRow>text("area", "home.column.area", DeviceRow::area),
                        Column.<DeviceRow>text(
                                "maker",
                                "home.column.maker",
                                row -> row.device().manufacturer()),
                        Column.<DeviceRow>text(
                                "model",
                                "home.column.model",
                                row -> row.device().model()),
                        Column.<DeviceRow>text(
                                        "version",
                                        "home.column.version",
                                        row -> row.device().softwareVersion())
                                .inOurWords(),
                        Column.<DeviceRow>count(
                                "entities",
                                "home.column.entities",
                                DeviceRow::entities,
                                desk.window().words()),
                        Column.<DeviceRow>text("via", "home.column.via", DeviceRow::via)
                                .hidden()),
                homes -> map(homes.index(desk.id()), HousePages::deviceRows),
                spec -> spec.sortedBy(new SortBy("name", false)));
    }

    private static List<DeviceRow> deviceRows(HomeIndex index) {
        var entities = new HashMap<String, Integer>();
        index.registries()
                .entries()
                .forEach(entry -> entry.deviceId().ifPresent(id -> entities.merge(id, 1, Integer::sum)));
        return index.registries().devices().stream()
                .map(device -> new DeviceRow(
                        device,
                        index.areaOf(device).map(Area::name).orElse(""),
                        entities.getOrDefault(device.id(), 0),
                        device.viaId().flatMap(index::device).map(Device::name).orElse("")))
                .toList();
    }

    // --- automations

    static PageView automations(HouseDesk desk) {
        return new ListPage<Automation>(
                desk,
                "automations",
                Automation::entityId,
                List.of(
                        Column.<Automation>text("name", "home.column.name", Automation::name)
                                .width(220)
                                .growing(),
                        Column.<Automation>choice(
                                        "sort",
                                        "home.column.sort",
                                        one -> desk.text("home.automations.sort." + domain(one)),
                                        Stream.of("automation", "script", "scene")
                                                .map(domain -> desk.text("home.automations.sort." + domain))
                                                .toList())
                                .exportedAs(HousePages::domain),
                        Column.<Automation>text("state", "home.column.state", one -> desk.stateWord(one.state()))
                                .exportedAs(Automation::state),
                        Column.<Automation>time("last", "home.column.lastRun", Automation::lastTriggered, desk::time)
                                .width(132),
                        Column.<Automation>text("mode", "home.column.mode", Automation::mode),
                        Column.<Automation>text("id", "home.column.id", Automation::entityId)
                                .width(220)),
                homes -> homes.automations(desk.id()),
                spec -> spec.sortedBy(new SortBy("name", false)).withDetail(one -> automation(desk, one)));
    }

    private static String domain(Automation one) {
        return one.entityId().substring(0, one.entityId().indexOf('.'));
    }

    private static Node automation(HouseDesk desk, Automation one) {
        var runs = new VBox(4);
        if (!one.entityId().startsWith("scene.")) {
            desk.read(
                    desk.line(),
                    "latest runs",
                    homes -> homes.runs(desk.id(), one),
                    list -> showRuns(desk, runs, list),
                    problem -> runs.getChildren().setAll(whyNot(desk, problem)));
        }
        var domain = domain(one);
        var buttons = new ArrayList<Node>();
        if (domain.equals("automation")) {
            buttons.add(service(desk, one, "trigger", "trigger", Octicons.PLAY_16));
            buttons.add(
                    one.enabled()
                            ? service(desk, one, "turn_off", "turn_off", Octicons.CIRCLE_SLASH_16)
                            : service(desk, one, "turn_on", "turn_on", Octicons.CHECK_CIRCLE_16));
        } else {
            buttons.add(
                    service(desk, one, "turn_on", domain.equals("scene") ? "activate" : "trigger", Octicons.PLAY_16));
        }
        return new DetailPane(desk.name() + " · " + one.name(), one.entityId())
                .buttons(buttons.toArray(Node[]::new))
                .facts(Map.of(
                        desk.text("home.column.state"),
                        desk.stateWord(one.state()),
                        desk.text("home.column.mode"),
                        one.mode()))
                .heading(desk.text("home.automations.latest"))
                .with(runs);
    }

    private static void showRuns(HouseDesk desk, VBox into, List<Run> runs) {
        if (runs.isEmpty()) {
            into.getChildren().setAll(new Label(desk.text("home.automations.noRuns")));
        }
        for (var run : runs) {
            var icon = new Icon(run.failed() ? Octicons.X_16 : Octicons.CHECK_16);
            icon.getStyleClass().add(run.failed() ? "muted-icon" : "ok-icon");
            var line = new Label(
                    run.start().map(desk::time).orElse("") + "  "
                            + run.outcome().replace('_', ' ')
                            + (run.trigger().isEmpty() ? "" : ", " + run.trigger())
                            + (run.error().isEmpty() ? "" : ": " + run.error()),
                    icon);
            line.setWrapText(true);
            line.getStyleClass().add("text-second");
            into.getChildren().add(line);
        }
    }

    /// @param word what a person calls it: a script is run, a scene activated, though both are turned on
    private static Button service(
            HouseDesk desk, Automation one, String service, String word, org.kordamp.ikonli.Ikon icon) {
        var verb = desk.text("home.verb." + word);
        var domain = domain(one);
        var call = new ServiceCall(domain, service, Target.entity(one.entityId()), Map.of(), false);
        return button(
                desk,
                "verb." + word,
                icon,
                () -> desk.act(
                        desk.homes().act(desk.id(), call, 1),
                        verb + " " + one.name(),
                        verb,
                        desk.text("home.verb.effect", one.entityId(), desk.name()),
                        (homes, consent) -> homes.call(desk.id(), call, consent),
                        _ -> desk.said(desk.text("home.verb.done", verb, one.name()))));
    }

    // --- what was and what is asked for

    static PageView logbook(HouseDesk desk) {
        var most = new Label();
        most.getStyleClass().addAll("text-muted", "text-second");
        return new ListPage<Past.Entry>(
                        desk,
                        "logbook",
                        entry -> entry.at() + entry.entityId() + entry.text(),
                        List.of(
                                Column.<Past.Entry>time(
                                                "at", "home.column.at", entry -> Optional.of(entry.at()), desk::time)
                                        .width(120),
                                Column.<Past.Entry>text("name", "home.column.name", Past.Entry::name)
                                        .width(220)
                                        .growing(),
                                Column.<Past.Entry>text("text", "home.column.happened", Past.Entry::text)
                                        .width(200),
                                Column.<Past.Entry>text("cause", "home.column.cause", Past.Entry::cause)
                                        .width(200),
                                Column.<Past.Entry>text("id", "home.column.id", Past.Entry::entityId)
                                        .width(220)),
                        homes -> homes.logbook(desk.id(), List.of(), desk.now().minus(LOGBOOK_BACK), desk.now()),
                        spec -> spec.sortedBy(new SortBy("at", true)),
                        most)
                .following((read, changed) -> logbookOn(desk, most, read, changed));
    }

    /// What happens after the logbook was read, before what was read.
    private static Subscription logbookOn(
            HouseDesk desk, Label most, List<Past.Entry> read, Consumer<List<Past.Entry>> changed) {
        var known = new AtomicReference<>(read);
        var trickle = new Trickle<List<Past.Entry>>(desk.window().services(), told -> {
            told.forEach(news -> known.set(Past.grown(known.get(), news, MOST_ENTRIES)));
            boolean full = known.get().size() == MOST_ENTRIES;
            most.setText(
                    full ? desk.text("home.logbook.most", desk.window().words().number(MOST_ENTRIES)) : "");
            changed.accept(known.get());
        });
        var from = read.isEmpty() ? desk.now() : read.getFirst().at();
        var telling = desk.homes().followLogbook(desk.id(), from, trickle::add);
        return () -> {
            telling.close();
            trickle.close();
        };
    }

    static PageView repairs(HouseDesk desk) {
        var open = button(
                desk,
                "repairs.open",
                Octicons.LINK_EXTERNAL_16,
                () -> desk.instance()
                        .ifPresent(instance -> desk.window()
                                .services()
                                .browser()
                                .accept(instance.address().resolve("config/repairs"))));
        return new ListPage<Repair>(
                desk,
                "repairs",
                repair -> repair.domain() + "/" + repair.issueId(),
                List.of(
                        Column.<Repair>choice(
                                        "severity",
                                        "home.column.severity",
                                        repair -> severity(desk, repair.severity()),
                                        SEVERITIES.stream()
                                                .map(word -> severity(desk, word))
                                                .toList())
                                .exportedAs(Repair::severity),
                        Column.<Repair>text("title", "home.column.repair", Repair::title)
                                .width(300)
                                .growing(),
                        Column.<Repair>text("integration", "home.column.integration", Repair::domain),
                        Column.<Repair>text("breaks", "home.column.breaks", Repair::breaksIn)
                                .inOurWords(),
                        Column.<Repair>truth(
                                "ignored", "home.column.ignored", Repair::ignored, desk.text("home.yes"), ""),
                        Column.<Repair>time("since", "home.column.since", Repair::created, desk::time)),
                homes -> homes.repairs(desk.id(), desk.language()),
                spec -> spec.withDetail(repair -> RepairPane.of(desk, repair)),
                open);
    }

    /// @param word as the house says it; one that is not known stays as it is
    private static String severity(HouseDesk desk, String word) {
        return SEVERITIES.contains(word) ? desk.text("home.said.repair-" + word) : word;
    }

    static PageView updates(HouseDesk desk) {
        return new ListPage<Update>(
                desk,
                "updates",
                Update::entityId,
                List.of(
                        Column.<Update>text("title", "home.column.what", Update::title)
                                .width(260)
                                .growing(),
                        Column.<Update>text("installed", "home.column.installed", Update::installed)
                                .inOurWords(),
                        Column.<Update>text("latest", "home.column.latest", Update::latest)
                                .inOurWords(),
                        Column.<Update>choice(
                                        "state",
                                        "home.column.state",
                                        update -> desk.text("home.updates." + updateState(update)),
                                        List.of(
                                                desk.text("home.updates.running"),
                                                desk.text("home.updates.skipped"),
                                                desk.text("home.updates.available"),
                                                desk.text("home.updates.current")))
                                .exportedAs(HousePages::updateState),
                        Column.<Update>text("id", "home.column.id", Update::entityId)
                                .width(260)),
                homes -> homes.updates(desk.id()),
                spec -> spec.withDetail(update -> update(desk, update)));
    }

    private static String updateState(Update update) {
        if (update.running()) {
            return "running";
        }
        if (update.skipped()) {
            return "skipped";
        }
        return update.available() ? "available" : "current";
    }

    private static Node update(HouseDesk desk, Update update) {
        var notes = new Label();
        notes.setWrapText(true);
        if (update.tellsNotes()) {
            desk.read(
                    desk.line(),
                    "release notes",
                    homes -> homes.releaseNotes(desk.id(), update.entityId()),
                    text -> notes.setText(text.orElse("")),
                    problem -> notes.setText(desk.window().texts().summary(problem)));
        }
        var buttons = new ArrayList<Node>();
        if (update.available() && update.installs() && !update.running()) {
            if (update.backsUp()) {
                buttons.add(
                        updateButton(desk, update, "install", "backup", Octicons.ARCHIVE_16, Map.of("backup", true)));
            }
            buttons.add(updateButton(desk, update, "install", "install", Octicons.DOWNLOAD_16, Map.of()));
        }
        if (update.available() && !update.running()) {
            var skip = update.skipped() ? "clear_skipped" : "skip";
            var icon = update.skipped() ? Octicons.HISTORY_16 : Octicons.SKIP_16;
            buttons.add(updateButton(desk, update, skip, skip, icon, Map.of()));
        }
        page(update.url())
                .ifPresent(news -> buttons.add(button(
                        desk,
                        "updates.news",
                        Octicons.LINK_EXTERNAL_16,
                        () -> desk.window().services().browser().accept(news))));
        var facts = new LinkedHashMap<String, String>();
        facts.put(desk.text("home.column.installed"), update.installed());
        facts.put(desk.text("home.column.latest"), update.latest());
        facts.put(
                desk.text("home.column.state"),
                desk.text("home.updates." + updateState(update))
                        + (update.percent().isPresent()
                                ? " "
                                        + desk.window()
                                                .words()
                                                .number(Math.round(
                                                        update.percent().getAsDouble())) + " %"
                                : ""));
        return new DetailPane(desk.name() + " · " + update.title(), update.entityId())
                .buttons(buttons.toArray(Node[]::new))
                .facts(facts)
                .text(update.summary())
                .with(notes);
    }

    /// @return a page that a browser opens; empty for whatever else a house gives as one
    static Optional<URI> page(String url) {
        try {
            return Optional.of(new URI(url.strip()))
                    .filter(uri ->
                            uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme()));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    /// @param key of the words of this way: its button, `effect` and `done`
    private static Button updateButton(
            HouseDesk desk,
            Update update,
            String service,
            String key,
            org.kordamp.ikonli.Ikon icon,
            Map<String, Object> data) {
        var call = new ServiceCall("update", service, Target.entity(update.entityId()), Map.copyOf(data), false);
        return button(
                desk,
                "updates." + key,
                icon,
                () -> desk.act(
                        desk.homes().act(desk.id(), call, 1),
                        desk.text("home.updates." + key) + ": " + update.title(),
                        desk.text("home.updates." + key),
                        updateWords(desk, update, key + ".effect"),
                        (homes, consent) -> homes.call(desk.id(), call, consent),
                        _ -> desk.said(updateWords(desk, update, key + ".done"))));
    }

    private static String updateWords(HouseDesk desk, Update update, String key) {
        return desk.text("home.updates." + key, update.title(), update.installed(), update.latest(), desk.name());
    }

    static PageView backups(HouseDesk desk) {
        var state = new Label();
        state.getStyleClass().addAll("text-muted", "text-second");
        var create = button(
                desk,
                "backups.create",
                Octicons.ARCHIVE_16,
                () -> desk.act(
                        new Act(ActionClass.COSTLY, List.of(desk.id()), "start a backup", List.of(), 1),
                        desk.text("home.backups.create", desk.name()),
                        desk.text("home.backups.verb"),
                        desk.text("home.backups.effect", desk.name()),
                        (homes, consent) -> homes.backUp(desk.id(), consent),
                        _ -> desk.said(desk.text("home.backups.started", desk.name()))));
        if (desk.noAdministrator()) {
            create.setDisable(true);
            state.setText(desk.needsAdministrator());
        }
        return new ListPage<Backup>(
                desk,
                "backups",
                Backup::id,
                List.of(
                        Column.<Backup>text("name", "home.column.backup", Backup::name)
                                .width(280)
                                .growing(),
                        Column.<Backup>time("at", "home.column.made", Backup::at, desk::time),
                        Column.<Backup>size(
                                "size",
                                "home.column.size",
                                Backup::sizeBytes,
                                desk.window().words()),
                        Column.<Backup>text("where", "home.column.where", backup -> String.join(", ", backup.places()))
                                .width(160),
                        Column.<Backup>truth(
                                "automatic", "home.column.automatic", Backup::automatic, desk.text("home.yes"), ""),
                        Column.<Backup>truth(
                                "encrypted", "home.column.encrypted", Backup::encrypted, desk.text("home.yes"), "")),
                homes -> map(homes.backups(desk.id()), backups -> {
                    desk.window().services().fx().execute(() -> state.setText(backupWords(desk, backups)));
                    return backups.backups();
                }),
                spec -> spec.sortedBy(new SortBy("at", true)).withDetail(backup -> BackupPane.of(desk, backup)),
                state,
                create);
    }

    private static String backupWords(HouseDesk desk, Backups backups) {
        var words = new ArrayList<String>();
        words.add(backups.next()
                .map(at -> desk.text("home.backups.next", desk.time(at)))
                .orElse(desk.text("home.backups.never")));
        backups.notes().forEach(note -> words.add(ServerFacts.heard(desk.texts(), note)));
        return String.join(" · ", words);
    }

    /// @return every house that is switched on
    static List<io.pilothouse.domain.instance.Instance> houses(io.pilothouse.ui.common.UiServices services) {
        return services.instances().fleet().get().live().stream()
                .filter(instance -> instance.kind().value().equals("homeassistant") && instance.enabled())
                .toList();
    }

    /// @param what says which of several; empty for none
    /// @return the name of a file about a house: "Cabin 2026-07-01 backup1.tar"
    static String fileName(String house, Instant at, String what, String end) {
        var day = at.toString().substring(0, 10);
        return (house + " " + day + (what.isEmpty() ? "" : " " + what)).replaceAll("[\\\\/:*?\"<>|\\p{Cntrl}]", "_")
                + end;
    }

    /// How fresh a kept report may be.
    static Homes.Age age(boolean refresh) {
        return refresh ? Homes.Age.NOW : Homes.Age.KEPT;
    }
}
