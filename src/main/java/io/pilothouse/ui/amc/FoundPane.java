package io.pilothouse.ui.amc;

import io.pilothouse.domain.amc.EntityId;
import io.pilothouse.domain.amc.Marketplace;
import io.pilothouse.domain.amc.RemoteIds;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.query.SortBy;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.Work;
import io.pilothouse.tasks.amc.AccountSearch;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.Shown;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.BulkAct;
import io.pilothouse.ui.table.Chosen;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// What a login sees at Amazon: what is ticked becomes an instance here, without an id being typed.
/// Accounts that Amazon does not list are asked for by their entity id, as looking may make an instance
/// there. FX thread only.
final class FoundPane extends VBox {

    /// Where a person accepts Amazon's terms.
    private static final URI CONSOLE = URI.create("https://advertising.amazon.com/");

    private final WindowContext window;
    private final Optional<InstanceId> of;
    private final Supplier<Optional<Work<AccountSearch.Eyes>>> looker;
    private final Consumer<List<Instance>> added;
    private final MemoryRows<AccountSearch.Found> found = new MemoryRows<>(
            it -> it.account().entity().value() + "/" + it.facts().id().value());
    private final RowTable<AccountSearch.Found> table;
    private final Label objections = new Label();
    private final Hyperlink terms = new Hyperlink();
    private final TextField entity = new TextField();
    private final ComboBox<Marketplace> country = new ComboBox<>();
    private final List<AccountSearch.Pair> typed = new ArrayList<>();
    private final Latest finding;
    private boolean closed;
    private AccountSearch.@Nullable Eyes eyes;

    /// @param of     the instance whose login looks; empty for one that is not stored yet
    /// @param looker with what it looks; empty while something is missing
    /// @param added  hears of new instances
    FoundPane(
            WindowContext window,
            Optional<InstanceId> of,
            Supplier<Optional<Work<AccountSearch.Eyes>>> looker,
            Consumer<List<Instance>> added) {
        super(8);
        this.window = window;
        this.of = of;
        this.looker = looker;
        this.added = added;
        finding = new Latest(window.services().fx());
        table = new RowTable<>(window, spec());
        table.setTools(button("amc.accounts.find", "amc-accounts-find", Octicons.SEARCH_16, this::find));
        found.set(List.of()); // nothing was looked for yet
        VBox.setVgrow(table, Priority.ALWAYS);
        objections.setId("amc-objections");
        objections.setWrapText(true);
        objections.setMinHeight(Region.USE_PREF_SIZE);
        objections.getStyleClass().add("amc-warns");
        objections.managedProperty().bind(objections.textProperty().isNotEmpty());
        terms.setVisible(false);
        terms.managedProperty().bind(terms.visibleProperty());
        terms.setId("amc-terms");
        terms.setWrapText(true);
        terms.setText(text("amc.accounts.terms"));
        terms.setOnAction(_ -> window.services().browser().accept(CONSOLE));
        getChildren().setAll(objections, terms, table, unlisted());
    }

    private HBox unlisted() {
        entity.setId("amc-entity");
        entity.setPromptText("ENTITY1AB23CD");
        entity.setAccessibleText(text("amc.accounts.entity"));
        country.setId("amc-country");
        country.getItems().setAll(Marketplace.values());
        country.setConverter(new Shown<>(Marketplace::name));
        country.setValue(Marketplace.US);
        country.setAccessibleText(text("amc.column.country"));
        var words = new Label(text("amc.accounts.entity"));
        words.setLabelFor(entity);
        words.setMinWidth(Region.USE_PREF_SIZE);
        var look = button("amc.accounts.look-there", "amc-look-there", Octicons.EYE_16, this::lookThere);
        look.setTooltip(new Tooltip(text("amc.accounts.look-there-why")));
        look.disableProperty().bind(entity.textProperty().isEmpty());
        HBox.setHgrow(entity, Priority.ALWAYS);
        var line = new HBox(8, words, entity, country, look);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("amc-unlisted");
        return line;
    }

