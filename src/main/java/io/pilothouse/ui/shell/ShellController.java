package io.pilothouse.ui.shell;

import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.ui.common.Band;
import io.pilothouse.ui.common.GuardBadge;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.SelectableText;
import io.pilothouse.ui.common.StateLabel;
import io.pilothouse.ui.common.StateShape;
import io.pilothouse.ui.common.Streamer;
import io.pilothouse.ui.common.TabStrip;
import java.util.List;
import java.util.Optional;
import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.kordamp.ikonli.octicons.Octicons;

/// Binds `Shell.fxml` to what header, banners and status bar say.
public final class ShellController {

    /// A narrower status bar leaves out what runs next.
    private static final double NEXT_NEEDS = 900;

    /// The least room of a sentence in a strip, and what a letter takes of it.
    private static final double SENTENCE = 160;

    private static final double LETTER = 7;

    /// A name with more letters may be shortened where the window is narrow, down to this width.
    private static final int LONG_NAME = 20;

    private static final double LONGEST_NAME = 220;

    /// What runs next may be shortened where it is longer than this.
    private static final int LONG_SENTENCE = 60;

    private final WindowContext window;
    private final HeaderViewModel header;
    private final ScopeChips chips;
    private final StatusViewModel status;
    private final Node rail;
    private final Content pages;
    private final Node toasts;

    private final Band band = new Band();
    private final Button name = new Button();
    private final SelectableText second = new SelectableText();
    private final StateLabel state;
    private final GuardBadge guard;
    private final TabStrip tabs;

    @FXML
    private StackPane bandPlace;

    @FXML
    private StackPane railPlace;

    @FXML
    private Button switcher;

    @FXML
    private StackPane tilePlace;

    @FXML
    private HBox nameLine;

    @FXML
    private StackPane secondPlace;

    @FXML
    private HBox stateArea;

    @FXML
    private Label activeWords;

    @FXML
    private StackPane statePlace;

    @FXML
    private Label stateDetail;

    @FXML
    private StackPane guardPlace;

    @FXML
    private Label demo;

    @FXML
    private Label readOnly;

    @FXML
    private StackPane pinPlace;

    @FXML
    private Button streamer;

    @FXML
    private HBox activeArea;

    @FXML
    private Button activeButton;

    @FXML
    private Button search;

    @FXML
    private StackPane tabsPlace;

    @FXML
    private VBox banners;

    @FXML
    private StackPane content;

    @FXML
    private HBox statusBar;

    @FXML
    private StackPane taskTile;

    @FXML
    private Label taskSentence;

    @FXML
    private ProgressBar taskProgress;

    @FXML
    private Label taskCount;

    @FXML
    private Button stop;

    @FXML
    private Region othersLine;

    @FXML
    private Label others;

    @FXML
    private Region nextLine;

    @FXML
    private Label next;

    @FXML
    private Button muted;

    @FXML
    private Label paused;

    @FXML
    private Region ageLine;

    @FXML
    private Label age;

    @FXML
    private HBox scopeArea;

    @FXML
    private StackPane toastLayer;

    ShellController(
            WindowContext window,
            HeaderViewModel header,
            StatusViewModel status,
            Node rail,
            Content pages,
            Node toasts) {
        this.window = window;
        this.header = header;
        this.status = status;
        this.rail = rail;
        this.pages = pages;
        this.toasts = toasts;
        chips = new ScopeChips(window);
        state = new StateLabel(window.words(), 16);
        guard = new GuardBadge(window.words());
        tabs = new TabStrip(window.words(), this::openTab);
    }

