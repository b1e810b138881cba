package io.pilothouse.ui.library;

import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibrarySums;
import io.pilothouse.domain.library.ServerJob;
import io.pilothouse.domain.library.ServerJobOrder;
import io.pilothouse.tasks.library.ExternalPlayer;
import io.pilothouse.tasks.library.Library;
import io.pilothouse.tasks.library.StoredLibrary;
import io.pilothouse.tasks.library.StoredLibrary.ShownCopy;
import io.pilothouse.tasks.library.SyncReport;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.Toasts;
import io.pilothouse.ui.guard.GuardSheet;
import io.pilothouse.ui.guard.GuardedAct;
import io.pilothouse.ui.shell.WindowContext;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

/// The servers behind the library: how much each has, when it was read, what waits for a person, and the
/// jobs it can do by itself. A clean is run dry first.
final class ServersPane extends ScrollPane {

    private final LibraryViewModel model;
    private final WindowContext window;
    private final VBox cards = new VBox();
    private final Map<Integer, LibrarySums> sums = new HashMap<>();
    private final Map<InstanceId, Drawn> drawn = new HashMap<>();
    private final List<Node> choices;
    private final Map<InstanceId, VBox> jobRows = new HashMap<>();
    private Map<InstanceId, List<ServerJob>> jobs = Map.of();
    /// Servers on which a dry clean was run in this window.
    private final Set<Integer> cleanedDry = new java.util.HashSet<>();

    ServersPane(LibraryViewModel model, WindowContext window) {
        this.model = model;
        this.window = window;
        cards.getStyleClass().add("library-servers");
        getStyleClass().add("library-jobs");
        setContent(cards);
        setFitToWidth(true);
        choices = List.of(shownCopy(), player());
    }

    /// A card with what it was drawn from.
    private record Drawn(Library.Status status, Optional<LibrarySums> sums, VBox card) {}

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    /// A card is drawn anew only when its server's state changed: else an open menu of it would close.
    void show(LibraryViewModel.View view) {
        sums.clear();
        view.sums().forEach(sum -> sums.put(sum.instance(), sum));
        var servers = model.servers().stream().map(Instance::id).collect(Collectors.toSet());
        var nodes = new ArrayList<Node>();
        view.servers().stream()
                .filter(status -> servers.contains(status.server().id()))
                .forEach(status -> nodes.add(drawn(status)));
        nodes.addAll(choices);
        if (!cards.getChildren().equals(nodes)) {
            cards.getChildren().setAll(nodes);
        }
    }

    private VBox drawn(Library.Status status) {
        var sum = Optional.ofNullable(sums.get(status.server().num()));
        var before = drawn.get(status.server().id());
        if (before != null && before.status.equals(status) && before.sums.equals(sum)) {
            return before.card;
        }
        var card = card(status);
        drawn.put(status.server().id(), new Drawn(status, sum, card));
        return card;
    }

    /// Which copy of a scene stands for all.
    private HBox shownCopy() {
        var label = new Label(text("library.shown-copy"));
        var choice = new ComboBox<ShownCopy>();
        choice.getItems().setAll(ShownCopy.values());
        choice.setConverter(new StringConverter<>() {
            @Override
            public String toString(ShownCopy copy) {
                return text(copy == ShownCopy.BEST ? "library.shown-copy.best" : "library.shown-copy.by-server");
            }

            @Override
            public ShownCopy fromString(String words) {
                return ShownCopy.BY_SERVER;
            }
        });
        choice.setValue(window.services().settings().get(StoredLibrary.SHOWN_COPY));
        choice.setAccessibleText(text("library.shown-copy"));
        label.setLabelFor(choice);
        choice.setOnAction(_ -> model.servers().stream()
                .findFirst()
                .ifPresent(any -> window.background()
                        .act(
                                "library-shown-copy",
                                "choose which copy is shown",
                                any.id(),
                                _ -> {
                                    window.services().settings().set(StoredLibrary.SHOWN_COPY, choice.getValue());
                                    model.library().ranked();
                                    return true;
                                },
                                _ -> {})));
        var why = new Label(text("library.shown-copy-why"));
        why.getStyleClass().addAll("text-muted", "text-second");
        why.setWrapText(true);
        HBox.setHgrow(why, Priority.ALWAYS);
        var row = new HBox(8, label, choice, why);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().addAll("card-box", "library-card");
        return row;
    }