    private Button button(String key, String id, Octicons icon, Runnable run) {
        var button = new Button(text(key), new Icon(icon));
        button.setId(id);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> run.run());
        return button;
    }

    private TableSpec<AccountSearch.Found> spec() {
        return TableSpec.of(
                        "amc.found",
                        text("amc.accounts.found"),
                        found,
                        List.of(
                                Column.<AccountSearch.Found>text(
                                                "name",
                                                "amc.column.name",
                                                it -> it.facts().name())
                                        .width(220)
                                        .growing(),
                                Column.<AccountSearch.Found>text(
                                                "here",
                                                "amc.column.here",
                                                it -> it.known().map(this::name).orElse(""))
                                        .width(140),
                                Column.<AccountSearch.Found>text(
                                                "id",
                                                "amc.column.amc-id",
                                                it -> it.facts().id().value())
                                        .width(130),
                                Column.<AccountSearch.Found>text(
                                                "customer",
                                                "amc.column.customer",
                                                it -> it.facts().customer())
                                        .width(170),
                                Column.<AccountSearch.Found>text(
                                                "account",
                                                "amc.column.account",
                                                it -> it.account().name())
                                        .width(180),
                                Column.<AccountSearch.Found>text(
                                                "entity",
                                                "amc.column.entity",
                                                it -> it.account().entity().value())
                                        .width(160),
                                Column.<AccountSearch.Found>text(
                                                "country",
                                                "amc.column.country",
                                                it -> it.account().country())
                                        .width(80),
                                Column.<AccountSearch.Found>text(
                                                "type",
                                                "amc.column.type",
                                                it -> it.facts().type())
                                        .width(100),
                                Column.<AccountSearch.Found>text(
                                                "status",
                                                "amc.column.status",
                                                it -> it.facts().creationStatus())
                                        .width(110)))
                .sortedBy(new SortBy("account", false))
                .withBulk(List.of(
                        BulkAct.of("amc.import", text("amc.accounts.import"), Octicons.PLUS_16, this::importChosen)))
                .whenEmpty(() -> new StatePane(
                        Octicons.SEARCH_16,
                        text("amc.accounts.empty"),
                        text("amc.accounts.empty-why"),
                        List.of(new StatePane.Choice(text("amc.accounts.find"), this::find))));
    }

    private String name(InstanceId id) {
        return window.services().instances().find(id).map(Instance::name).orElse(id.value());
    }

    private void lookThere() {
        var id = entity.getText().strip();
        if (RemoteIds.objection(id).isPresent()) {
            objections.setText(text("amc.accounts.no-entity", id));
            return;
        }
        var pair = new AccountSearch.Pair(new EntityId(id), country.getValue().id());
        typed.removeIf(it -> it.entity().equals(pair.entity())); // its country may be corrected
        typed.add(pair);
        find();
    }

    private record Look(AccountSearch.Eyes eyes, AccountSearch.Discovery discovery, Optional<Boolean> terms) {}

    /// Looks through all regions.
    void find() {
        if (closed) { // what comes of a consent may come after the dialog
            return;
        }
        looker.get().ifPresent(this::find);
    }

    private void find(Work<AccountSearch.Eyes> looking) {
        objections.setText(text("amc.accounts.finding"));
        var search = window.services().amc().get().search();
        var pairs = List.copyOf(typed);
        finding.<Look>start(
                () -> window.background()
                        .read(
                                "find accounts of a login with Amazon",
                                of.stream().toList(),
                                progress -> {
                                    var with = looking.run(progress);
                                    return new Look(
                                            with, search.discover(with, pairs, false), search.termsAccepted(with));
                                }),
                outcome -> Desk.settled(
                        outcome,
                        look -> {
                            eyes = look.eyes();
                            table.setProblem(Optional.empty());
                            found.set(look.discovery().instances());
                            terms.setVisible(
                                    look.terms().filter(accepted -> !accepted).isPresent());
                            objections.setText(String.join(" ", said(look.discovery(), pairs)));
                        },
                        problem -> {
                            objections.setText("");
                            table.setProblem(Optional.of(problem));
                        }));
    }

    /// What there is to say about what was found; an account that was asked for and showed nothing is named.
    private List<String> said(AccountSearch.Discovery found, List<AccountSearch.Pair> asked) {
        var said = new ArrayList<>(found.objections());
        asked.stream()
                .filter(pair -> found.instances().stream()
                        .noneMatch(it -> it.account().entity().equals(pair.entity())))
                .map(pair -> text(
                        "amc.accounts.nothing-there",
                        pair.entity().value(),
                        Marketplace.of(pair.marketplace()).map(Enum::name).orElse("")))
                .forEach(said::add);
        return found.instances().isEmpty() && said.isEmpty() ? List.of(text("amc.accounts.none")) : said;
    }

    private void importChosen(Chosen<AccountSearch.Found> chosen) {
        var with = eyes;
        if (with == null || !(chosen instanceof Chosen.Rows<AccountSearch.Found> some)) {
            return;
        }
        var search = window.services().amc().get().search();
        window.background()
                .act(
                        "amc-import",
                        "add " + some.rows().size() + " AMC instances",
                        of,
                        _ -> search.add(with, some.rows(), Consent.confirmed(Origin.WINDOW)),
                        news -> {
                            window.toasts()
                                    .news(
                                            of.flatMap(window.services().instances()::find),
                                            news.size() == 1
                                                    ? text(
                                                            "instances.added",
                                                            news.getFirst().name())
                                                    : text("amc.accounts.added", news.size()),
                                            Optional.empty());
                            find();
                            added.accept(news);
                        });
    }

    /// Looks no further.
    void stop() {
        finding.cancel();
    }

    void close() {
        closed = true;
        stop();
        table.close();
    }

    boolean focusFilter() {
        return table.focusFilter();
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }
}
