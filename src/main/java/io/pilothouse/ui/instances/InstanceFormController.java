package io.pilothouse.ui.instances;

import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.IdentityColour;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.tasks.alert.AlertSettings.Reach;
import io.pilothouse.tasks.connection.ConnectionTests.Certificate;
import io.pilothouse.tasks.connection.ConnectionTests.Diagnosis;
import io.pilothouse.tasks.connection.ConnectionTests.TestResult;
import io.pilothouse.tasks.instance.Kinds;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.StateShape;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.diagnose.DiagnosisPane;
import io.pilothouse.ui.instances.InstanceFormViewModel.KindField;
import io.pilothouse.ui.instances.InstanceFormViewModel.ProxyWay;
import io.pilothouse.ui.instances.InstanceFormViewModel.Trust;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.beans.value.ObservableValue;
import javafx.collections.MapChangeListener;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextFormatter;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// Binds `InstanceForm.fxml` to its view-model, and decides nothing.
public final class InstanceFormController {

    private static final PseudoClass BELOW = PseudoClass.getPseudoClass("below");

    /// Narrower places show the steps of the test below the fields.
    private static final double NEEDS_BOTH = 760;

    private final InstanceFormViewModel model;
    private final UiServices services;
    private final Words words;
    private final Consumer<InstanceId> openInstance;
    private final Consumer<Instance> useAsSecond;
    private final Function<KindId, Optional<Runnable>> logins;
    private final DiagnosisPane diagnosis;
    private final FieldProblems problems = new FieldProblems();
    private KindFields ofKind;
    private FormNotices said;

    @FXML
    private VBox notices;

    @FXML
    private Label addressLabel;

    @FXML
    private TextField address;

    @FXML
    private HBox seen;

    @FXML
    private Label addressProblem;

    @FXML
    private VBox kindBox;

    @FXML
    private Label kindLabel;

    @FXML
    private ComboBox<Kinds.Kind> kind;

    @FXML
    private Label kindProblem;

    @FXML
    private VBox kindFields;

    @FXML
    private Label nameLabel;

    @FXML
    private TextField name;

    @FXML
    private Label nameProblem;

    @FXML
    private Label monogramLabel;

    @FXML
    private TextField monogram;

    @FXML
    private Label monogramProblem;

    @FXML
    private Label colourLabel;

    @FXML
    private ComboBox<IdentityColour> colour;

    @FXML
    private Label groupLabel;

    @FXML
    private ComboBox<String> group;

    @FXML
    private Label guardLabel;

    @FXML
    private ComboBox<Optional<GuardLevel>> guard;

    @FXML
    private HeritageLine guardFrom;

    @FXML
    private HeritageLine proxyFrom;

    @FXML
    private HeritageLine checkEveryFrom;

    @FXML
    private Label messagesLabel;

    @FXML
    private ComboBox<Reach> messages;

    @FXML
    private HeritageLine messagesFrom;

    @FXML
    private Section more;

    @FXML
    private VBox moreFields;

    @FXML
    private Section network;

    @FXML
    private Label secondLabel;

    @FXML
    private TextField second;

    @FXML
    private Label secondProblem;

    @FXML
    private Label timeoutLabel;

    @FXML
    private TextField timeout;

    @FXML
    private Label timeoutProblem;

    @FXML
    private VBox headerRows;

    @FXML
    private Button addHeader;

    @FXML
    private Label headersProblem;

    @FXML
    private Section tls;

    @FXML
    private Label trustLabel;

    @FXML
    private ComboBox<Trust> trust;

    @FXML
    private TextArea authority;

    @FXML
    private TextField pin;

    @FXML
    private Label trustProblem;

    @FXML
    private Label proxyLabel;

    @FXML
    private ComboBox<ProxyWay> proxy;

    @FXML
    private TextField proxyAt;

    @FXML
    private Label proxyProblem;

    @FXML
    private Section checks;

    @FXML
    private CheckBox enabled;

    @FXML
    private Label checkEveryLabel;