    /// Which program plays scenes.
    private HBox player() {
        var label = new Label(text("library.player"));
        var command = new TextField(window.services().settings().get(ExternalPlayer.COMMAND));
        command.setPromptText(text("library.player-usual"));
        command.setPrefColumnCount(28);
        label.setLabelFor(command);
        command.focusedProperty().subscribe(focused -> {
            if (!focused) {
                keep(command.getText().strip());
            }
        });
        command.setOnAction(_ -> keep(command.getText().strip()));
        var why = new Label(text("library.player-why"));
        why.getStyleClass().addAll("text-muted", "text-second");
        why.setWrapText(true);
        HBox.setHgrow(why, Priority.ALWAYS);
        var row = new HBox(8, label, command, why);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().addAll("card-box", "library-card");
        return row;
    }

    private void keep(String command) {
        if (!command.equals(window.services().settings().get(ExternalPlayer.COMMAND))) {
            window.background().store(ExternalPlayer.COMMAND, command);
        }
    }

    void readAll() {
        model.servers().stream()
                .filter(model::included)
                .forEach(server -> read(server, SyncReport.Mode.CHANGES, false));
    }

    void read(Instance server, SyncReport.Mode mode, boolean removals) {
        window.background()
                .act(
                        "library-sync",
                        "read the library of " + server.name(),
                        server.id(),
                        context -> model.library().sync(server.id(), mode, removals, context),
                        report -> tell(server, report));
    }

    private void tell(Instance server, SyncReport report) {
        window.toasts()
                .news(
                        Optional.of(server),
                        (report.nothing()
                                        ? text(
                                                "library.read-nothing",
                                                report.took().toMillis())
                                        : text("library.read-done", report.added(), report.changed(), report.gone()))
                                + (report.unreadable().isEmpty()
                                        ? ""
                                        : " "
                                                + text(
                                                        "library.read-unreadable",
                                                        report.unreadable().size())),
                        Optional.empty());
    }

    private VBox card(Library.Status status) {
        var server = status.server();
        var name = new Label(server.name(), Monogram.of(server, Monogram.Size.NORMAL));
        name.getStyleClass().add("text-card");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var now = new Button(text("library.read-now"));
        now.setDisable(status.running() || !server.enabled());
        now.setOnAction(_ -> read(server, SyncReport.Mode.CHANGES, false));
        var more = new MenuButton(text("library.read-more"));
        more.setDisable(status.running() || !server.enabled());
        more.getItems()
                .addAll(
                        item("library.read-full", () -> read(server, SyncReport.Mode.FULL, false)),
                        item("library.read-inventory", () -> read(server, SyncReport.Mode.INVENTORY, false)));
        var head = new HBox(8, name, space, jobs(server), more, now);
        head.setAlignment(Pos.CENTER_LEFT);
        var box = new VBox(8, head, facts(status));
        box.getStyleClass().add("card-box");
        box.getStyleClass().add("library-card");
        if (!status.held().isEmpty()) {
            box.getChildren().add(held(status));
        }
        status.last()
                .filter(_ -> status.failed())
                .ifPresent(run ->
                        box.getChildren().add(status.another() ? another(status, run.reason()) : failed(run.reason())));
        var running = new VBox(6);
        box.getChildren().addAll(running, writing(status));
        running.managedProperty().bind(Bindings.isNotEmpty(running.getChildren()));
        jobRows.put(server.id(), running);
        showJobs(server, jobs.getOrDefault(server.id(), List.of()));
        return box;
    }

    private Label failed(String reason) {
        var label = new Label(window.texts().said(reason));
        label.setWrapText(true);
        label.getStyleClass().add("text-danger");
        return label;
    }

    /// Another library answers: a person says whether it is the same one, or a new one.
    private HBox another(Library.Status status, String reason) {
        var server = status.server();
        var label = failed(reason);
        HBox.setHgrow(label, Priority.ALWAYS);
        label.setMaxWidth(Double.MAX_VALUE);
        var accept = new Button(text("library.accept"));
        accept.setMinWidth(Region.USE_PREF_SIZE);
        accept.setOnAction(_ -> window.background()
                .act(
                        "library-accept",
                        "accept the library of " + server.name(),
                        server.id(),
                        context -> {
                            model.library().accept(server.id());
                            return model.library().sync(server.id(), SyncReport.Mode.FULL, false, context);
                        },
                        report -> tell(server, report)));
        var fresh = window.actions().button("instance.add", Optional.empty());
        fresh.setMinWidth(Region.USE_PREF_SIZE);
        var row = status.renumbered() ? new HBox(8, label, fresh) : new HBox(8, label, accept, fresh);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().addAll("strip", "strip-warning");
        return row;
    }