    @FXML
    private void initialize() {
        bandPlace.getChildren().setAll(band);
        railPlace.getChildren().setAll(rail);
        statePlace.getChildren().setAll(state);
        guardPlace.getChildren().setAll(guard);
        tabsPlace.getChildren().setAll(tabs);
        toastLayer.getChildren().setAll(toasts);
        content.getChildren().setAll(pages.node(), window.drawer());
        scopeArea.getChildren().setAll(chips);
        pages.scope().subscribe(_ -> showScope());
        next.setOnMouseClicked(_ -> window.actions().run("schedules.open", Optional.empty()));
        for (var opener : List.of(taskSentence, others)) {
            opener.setOnMouseClicked(_ -> window.actions().run("tasks.open", Optional.empty()));
        }

        name.getStyleClass().setAll("header-name");
        name.setId("header-name");
        name.setMinWidth(Region.USE_PREF_SIZE);
        name.setGraphic(new Icon(Octicons.CHEVRON_DOWN_16));
        nameLine.getChildren().setAll(name);
        second.style("header-second");
        secondPlace.getChildren().setAll(second);
        search.setOnAction(_ -> window.actions().run("palette.open", Optional.empty()));
        for (var opener : List.of(switcher, name)) {
            opener.setOnAction(
                    _ -> window.actions().run("switcher.open", window.active().id()));
        }
        switcher.setFocusTraversable(false); // the name beside it is the same button
        searchWords();
        var unpin = new Button(window.texts().text("shell.pin.pinned"), new Icon(Octicons.PIN_16));
        unpin.setId("unpin");
        unpin.getStyleClass().add("small");
        unpin.setMinWidth(Region.USE_PREF_SIZE);
        unpin.setTooltip(new Tooltip(window.texts().text("shell.pin.release")));
        unpin.setOnAction(_ -> window.actions().run("window.pin", Optional.empty()));
        pinPlace.getChildren().setAll(unpin);
        demo.setMinWidth(Region.USE_PREF_SIZE);
        readOnly.setMinWidth(Region.USE_PREF_SIZE);
        activeButton.setMinWidth(Region.USE_PREF_SIZE);
        activeWords.setMinWidth(Region.USE_PREF_SIZE); // the second line gives way
        stateDetail.setMinWidth(Region.USE_PREF_SIZE);
        demo.setMinWidth(Region.USE_PREF_SIZE);
        demo.setVisible(window.services().demo());
        demo.setManaged(window.services().demo());
        streamer.setGraphic(new Icon(Octicons.EYE_CLOSED_16));
        streamer.setMinWidth(Region.USE_PREF_SIZE);
        streamer.setTooltip(new Tooltip(window.texts().text("shell.streamer.off")));
        streamer.setOnAction(_ -> window.actions().run("streamer", Optional.empty()));
        showStreamer();
        stop.setGraphic(new Icon(Octicons.SQUARE_FILL_16));
        stop.setOnAction(_ -> status.stop());
        muted.setGraphic(new Icon(Octicons.BELL_SLASH_16));
        muted.setOnAction(_ -> window.actions().run("messages.open", Optional.empty()));

        for (var words : List.of(taskCount, others, next, paused, age)) {
            words.setMinWidth(Region.USE_PREF_SIZE); // the sentence gives way, then what runs next
        }
        statusBar.widthProperty().subscribe(_ -> showNext());

        header.view().subscribe(this::show);
        window.pages().onCounts(() -> {
            var view = header.view().get();
            view.about().ifPresent(about -> showTabs(view, about.id()));
        });
        pages.subtitle().subscribe(this::showSubtitle);
        status.view().subscribe(this::show);
        window.banners().shown().addListener((ListChangeListener<Banner>) _ -> showBanners());
        showBanners();
    }

    /// Called as settings change.
    void showStreamer() {
        setShown(streamer, window.services().settings().get(Streamer.ON));
    }

    private void searchWords() {
        var icon = new Icon(Octicons.SEARCH_16);
        var words = new Label(window.texts().text("palette.prompt"));
        words.getStyleClass().add("text-muted");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var key = new Label();
        key.getStyleClass().add("key-hint");
        window.actions()
                .find("palette.open")
                .flatMap(action -> action.key())
                .ifPresentOrElse(
                        combination -> key.setText(window.actions().keyWords(combination)),
                        () -> key.setVisible(false));
        var row = new HBox(8, icon, words, space, key);
        row.setAlignment(Pos.CENTER_LEFT);
        row.prefWidthProperty().bind(search.widthProperty().subtract(16));
        search.setGraphic(row);
        search.setAccessibleText(window.texts().text("palette.prompt"));
    }

    private void openTab(String page) {
        if (window.navigation().location().get() instanceof Location.OfInstance there) {
            window.navigation().go(new Location.OfInstance(there.instance(), page));
        }
    }

    private void show(HeaderViewModel.View view) {
        var about = view.about();
        showScope();
        name.setText(view.name());
        // a long name gives way before the search does
        name.setMinWidth(view.name().length() > LONG_NAME ? LONGEST_NAME : Region.USE_PREF_SIZE);
        name.setAccessibleText(window.texts().text("shell.switch.spoken", view.name()));
        switcher.setAccessibleText(name.getAccessibleText());
        tilePlace
                .getChildren()
                .setAll(about.<Node>map(one -> Monogram.of(one, Monogram.Size.LARGE))
                        .orElseGet(() -> pageTile(view.location())));
        setShown(stateArea, about.isPresent());
        setShown(tabsPlace, about.isPresent());
        setShown(
                activeArea,
                about.isEmpty()
                        && view.active().isPresent()
                        && pages.scope().get().isEmpty());
        setShown(railPlace, !view.pinned());
        setShown(pinPlace, view.pinned());
        name.setDisable(view.pinned());
        switcher.setDisable(view.pinned());
        name.setGraphic(view.pinned() ? null : new Icon(Octicons.CHEVRON_DOWN_16));
        setShown(readOnly, about.isPresent() && view.guard() == GuardLevel.READ_ONLY);
        if (about.isPresent()) {
            second(view.second(), view.place());
            state.show(view.state(), "");
            stateDetail.setText(view.detail());
            guard.show(view.guard());
            showTabs(view, about.get().id());
        } else {
            showSubtitle(pages.subtitle().getValue());
        }
        view.active().ifPresent(this::showActive);
    }

    private void showTabs(HeaderViewModel.View view, InstanceId id) {
        tabs.show(
                view.tabs().stream()
                        .map(page -> new TabStrip.Tab(
                                page.id(),
                                window.texts().textOr("page." + page.id(), page.id()),
                                page.count().apply(id)))
                        .toList(),
                view.location().page());
    }

