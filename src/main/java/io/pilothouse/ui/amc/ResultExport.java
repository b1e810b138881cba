package io.pilothouse.ui.amc;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.ResultTable;
import io.pilothouse.domain.amc.Run;
import io.pilothouse.tasks.amc.Results;
import io.pilothouse.ui.common.Icon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.stage.FileChooser;
import org.kordamp.ikonli.octicons.Octicons;

/// Takes a result out of the program: byte for byte, or as a table in one of several forms.
final class ResultExport {

    private final Desk desk;

    ResultExport(Desk desk) {
        this.desk = desk;
    }

    /// @param table  asked for when something is chosen; empty while nothing is here
    /// @param single the run whose file can be given as Amazon sent it; empty for a joined table
    MenuButton button(String name, Supplier<Optional<ResultTable>> table, Optional<Run> single) {
        var button = new MenuButton(desk.text("amc.export"), new Icon(Octicons.DOWNLOAD_16));
        button.setId("amc-export");
        single.ifPresent(run -> button.getItems().add(item("amc.export.original", () -> original(name, run))));
        button.getItems()
                .addAll(
                        item("amc.export.csv", () -> ask(name, table, Results.Form.CSV)),
                        item("amc.export.csv-shown", () -> ask(name, table, Results.Form.CSV_SHOWN)),
                        item("amc.export.tsv", () -> ask(name, table, Results.Form.TSV)),
                        item("amc.export.xlsx", () -> ask(name, table, Results.Form.XLSX)));
        return button;
    }

    private MenuItem item(String key, Runnable act) {
        var item = new MenuItem(desk.text(key));
        item.setOnAction(_ -> act.run());
        return item;
    }

    private Optional<Path> file(String name, String ending) {
        var chooser = new FileChooser();
        chooser.setTitle(desk.text("amc.export"));
        chooser.setInitialFileName(
                name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + "." + ending);
        return Optional.ofNullable(chooser.showSaveDialog(null)).map(java.io.File::toPath);
    }

    private void ask(String name, Supplier<Optional<ResultTable>> table, Results.Form form) {
        table.get().ifPresent(all -> file(name, form.ending()).ifPresent(file -> write(all, form, file)));
    }

    void write(ResultTable table, Results.Form form, Path file) {
        desk.act(
                "table-export",
                "write the result to " + file.getFileName() + " of " + desk.name(),
                _ -> into(file, beside -> {
                    try (var out = Files.newOutputStream(beside)) {
                        Results.write(table, form, out);
                    }
                }),
                this::written);
    }

    private void original(String name, Run run) {
        file(name, "csv")
                .ifPresent(file -> desk.act(
                        "table-export",
                        "write the result to " + file.getFileName() + " of " + desk.name(),
                        _ -> into(file, beside -> {
                            try (var out = Files.newOutputStream(beside)) {
                                desk.amc().results().original(run, out);
                            }
                        }),
                        this::written));
    }

    @FunctionalInterface
    private interface Writing {
        void to(Path file) throws IOException, ProblemException;
    }

    /// Writes beside the wanted file, and replaces that when all is there.
    private Path into(Path file, Writing writing) throws ProblemException {
        var beside = file.resolveSibling(file.getFileName() + ".part");
        try {
            writing.to(beside);
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new ProblemException(
                    new Problem(
                            ProblemCode.BAD_FILE,
                            desk.text("amc.export.failed", file.getFileName()),
                            desk.text("amc.export.advice")),
                    e);
        }
    }

    private void written(Path file) {
        desk.window()
                .toasts()
                .news(
                        Optional.empty(),
                        desk.text("amc.export.done", file.getFileName().toString()),
                        Optional.empty());
    }
}