    @FXML
    private TextField checkEvery;

    @FXML
    private Label checkEveryProblem;

    @FXML
    private Label priorityLabel;

    @FXML
    private TextField priority;

    @FXML
    private Label priorityProblem;

    @FXML
    private Section labels;

    @FXML
    private Label tagsLabel;

    @FXML
    private TextField tags;

    @FXML
    private Label notesLabel;

    @FXML
    private TextArea notes;

    @FXML
    private VBox side;

    @FXML
    private HBox root;

    @FXML
    private VBox fields;

    /// @param openInstance shows an instance that exists already
    /// @param useAsSecond  makes the typed address the second address of an instance that exists already
    /// @param logins       opens what finds all instances of a login of a kind, where there is one
    InstanceFormController(
            InstanceFormViewModel model,
            UiServices services,
            Words words,
            Consumer<InstanceId> openInstance,
            Consumer<Instance> useAsSecond,
            Function<KindId, Optional<Runnable>> logins) {
        this.model = model;
        this.services = services;
        this.words = words;
        this.openInstance = openInstance;
        this.useAsSecond = useAsSecond;
        this.logins = logins;
        diagnosis = new DiagnosisPane(words, services.clock());
    }

    @FXML
    private void initialize() {
        side.getChildren().setAll(diagnosis);
        root.widthProperty().subscribe(width -> placeSide(width.doubleValue()));
        bindTexts();
        bindChoices();
        var heritage = new FormHeritage(model, services, words);
        ofKind = new KindFields(model, services, words, problems, heritage, kindFields, more, moreFields);
        said = new FormNotices(model, services, words, openInstance, useAsSecond, logins, notices);
        var headers = new HeaderLines(model.headers(), words.texts(), headerRows);
        addHeader.setOnAction(_ -> headers.add());
        field(InstanceFormViewModel.ADDRESS, addressLabel, address, addressProblem);
        field(InstanceFormViewModel.KIND, kindLabel, kind, kindProblem);
        field(InstanceFormViewModel.NAME, nameLabel, name, nameProblem);
        field(InstanceFormViewModel.MONOGRAM, monogramLabel, monogram, monogramProblem);
        field(InstanceFormViewModel.SECOND, secondLabel, second, secondProblem);
        field(InstanceFormViewModel.TIMEOUT, timeoutLabel, timeout, timeoutProblem);
        field(InstanceFormViewModel.HEADERS, new Label(), addHeader, headersProblem);
        field(InstanceFormViewModel.TRUST, trustLabel, trust, trustProblem);
        field(InstanceFormViewModel.PROXY, proxyLabel, proxy, proxyProblem);
        field(InstanceFormViewModel.CHECK_EVERY, checkEveryLabel, checkEvery, checkEveryProblem);
        field(InstanceFormViewModel.PRIORITY, priorityLabel, priority, priorityProblem);
        colourLabel.setLabelFor(colour);
        groupLabel.setLabelFor(group);
        guardLabel.setLabelFor(guard);
        tagsLabel.setLabelFor(tags);
        notesLabel.setLabelFor(notes);
        address.focusedProperty().subscribe(focused -> {
            if (!focused) {
                model.look();
            }
        });
        model.kind().subscribe(_ -> showKind());
        model.replacing().addListener((MapChangeListener<String, Boolean>) _ -> showKindFields());
        model.removing().addListener((MapChangeListener<String, Boolean>) _ -> showKindFields());
        model.sighting().subscribe(_ -> showSeen());
        model.test().subscribe(_ -> showTest());
        model.problems().addListener((MapChangeListener<String, String>) _ -> showProblems());
        model.changedSince().subscribe(_ -> said.show());
        model.failure().subscribe(_ -> said.show());
        model.hereAlready().subscribe(shown -> {
            said.show();
            if (shown) {
                said.focusSame();
            }
        });
        model.firstInvalid().subscribe(wanted -> wanted.ifPresent(this::focus));
        messagesLabel.setLabelFor(messages);
        inherit(heritage);
        showProblems();
    }

