package io.pilothouse.ui.instances;

import io.pilothouse.domain.instance.KindId;
import io.pilothouse.tasks.connection.ConnectionTests.TestResult;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.instances.InstanceFormViewModel.Choice;
import io.pilothouse.ui.instances.InstanceFormViewModel.KindField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/// The fields that only the chosen kind has: its secrets and settings. FX thread only.
final class KindFields {

    private final InstanceFormViewModel model;
    private final UiServices services;
    private final Words words;
    private final FieldProblems problems;
    private final FormHeritage heritage;
    private final List<HeritageLine> inherited = new ArrayList<>();
    private final VBox main;
    private final Section more;
    private final VBox rest;
    private final List<SecretBox> secrets = new ArrayList<>();
    private Runnable telling = () -> {};

    /// @param main where the fields stand that most people fill in
    /// @param more the section with the others
    KindFields(
            InstanceFormViewModel model,
            UiServices services,
            Words words,
            FieldProblems problems,
            FormHeritage heritage,
            VBox main,
            Section more,
            VBox rest) {
        this.model = model;
        this.services = services;
        this.words = words;
        this.problems = problems;
        this.heritage = heritage;
        this.main = main;
        this.more = more;
        this.rest = rest;
    }

    /// Makes them anew, for another kind or another way of its secrets.
    void show() {
        boolean focused = secrets.stream().anyMatch(SecretBox::holdsFocus);
        secrets.clear();
        inherited.clear();
        main.getChildren().clear();
        rest.getChildren().clear();
        for (var field : model.kindFields()) {
            (field.main() ? main : rest).getChildren().add(kindField(field));
        }
        more.setTitle(text("instances.section.more", model.kindName()));
        InstanceFormController.show(more, !rest.getChildren().isEmpty());
        InstanceFormController.show(main, !main.getChildren().isEmpty());
        if (focused) {
            focusSecret();
        }
    }

    /// Says below the main secret where it goes, or what it opened.
    void tell() {
        telling.run();
    }

    void focusSecret() {
        secrets.stream().findFirst().ifPresent(SecretBox::focusEnd);
    }

    /// The first choice is what an empty setting means.
    private static ComboBox<Choice> choices(KindField field) {
        var usual = field.choices().getFirst();
        var choose = new ComboBox<Choice>();
        choose.getItems().setAll(field.choices());
        choose.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable Choice choice) {
                return choice == null ? "" : choice.words();
            }