    private void showScope() {
        var view = header.view().get();
        var scope = view.about().isEmpty() ? pages.scope().get() : Optional.<Content.Scoped>empty();
        chips.show(scope);
        if (scope.isPresent()) {
            band.show(ScopeChips.colours(scope), window.services().demo());
            setShown(activeArea, false);
        } else {
            band.show(
                    view.about().map(one -> one.configuration().colour()),
                    view.guard(),
                    window.services().demo());
        }
        showSubtitle(pages.subtitle().getValue());
    }

    private void showActive(Instance instance) {
        var called = new Label(instance.name());
        called.setMaxWidth(LONGEST_NAME);
        var row = new HBox(6, Monogram.of(instance, Monogram.Size.SMALL), called, new Icon(Octicons.ARROW_RIGHT_16));
        row.setAlignment(Pos.CENTER_LEFT);
        activeButton.setGraphic(row);
        activeButton.setAccessibleText(window.texts().text("shell.open.spoken", instance.name()));
        activeButton.setOnAction(_ -> window.actions().run("instance.open", Optional.of(instance.id())));
    }

    private Node pageTile(Location location) {
        var icon = window.pages().find(location.page()).map(ProgramPage::icon).orElse(Octicons.SERVER_16);
        var tile = new StackPane(new Icon(icon));
        tile.getStyleClass().add("page-tile");
        return tile;
    }

    private void showSubtitle(String subtitle) {
        if (header.view().get().about().isEmpty()) {
            var words = pages.scope()
                    .get()
                    .map(scope ->
                            window.texts().text("scope.words", scope.view().words()))
                    .orElse(subtitle);
            second(words, words);
        }
    }

    private void second(String words, String shorter) {
        second.setText(words, shorter);
        setShown(secondPlace, !words.isEmpty());
    }

    private void show(StatusViewModel.View view) {
        taskTile.getChildren()
                .setAll(view.about().stream()
                        .map(one -> Monogram.of(one, Monogram.Size.SMALL))
                        .toList());
        setShown(taskTile, view.about().isPresent());
        taskSentence.setText(view.sentence());
        setShown(taskProgress, view.progress() >= 0);
        taskProgress.setProgress(Math.max(0, view.progress()));
        taskProgress.setAccessibleText(view.count());
        taskCount.setText(view.count());
        setShown(taskCount, !view.count().isEmpty());
        setShown(stop, view.task().isPresent());
        stop.setAccessibleText(window.texts().text("shell.status.stop", view.sentence()));
        others.setText(view.others());
        setShown(others, !view.others().isEmpty());
        setShown(othersLine, !view.others().isEmpty());
        next.setText(view.next());
        boolean longer = view.next().length() > LONG_SENTENCE;
        next.setMinWidth(longer ? LONGEST_NAME : Region.USE_PREF_SIZE);
        next.setMaxWidth(longer ? LONG_SENTENCE * LETTER : Region.USE_COMPUTED_SIZE);
        showNext();
        paused.setText(view.paused());
        setShown(paused, !view.paused().isEmpty());
        muted.setText(view.muted());
        setShown(muted, !view.muted().isEmpty());
        age.setText(view.age());
        setShown(ageLine, !view.paused().isEmpty() && !view.age().isEmpty());
        age.getStyleClass().remove("stale");
        if (view.stale()) {
            age.getStyleClass().add("stale");
        }
    }

    private void showNext() {
        boolean shown = !next.getText().isEmpty() && statusBar.getWidth() >= NEXT_NEEDS;
        setShown(next, shown);
        setShown(nextLine, shown);
    }

    private void showBanners() {
        banners.getChildren()
                .setAll(window.banners().shown().stream().map(this::strip).toList());
    }

    private Node strip(Banner banner) {
        var strong = said(banner.strong());
        strong.getStyleClass().add("text-strong");
        var words = new TextFlow(strong, new Text("  "), said(banner.rest())); // more lines in a narrow window
        words.setMinWidth(SENTENCE);
        words.setMinHeight(Region.USE_PREF_SIZE);
        words.setMaxHeight(Region.USE_PREF_SIZE);
        HBox.setHgrow(words, Priority.ALWAYS);
        var strip = new HBox(new StateShape(banner.sign(), 14), words);
        strip.getStyleClass().add("strip");
        switch (banner.kind()) {
            case NOTICE -> {}
            case WARNING -> strip.getStyleClass().add("strip-warning");
            case DANGER -> strip.getStyleClass().add("strip-danger");
        }
        for (var offer : banner.offers()) {
            var button = new Button(offer.text());
            button.getStyleClass().add("small");
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.setOnAction(_ -> window.actions().run(offer.action(), offer.instance()));
            strip.getChildren().add(button);
        }
        return strip;
    }

    private static Text said(String words) {
        var text = new Text(words);
        text.getStyleClass().add("strip-words");
        return text;
    }

    private static void setShown(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