    /// Says of what a group can give from where it is.
    private void inherit(FormHeritage heritage) {
        var texts = words.texts();
        guardFrom.follow(
                texts,
                "guard",
                guardLabel.getText(),
                heritage::ofGuard,
                () -> model.guard().set(Optional.empty()));
        proxyFrom.follow(
                texts,
                "proxy",
                proxyLabel.getText(),
                heritage::ofProxy,
                () -> model.proxy().set(ProxyWay.SYSTEM));
        checkEveryFrom.follow(
                texts,
                "checkEvery",
                checkEveryLabel.getText(),
                heritage::ofCheckEvery,
                () -> model.checkEvery().set(""));
        messagesFrom.follow(
                texts,
                "messages",
                messagesLabel.getText(),
                heritage::ofMessages,
                () -> model.messages().set(Reach.PRESET));
        Stream.<ObservableValue<?>>of(
                        model.guard(),
                        model.proxy(),
                        model.checkEvery(),
                        model.messages(),
                        model.group(),
                        model.kind(),
                        model.settings())
                .forEach(value -> value.subscribe((Object _) -> showHeritage()));
    }

    private void showHeritage() {
        guardFrom.show();
        proxyFrom.show();
        checkEveryFrom.show();
        messagesFrom.show();
        ofKind.tellHeritage();
    }

    /// Beside the fields, or as the last of them where a small window has no room for both.
    private void placeSide(double width) {
        boolean below = width > 0 && width < NEEDS_BOTH;
        if (below != fields.getChildren().contains(side)) {
            root.getChildren().remove(side);
            fields.getChildren().remove(side);
            (below ? fields : root).getChildren().add(side);
            side.pseudoClassStateChanged(BELOW, below);
        }
    }

    private void bindTexts() {
        address.setTextFormatter(new TextFormatter<>(change -> {
            if (change.isAdded() && change.getText().contains("://")) { // a whole address, not a part of one
                change.setRange(0, change.getControlText().length());
            }
            return change;
        }));
        address.textProperty().bindBidirectional(model.address());
        second.textProperty().bindBidirectional(model.second());
        name.textProperty().bindBidirectional(model.name());
        monogram.textProperty().bindBidirectional(model.monogram());
        timeout.textProperty().bindBidirectional(model.timeout());
        checkEvery.textProperty().bindBidirectional(model.checkEvery());
        priority.textProperty().bindBidirectional(model.priority());
        tags.textProperty().bindBidirectional(model.tags());
        notes.textProperty().bindBidirectional(model.notes());
        authority.textProperty().bindBidirectional(model.authority());
        pin.textProperty().bindBidirectional(model.pin());
        proxyAt.textProperty().bindBidirectional(model.proxyAt());
        enabled.selectedProperty().bindBidirectional(model.enabled());
    }

    private void bindChoices() {
        ChoiceCell.fill(colour, List.of(IdentityColour.values()), words::colour, InstanceFormController::swatch);
        colour.valueProperty().bindBidirectional(model.colour());
        group.getItems().setAll(model.groups());
        group.setValue(model.group().get());
        group.getEditor().textProperty().subscribe(text -> model.group().set(text));
        model.group().subscribe(text -> {
            if (!group.getEditor().getText().equals(text)) {
                group.getEditor().setText(text);
            }
        });
        var levels = Stream.concat(
                        Stream.of(Optional.<GuardLevel>empty()),
                        Stream.of(GuardLevel.values()).map(Optional::of))
                .toList();
        ChoiceCell.fill(
                guard,
                levels,
                level -> level.map(words::guard).orElseGet(() -> text("instances.guard-inherited")),
                _ -> null);
        guard.valueProperty().bindBidirectional(model.guard());
        ChoiceCell.fill(
                messages,
                List.of(Reach.values()),
                reach -> reach == Reach.PRESET ? text("instances.messages.usual") : words.reach(reach),
                _ -> null);
        messages.valueProperty().bindBidirectional(model.messages());
        ChoiceCell.fill(
                trust,
                List.of(Trust.values()),
                way -> text("instances.trust." + way.name().toLowerCase(Locale.ROOT)),
                _ -> null);
        trust.valueProperty().bindBidirectional(model.trust());
        model.trust().subscribe(way -> {
            show(authority, way == Trust.AUTHORITY);
            show(pin, way == Trust.PINNED);
        });
        ChoiceCell.fill(
                proxy,
                List.of(ProxyWay.values()),
                way -> text("instances.proxy." + way.name().toLowerCase(Locale.ROOT)),
                _ -> null);
        proxy.valueProperty().bindBidirectional(model.proxy());
        model.proxy().subscribe(way -> show(proxyAt, way == ProxyWay.THROUGH));
        ChoiceCell.fill(kind, services.kinds().all(), Kinds.Kind::displayName, _ -> null);
        kind.setPromptText(text("instances.kind-prompt"));
        kind.valueProperty().subscribe(chosen -> {
            if (chosen != null && !model.kind().get().equals(Optional.of(chosen.id()))) {
                model.chooseKind(chosen.id());
            }
        });
    }