    // --- jobs that run

    /// Jobs go on a few times a second: only their rows are drawn again.
    void showJobs(Map<InstanceId, List<ServerJob>> news) {
        jobs = news;
        model.servers().forEach(server -> showJobs(server, news.getOrDefault(server.id(), List.of())));
    }

    private void showJobs(Instance server, List<ServerJob> running) {
        var rows = jobRows.get(server.id());
        if (rows != null) {
            rows.getChildren()
                    .setAll(running.stream().map(job -> row(server, job)).toList());
        }
    }

    private HBox row(Instance server, ServerJob job) {
        var name = new Label(job.description());
        name.setMinWidth(160);
        var bar = new ProgressBar(
                job.status().equals("READY") ? 0 : job.progress().orElse(ProgressIndicator.INDETERMINATE_PROGRESS));
        bar.setPrefWidth(220);
        var part = new Label(
                job.status().equals("READY")
                        ? text("library.job-waits")
                        : job.progress().isPresent()
                                ? window.words().percent(job.progress().getAsDouble())
                                : "");
        part.getStyleClass().add("text-muted");
        var stop = new Button(text("library.job-stop"));
        stop.getStyleClass().add("small");
        stop.setOnAction(_ -> window.background()
                .act(
                        "library-job-stop",
                        "stop a job of " + server.name(),
                        server.id(),
                        _ -> {
                            model.library().stopJob(server.id(), job.id());
                            return true;
                        },
                        _ -> {}));
        var row = new HBox(8, name, bar, part, stop);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private MenuItem item(String key, Runnable run) {
        var item = new MenuItem(text(key));
        item.setOnAction(_ -> run.run());
        return item;
    }

    private Label facts(Library.Status status) {
        var things = EntityType.forPeople().stream()
                .map(type -> text("library.type." + type.word()) + " "
                        + window.words().number(status.things().getOrDefault(type, 0L)))
                .collect(Collectors.joining("   "));
        var clock = window.services().clock().instant();
        var read = status.running()
                ? text("library.running")
                : status.readAt()
                        .map(at -> text("library.read-at", window.words().time(at, clock)))
                        .orElse(text("library.never-read"));
        var sum = sums.get(status.server().num());
        var held = sum == null || sum.scenes() == 0
                ? ""
                : "\n"
                        + text(
                                "library.sums",
                                text("library.type.scene"),
                                window.words().size(sum.sizeBytes()),
                                window.words().number(sum.seconds() / 3_600),
                                window.words().number(sum.rated()),
                                window.words().number(sum.organized()));
        var label = new Label(things + held + "\n" + read);
        label.setWrapText(true);
        label.getStyleClass().add("text-muted");
        return label;
    }

    private HBox held(Library.Status status) {
        var server = status.server();
        var label = new Label(text("library.held", server.name(), missing(status)));
        label.setWrapText(true);
        HBox.setHgrow(label, Priority.ALWAYS);
        label.setMaxWidth(Double.MAX_VALUE);
        var keep = new Button(text("library.held-keep"));
        keep.setOnAction(_ -> window.background()
                .act(
                        "library-keep",
                        "keep what " + server.name() + " no longer lists",
                        server.id(),
                        _ -> {
                            model.library().keep(server.id());
                            return true;
                        },
                        _ -> {}));
        var remove = new Button(text("library.held-remove"));
        remove.getStyleClass().add("danger");
        remove.setOnAction(_ -> read(server, SyncReport.Mode.INVENTORY, true));
        List.of(keep, remove).forEach(button -> button.setMinWidth(Region.USE_PREF_SIZE));
        var row = new HBox(8, label, keep, remove);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().addAll("strip", "strip-warning");
        return row;
    }

    /// @return how many of each type are listed, of how many
    String missing(Library.Status status) {
        return EntityType.forPeople().stream()
                .filter(type -> status.held().containsKey(type.word()))
                .map(type -> {
                    long here = status.things().getOrDefault(type, 0L);
                    return text(
                            "library.held-of",
                            text("library.type." + type.word()),
                            window.words().number(here - status.held().getOrDefault(type.word(), 0)),
                            window.words().number(here));
                })
                .collect(Collectors.joining(", "));
    }

    private HBox writing(Library.Status status) {
        var server = status.server();
        var label = new Label(text("library.write-back"));
        var way = new ComboBox<String>();
        way.getItems().setAll("off", "manual", "automatic");
        way.setConverter(new StringConverter<>() {
            @Override
            public String toString(String mode) {
                return text("library.write-back." + (mode == null ? "off" : mode));
            }

            @Override
            public String fromString(String words) {
                return "off";
            }
        });
        way.setValue(status.writeBack());
        label.setLabelFor(way);
        way.setAccessibleText(text("library.write-back"));
        way.setOnAction(_ -> window.background()
                .act(
                        "library-write-back",
                        "choose what is written back to " + server.name(),
                        server.id(),
                        _ -> {
                            model.library().writeBack(server.id(), way.getValue());
                            return true;
                        },
                        _ -> {}));
        var row = new HBox(8, label, way);
        row.setAlignment(Pos.CENTER_LEFT);
        if (status.waiting() > 0) {
            var send = new Button(text("library.send", status.waiting()));
            send.getStyleClass().add("small");
            send.setOnAction(_ -> new GuardSheet(window)
                    .ask(new GuardedAct(
                            new Act(
                                    ActionClass.REMOTE_REVERSIBLE,
                                    List.of(server.id()),
                                    text("library.send", status.waiting()),
                                    List.of(),
                                    status.waiting()),
                            text("library.send-title", status.waiting(), server.name()),
                            text("library.send-verb"),
                            text("library.send-effect"),
                            Optional.empty(),
                            consent -> window.background()
                                    .act(
                                            "library-send",
                                            "write what waits on " + server.name(),
                                            server.id(),
                                            context -> model.library().push(server.id(), consent, context),
                                            sent -> window.toasts()
                                                    .news(
                                                            Optional.of(server),
                                                            text("library.sent", sent, server.name()),
                                                            Optional.empty())))));
            var look = new Button(text("library.waiting-look"));
            look.getStyleClass().add("small");
            look.setOnAction(_ -> new WaitingDialog(model, window, server).open());
            row.getChildren().addAll(send, look);
        }
        return row;
    }

    private MenuButton jobs(Instance server) {
        var menu = new MenuButton(text("library.jobs"));
        menu.setDisable(!server.enabled());
        for (var order : EnumSet.allOf(ServerJobOrder.class)) {
            if (order == ServerJobOrder.CLEAN_DRY_RUN) {
                continue; // comes before a clean by itself
            }
            menu.getItems().add(item(name(order), () -> {
                if (order == ServerJobOrder.CLEAN && !cleanedDry.contains(server.num())) {
                    start(server, ServerJobOrder.CLEAN_DRY_RUN);
                } else {
                    start(server, order);
                }
            }));
        }
        return menu;
    }

    private static String name(ServerJobOrder order) {
        return "library.job." + order.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void start(Instance server, ServerJobOrder order) {
        var title = text("library.job-on", text(name(order)), server.name());
        var act = new Act(
                switch (order) {
                    case CLEAN -> ActionClass.DESTRUCTIVE;
                    case CLEAN_DRY_RUN, BACKUP -> ActionClass.REMOTE_REVERSIBLE;
                    default -> ActionClass.COSTLY;
                },
                List.of(server.id()),
                title,
                List.of(),
                1);
        new GuardSheet(window)
                .ask(new GuardedAct(
                        act,
                        title,
                        text("library.job-start"),
                        text(name(order) + ".effect"),
                        Optional.empty(),
                        consent -> window.background()
                                .act(
                                        "library-job",
                                        "start a job on " + server.name(),
                                        server.id(),
                                        context -> model.library().job(server.id(), order, consent, context),
                                        job -> ended(server, order, job.status(), job.error()))));
    }

    private void ended(Instance server, ServerJobOrder order, String status, String error) {
        boolean dry = order == ServerJobOrder.CLEAN_DRY_RUN && status.equals("FINISHED");
        if (dry) {
            cleanedDry.add(server.num());
        }
        window.toasts()
                .news(
                        Optional.of(server),
                        dry
                                ? text("library.clean-dry-done")
                                : text(
                                        "library.job-ended",
                                        text(name(order)),
                                        error.isEmpty()
                                                ? window.texts()
                                                        .textOr(
                                                                "library.job-status." + status.toLowerCase(Locale.ROOT),
                                                                status.toLowerCase(Locale.ROOT))
                                                : error),
                        dry
                                ? Optional.of(new Toasts.Offer(
                                        text("library.clean-now"), () -> start(server, ServerJobOrder.CLEAN)))
                                : Optional.empty());
        if (order.changesThings() && server.enabled()) {
            read(server, SyncReport.Mode.CHANGES, false);
        }
    }
}