            @Override
            public Choice fromString(String words) {
                throw new UnsupportedOperationException("nobody types here");
            }
        });
        choose.setValue(field.choices().stream()
                .filter(choice -> choice.value().equals(field.text().get()))
                .findFirst()
                .orElse(usual));
        choose.valueProperty()
                .subscribe(choice -> field.text().set(choice == null || choice.equals(usual) ? "" : choice.value()));
        return choose;
    }

    /// None ticked stands for all. One that is gone keeps its line until it is unticked.
    private MenuButton instances(KindField field, KindId kind) {
        var chosen = new TreeSet<>(List.of(field.text().get().split(",")));
        chosen.remove("");
        var names = new LinkedHashMap<String, String>();
        services.instances().fleet().get().live().stream()
                .filter(instance -> instance.kind().equals(kind))
                .forEach(instance -> names.put(instance.id().value(), instance.name()));
        chosen.forEach(id -> names.putIfAbsent(id, id));
        var choose = new MenuButton();
        Runnable show = () -> choose.setText(
                chosen.isEmpty()
                        ? text("instances.all-of-them")
                        : chosen.stream().map(names::get).sorted().collect(Collectors.joining(", ")));
        names.forEach((id, name) -> {
            var item = new CheckMenuItem(name);
            item.setSelected(chosen.contains(id));
            item.selectedProperty().addListener((_, _, ticked) -> {
                if (ticked) {
                    chosen.add(id);
                } else {
                    chosen.remove(id);
                }
                field.text().set(String.join(",", chosen));
                show.run();
            });
            choose.getItems().add(item);
        });
        show.run();
        return choose;
    }

    private Node kindField(KindField field) {
        var label = new Label(field.label());
        label.getStyleClass().add("field-label");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var head = new HBox(label, space);
        head.getStyleClass().add("field-head");
        var note = new Label();
        note.getStyleClass().add("field-note");
        var box = new VBox(6, head);
        var id = field.id().replace(':', '-');
        if (!field.choices().isEmpty()) {
            var choose = choices(field);
            choose.setId(id);
            label.setLabelFor(choose);
            box.getChildren().addAll(choose, problems.at(field.id(), choose));
            return box;
        }
        if (field.instancesOf().isPresent()) {
            var choose = instances(field, field.instancesOf().get());
            choose.setId(id);
            label.setLabelFor(choose);
            box.getChildren().addAll(choose, problems.at(field.id(), choose));
            return box;
        }
        if (!field.secret()) {
            var input = new TextField();
            input.setId(id);
            input.textProperty().bindBidirectional(field.text());
            label.setLabelFor(input);
            box.getChildren().add(input);
            heritage.of(field).ifPresent(_ -> box.getChildren().add(heritage(field, id)));
            box.getChildren().add(problems.at(field.id(), input));
            return box;
        }
        if (model.storedSecret(field) || model.removing().containsKey(field.id())) {
            box.getChildren().addAll(storedSecret(field, id, note));
            return box;
        }
        if (field.main() && model.secretPage().isPresent()) {
            var where = new Hyperlink(text("instances.secret-where"));
            where.setId("secret-where");
            where.setFocusTraversable(false); // Tab goes from the address straight to the secret
            where.setOnAction(_ -> model.secretPage().ifPresent(services.browser()));
            head.getChildren().add(where);
        }
        var input = new SecretBox(words.texts(), services.later(), id, field.label(), field.text());
        secrets.add(input);
        label.setLabelFor(input.field());
        box.getChildren().addAll(input, problems.at(field.id(), input.field()));
        if (field.main()) {
            note.setId(id + "-note");
            box.getChildren().add(note);
            telling = () -> tell(field, note);
            telling.run();
        }
        return box;
    }

    private HeritageLine heritage(KindField field, String id) {
        var line = new HeritageLine();
        line.follow(
                words.texts(),
                id,
                field.label(),
                () -> heritage.of(field).orElseThrow(),
                () -> field.text().set(""));
        inherited.add(line);
        field.text().subscribe(_ -> line.show());
        return line;
    }

    /// Says of what a group can give from where it is.
    void tellHeritage() {
        inherited.forEach(HeritageLine::show);
    }

    private void tell(KindField field, Label note) {
        boolean bad = model.problems().containsKey(field.id());
        if (model.test().get() instanceof FormTest.Passed passed) {
            note.setGraphic(InstanceFormController.check());
            note.setText(text("instances.secret-accepted") + "   " + found(passed.result()));
        } else {
            note.setGraphic(null);
            note.setText(
                    model.kind().get().isEmpty() || model.host().isBlank()
                            ? ""
                            : text("instances.secret-goes", model.kindName(), model.host()));
        }
        InstanceFormController.show(note, !bad && !note.getText().isEmpty());
    }

    /// A stored secret is never shown: it can be replaced, or removed where it may be absent.
    private List<Node> storedSecret(KindField field, String id, Label note) {
        boolean removed = model.removing().containsKey(field.id());
        note.setText(text(removed ? "instances.secret-removed" : "instances.secret-stored"));
        var replace = new Button(text("instances.secret-replace"));
        replace.setId(id + "-replace");
        replace.getStyleClass().add("small");
        replace.setAccessibleText(field.label() + " " + replace.getText());
        replace.setOnAction(_ -> {
            model.replace(field);
            focusSecret();
        });
        replace.setMinWidth(Region.USE_PREF_SIZE);
        note.setMinWidth(0);
        var row = new HBox(8, note, replace);
        if (!field.required() && !removed) {
            var remove = new Button(text("instances.secret-remove"));
            remove.setId(id + "-remove");
            remove.getStyleClass().addAll("small", "flat");
            remove.setMinWidth(Region.USE_PREF_SIZE);
            remove.setOnAction(_ -> model.removeSecret(field));
            row.getChildren().add(remove);
        }
        row.setAlignment(Pos.CENTER_LEFT);
        return List.of(row, problems.at(field.id(), replace));
    }

    private String found(TestResult result) {
        return result.identity()
                .map(who -> {
                    var called = who.name().isBlank() ? who.product() : "“" + who.name() + "”, " + who.product();
                    return result.latencyMillis().isPresent()
                            ? text(
                                    "instances.found-in",
                                    called,
                                    who.version(),
                                    words.latency(result.latencyMillis().getAsLong()))
                            : text("instances.found", called, who.version());
                })
                .orElseGet(() -> words.texts().said(result.message()));
    }

    private String text(String key, Object... arguments) {
        return words.texts().text(key, arguments);
    }
}