    private static Node swatch(IdentityColour colour) {
        var swatch = new Region();
        swatch.getStyleClass().addAll("swatch", Monogram.styleClass(colour));
        return swatch;
    }

    // ---- the fields of the kind

    private void showKind() {
        var chosen = model.kind().get();
        kind.setValue(chosen.flatMap(services.kinds()::find).orElse(null));
        showKindFields();
        showSeen();
    }

    private void showKindFields() {
        ofKind.show();
        showProblems();
    }

    // ---- what was seen and tested

    private void showSeen() {
        seen.getChildren().clear();
        boolean choosing = false;
        switch (model.sighting().get()) {
            case Sighting.Nothing() -> {}
            case Sighting.Looking() -> seen.getChildren().add(muted(text("instances.looking")));
            case Sighting.Unknown(var problem) -> {
                seen.getChildren().add(bad(words.texts().summary(problem)));
                choosing = model.editing().isEmpty();
            }
            case Sighting.Known known -> {
                var product = services.kinds()
                        .find(known.kind())
                        .map(Kinds.Kind::displayName)
                        .orElse(known.product());
                var answers = good(
                        text("instances.answers", words.latency(known.took().toMillis())));
                answers.setMinWidth(Region.USE_PREF_SIZE);
                var which = good(text(known.certain() ? "instances.this-is" : "instances.this-may-be", product));
                which.setWrapText(true); // it gives way where the others need the room
                which.setMinHeight(Region.USE_PREF_SIZE);
                seen.getChildren().addAll(answers, which);
                if (model.editing().isEmpty()) {
                    var space = new Region();
                    HBox.setHgrow(space, Priority.ALWAYS);
                    var not = new Hyperlink(text("instances.not-this", product));
                    not.setId("not-this");
                    not.setMinWidth(Region.USE_PREF_SIZE);
                    not.setFocusTraversable(false);
                    not.setOnAction(_ -> {
                        show(kindBox, true);
                        kind.requestFocus();
                        kind.show();
                    });
                    seen.getChildren().addAll(space, not);
                }
            }
        }
        boolean mismatch = model.otherKind().isPresent();
        show(kindBox, choosing || mismatch);
        show(seen, !seen.getChildren().isEmpty());
        said.show();
        showTest();
    }

    private void showTest() {
        ofKind.tell();
        said.show();
        switch (model.test().get()) {
            case FormTest.Untested() -> diagnosis.showNothing(untested());
            case FormTest.Running() -> diagnosis.showRunning();
            case FormTest.Passed passed -> diagnosis.show(passed.diagnosis(), List.of(), Optional.empty());
            case FormTest.Failed failed ->
                diagnosis.show(withResult(failed), remedies(failed), trusting(certificate(failed)));
            case FormTest.Broken(var problem) ->
                diagnosis.showNothing(words.texts().said(problem));
        }
    }

