package io.pilothouse.ui.hunting;

import io.pilothouse.domain.arr.Setup;
import io.pilothouse.domain.arr.Setup.Profile;
import io.pilothouse.domain.arr.Setup.Provider;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.SettingWords;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// By what an instance decides and where it looks: quality profiles, custom formats, indexers, download clients
/// and naming. Read only; the Compare page copies them from one instance to another.
final class ProfilesPage extends ListPage<ProfilesPage.Line> {

    /// @param section a word for it: `profile`
    /// @param more    said beside the table
    record Line(String section, String name, String summary, List<String> more) {}

    private final SettingWords settings;

    ProfilesPage(WindowContext window, InstanceId id) {
        super(window, id, it -> List.of(it.section(), it.name()), "read the profiles of");
        settings = new SettingWords(words.texts());
        open(spec());
        var compare = new Button(text("hunting.compare"), new Icon(Octicons.DIFF_16));
        compare.setId("profiles-compare");
        compare.setOnAction(_ -> window.actions().run("compare.open", Optional.of(id)));
        table().setTools(compare, again());
    }

    private TableSpec<Line> spec() {
        var sections = List.of(
                text("hunting.section.profile"),
                text("hunting.section.format"),
                text("hunting.section.indexer"),
                text("hunting.section.client"),
                text("hunting.section.naming"));
        var columns = List.<Column<Line>>of(
                Column.<Line>choice("section", "hunting.column.section", this::section, sections)
                        .exportedAs(Line::section)
                        .width(150),
                Column.<Line>text("name", "hunting.column.name", Line::name)
                        .width(200)
                        .upTo(300)
                        .staying(), // what it is called is the row
                Column.<Line>text("summary", "hunting.column.what", Line::summary)
                        .width(280)
                        .growing());
        return TableSpec.of("arr.profiles", text("page.profiles"), rows, columns)
                .withDetail(this::detail)
                .whileLoading(text("hunting.profiles-loading", name()))
                .whenEmpty(() -> nothing(Octicons.GEAR_24, text("hunting.profiles-empty", name()), ""));
    }

    private String section(Line it) {
        return text("hunting.section." + it.section());
    }

    private Node detail(Line it) {
        var head = new Label(it.name());
        head.getStyleClass().add("text-card");
        head.setWrapText(true);
        var box = new VBox(8, head);
        var all = new ArrayList<String>();
        all.add(section(it));
        if (!it.summary().isBlank()) {
            all.add(it.summary());
        }
        all.addAll(it.more());
        for (var said : all) {
            var label = new Label(said);
            label.setWrapText(true);
            label.getStyleClass().add("text-second");
            box.getChildren().add(label);
        }
        box.getStyleClass().add("hunting-detail");
        var scroll = new ScrollPane(box);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("edge-to-edge");
        return scroll;
    }

    private void show(Setup setup) {
        var lines = new ArrayList<Line>();
        setup.profiles().forEach(it -> lines.add(profile(it)));
        setup.formats().forEach(it -> lines.add(new Line("format", it, scores(setup, it), List.of())));
        setup.indexers().forEach(it -> lines.add(provider("indexer", it)));
        setup.clients().forEach(it -> lines.add(provider("client", it)));
        setup.naming()
                .forEach((key, value) ->
                        lines.add(new Line("naming", settings.name(key), settings.value(key, value), List.of())));
        rows.set(lines);
    }

    private Line profile(Profile it) {
        var more = new ArrayList<String>();
        more.add(text("hunting.profile-qualities", String.join(", ", it.qualities())));
        if (it.leastScore() != 0) {
            more.add(text("hunting.profile-least", it.leastScore()));
        }
        it.scores().forEach((format, score) -> more.add(text("hunting.profile-score", format, score)));
        var summary = it.upgrades()
                ? text("hunting.profile-upgrades", it.cutoff(), it.cutoffScore())
                : text("hunting.profile-fixed");
        return new Line("profile", it.name(), summary, more);
    }

    private String scores(Setup setup, String format) {
        return String.join(
                ", ",
                setup.profiles().stream()
                        .filter(it -> it.scores().containsKey(format))
                        .map(it -> text(
                                "hunting.format-score", it.name(), it.scores().get(format)))
                        .toList());
    }

    private Line provider(String section, Provider it) {
        var summary = it.enabled()
                ? text("hunting.provider", it.product(), it.protocol(), it.priority())
                : text("hunting.provider-off", it.product(), it.protocol());
        return new Line(section, it.name(), summary, List.of());
    }

    @Override
    void readAgain() {
        load(_ -> window.services().shelves().setup(id), this::show);
    }
}
