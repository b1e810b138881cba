package io.pilothouse.ui.table;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.query.RowQuery;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.Toasts;
import io.pilothouse.ui.shell.WindowContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.stage.FileChooser;

/// Takes rows out of the program: to the clipboard and into files. FX thread only.
final class RowExport<R> {

    /// Rows read from a paged source in one go.
    private static final int PAGE = 2000;

    /// Written at once, which takes less than a pulse.
    private static final int FEW = 200;

    private final WindowContext window;
    private final TableSpec<R> spec;
    private final Latest copying;

    RowExport(WindowContext window, TableSpec<R> spec) {
        this.window = window;
        copying = new Latest(window.services().fx());
        this.spec = spec;
    }

    /// @param text as it stands on the clipboard
    private record Copied(String text, int rows) {}

    /// Puts rows on the clipboard; many, and those that are still in the store, a little later.
    void copy(RowWriter.Form form, Chosen<R> chosen, List<Column<R>> columns) {
        var writer = writer(columns);
        if (chosen instanceof Chosen.Rows<R>(var few) && few.size() <= FEW) {
            copying.cancel(); // what was copied last stays
            if (!few.isEmpty()) {
                put(new Copied(writer.text(form, few), few.size()));
            }
            return;
        }
        copying.start(
                () -> window.background().read(text("table.copying", spec.title()), List.of(), _ -> {
                    var rows = chosen.read();
                    return new Copied(writer.text(form, rows), rows.size());
                }),
                outcome -> {
                    switch (outcome) {
                        case Outcome.Succeeded<Copied>(var copied) -> put(copied);
                        case Outcome.Failed<Copied>(var problem) ->
                            window.toasts().problem(Optional.empty(), problem, Optional.empty());
                        case Outcome.Cancelled<Copied> _ -> {}
                    }
                });
    }

    private void put(Copied copied) {
        var content = new ClipboardContent();
        content.putString(copied.text());
        Clipboard.getSystemClipboard().setContent(content);
        window.toasts()
                .news(
                        Optional.empty(),
                        text("table.copied", window.words().number(copied.rows()), copied.rows()),
                        Optional.empty());
    }

    /// Asks for a file and writes everything that matches.
    ///
    /// @param snapshot the rows of a source in memory
    void ask(
            RowWriter.Form form, RowQuery query, List<R> snapshot, List<Column<R>> columns, javafx.stage.Window owner) {
        var chooser = new FileChooser();
        chooser.setTitle(text("table.export.title"));
        chooser.setInitialFileName(spec.id().replace('.', '-') + "." + form.ending());
        chooser.getExtensionFilters().setAll(new FileChooser.ExtensionFilter(form.name(), "*." + form.ending()));
        Optional.ofNullable(chooser.showSaveDialog(owner))
                .ifPresent(file -> write(form, query, snapshot, columns, file.toPath()));
    }

    /// Writes into a file beside the wanted one, and replaces that when all is there.
    void write(RowWriter.Form form, RowQuery query, List<R> snapshot, List<Column<R>> columns, Path file) {
        var request =
                new TaskRequest("table-export", "write a list to " + file.getFileName(), List.of(), Origin.WINDOW);
        var handle = window.services().tasks().start(request, context -> {
            var written = new long[1];
            RowWriter.Source<R, Exception> rows = to -> {
                switch (spec.rows()) {
                    case MemoryRows<R> _ -> {
                        for (var row : snapshot) {
                            to.row(row);
                        }
                        written[0] = snapshot.size();
                    }
                    case PagedRows<R> paged -> written[0] = pages(paged, query, to, context);
                }
            };
            var beside = file.resolveSibling(file.getFileName() + ".part");
            try {
                try (var out = Files.newBufferedWriter(beside, StandardCharsets.UTF_8)) {
                    writer(columns).write(form, rows, out);
                }
                Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new ProblemException(
                        new Problem(
                                ProblemCode.BAD_FILE,
                                text("table.export.failed", file.getFileName(), String.valueOf(e.getMessage())),
                                text("table.export.advice")),
                        e);
            } finally {
                Files.deleteIfExists(beside);
            }
            return written[0];
        });
        handle.whenEnded(window.services().fx(), outcome -> {
            switch (outcome) {
                case Outcome.Succeeded<Long>(var count) ->
                    window.toasts()
                            .news(
                                    Optional.empty(),
                                    text(
                                            "table.exported",
                                            window.words().number(count),
                                            file.getFileName().toString(),
                                            count),
                                    Optional.of(new Toasts.Offer(
                                            text("table.export.show"),
                                            () -> window.services()
                                                    .program()
                                                    .showFolder(file.toAbsolutePath()
                                                            .getParent()))));
                case Outcome.Failed<Long>(var problem) ->
                    window.toasts().problem(Optional.empty(), problem, Optional.empty());
                case Outcome.Cancelled<Long> _ -> {}
            }
        });
    }

    private RowWriter<R> writer(List<Column<R>> columns) {
        return new RowWriter<>(
                columns,
                column -> column.title(this::text),
                window.services().settings().get(TableSettings.DELIMITER));
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    /// @return how many rows there were
    private static <R> long pages(PagedRows<R> source, RowQuery query, RowWriter.Sink<R> to, TaskContext context)
            throws Exception {
        long total = source.count(query.filter());
        long offset = 0;
        while (true) {
            var page = source.page(query, offset, PAGE);
            for (var row : page) {
                to.row(row);
            }
            offset += page.size();
            context.progress(offset, total);
            if (page.size() < PAGE) {
                return offset;
            }
        }
    }
}