    private String untested() {
        return switch (model.sighting().get()) {
            case Sighting.Unknown _ -> text("instances.nothing-answers", model.host());
            case Sighting.Known _ -> text("instances.ready-to-test", model.kindName());
            default -> model.editing().isPresent() ? text("instances.edit-idle") : text("instances.nothing-yet");
        };
    }

    private static Diagnosis withResult(FormTest.Failed failed) {
        return failed.diagnosis().certificate().isPresent()
                ? failed.diagnosis()
                : new Diagnosis(
                        failed.diagnosis().steps(),
                        failed.diagnosis().cause(),
                        failed.result().flatMap(TestResult::certificate));
    }

    private static Optional<Certificate> certificate(FormTest.Failed failed) {
        return failed.code()
                .filter(DiagnosisPane::certificateFault)
                .flatMap(_ -> withResult(failed).certificate());
    }

    private Optional<Runnable> trusting(Optional<Certificate> shown) {
        return shown.map(certificate -> () -> {
            focusFirst(); // the button goes, and Enter is to test and save again
            model.trustCertificate(certificate.sha256());
        });
    }

    private List<DiagnosisPane.Remedy> remedies(FormTest.Failed failed) {
        boolean secret = failed.code()
                .filter(code -> code.secretRefused() || code == FaultCode.SECRET_MISSING)
                .isPresent();
        return secret
                ? model.secretPage().stream()
                        .map(page -> new DiagnosisPane.Remedy(
                                text("diagnose.open-key-page"),
                                () -> services.browser().accept(page)))
                        .toList()
                : List.of();
    }

    // ---- errors at the field

    private void field(String id, Label label, Control control, Label problem) {
        label.setLabelFor(control);
        problems.at(id, control, problem);
    }

    private void showProblems() {
        problems.show(model.problems());
        if (model.problems().containsKey(InstanceFormViewModel.KIND)) {
            show(kindBox, true);
        }
        ofKind.tell();
    }

    /// Gives the keyboard to a field by its id in the form; what it is folded into opens.
    void focusField(String id) {
        if (id.equals(tags.getId())) {
            labels.open();
        }
        Optional.ofNullable(fields.lookup("#" + id)).ifPresent(Node::requestFocus);
    }

    private void focus(String id) {
        Stream.of(
                        Map.entry(InstanceFormViewModel.SECOND, network),
                        Map.entry(InstanceFormViewModel.TIMEOUT, network),
                        Map.entry(InstanceFormViewModel.HEADERS, network),
                        Map.entry(InstanceFormViewModel.TRUST, tls),
                        Map.entry(InstanceFormViewModel.PROXY, tls),
                        Map.entry(InstanceFormViewModel.CHECK_EVERY, checks),
                        Map.entry(InstanceFormViewModel.PRIORITY, checks))
                .filter(entry -> entry.getKey().equals(id))
                .forEach(entry -> entry.getValue().open());
        problems.focus(id);
    }

    void focusFirst() {
        address.requestFocus();
        address.end();
    }

    /// Opens the field of the main secret for a new value.
    void replaceSecret() {
        model.kindFields().stream().filter(KindField::secret).findFirst().ifPresent(model::replace);
        ofKind.focusSecret();
    }

    /// Opens the part with the second address.
    void focusSecond() {
        focus(InstanceFormViewModel.SECOND);
    }

    private static Label good(String said) {
        var label = new Label(said, check());
        return label;
    }

    static Node check() {
        var check = new Icon(Octicons.CHECK_16);
        check.getStyleClass().addAll("ok-icon", "small-icon");
        return check;
    }

    private static Label bad(String said) {
        var label = new Label(said, new StateShape(ShownState.DOWN, 14));
        label.setWrapText(true);
        label.getStyleClass().add("text-danger");
        return label;
    }

    private static Label muted(String said) {
        var label = new Label(said);
        label.getStyleClass().add("text-muted");
        return label;
    }

    private String text(String key, Object... arguments) {
        return words.texts().text(key, arguments);
    }

    static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
