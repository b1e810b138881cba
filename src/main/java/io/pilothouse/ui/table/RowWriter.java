package io.pilothouse.ui.table;

import com.fasterxml.jackson.core.JsonFactory;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Writes rows as text that other programs read. Pure but for the writer.
final class RowWriter<R> {

    /// What is written.
    enum Form {
        /// With tabs between, as spreadsheets paste it; what stands in the cells.
        TEXT("txt"),
        /// With a head; plain numbers and ISO times.
        CSV("csv"),
        /// A list of objects by column id; numbers as numbers, nothing as null.
        JSON("json"),
        /// A table for notes; what stands in the cells.
        MARKDOWN("md");

        private final String ending;

        Form(String ending) {
            this.ending = ending;
        }

        String ending() {
            return ending;
        }
    }

    private static final Pattern PLAIN = Pattern.compile("-?\\d+(\\.\\d+)?([eE]-?\\d+)?");

    private final List<Column<R>> columns;
    private final Function<Column<R>, String> title;
    private final TableSettings.Delimiter delimiter;

    RowWriter(List<Column<R>> columns, Function<Column<R>, String> title) {
        this(columns, title, TableSettings.Delimiter.COMMA);
    }

    /// @param delimiter between the values of a line of CSV
    RowWriter(List<Column<R>> columns, Function<Column<R>, String> title, TableSettings.Delimiter delimiter) {
        this.columns = List.copyOf(columns);
        this.title = title;
        this.delimiter = delimiter;
    }

    /// Takes one row after the other.
    interface Sink<R> {
        /// @throws InterruptedException if the thread was interrupted since the row before
        void row(R row) throws IOException, InterruptedException;
    }

    /// Gives every row to a sink.
    interface Source<R, E extends Exception> {
        void each(Sink<R> to) throws E, IOException, InterruptedException;
    }

    <E extends Exception> void write(Form form, Source<R, E> rows, Writer out)
            throws E, IOException, InterruptedException {
        switch (form) {
            case TEXT -> lines(rows, out);
            case CSV -> csv(rows, out);
            case JSON -> json(rows, out);
            case MARKDOWN -> markdown(rows, out);
        }
        out.flush();
    }

    private static void heed() throws InterruptedException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException();
        }
    }

    private <E extends Exception> void lines(Source<R, E> rows, Writer out)
            throws E, IOException, InterruptedException {
        rows.each(row -> {
            heed();
            var cells = columns.stream()
                    .map(column -> column.text(row).replace('\t', ' ').replace('\n', ' '))
                    .toList();
            out.write(String.join("\t", cells) + "\n");
        });
    }

    private <E extends Exception> void csv(Source<R, E> rows, Writer out) throws E, IOException, InterruptedException {
        var csv = CsvWriter.builder().fieldSeparator(delimiter.sign()).build(out);
        csv.writeRecord(columns.stream().map(title).toList());
        rows.each(row -> {
            heed();
            csv.writeRecord(columns.stream().map(column -> column.exported(row)).toList());
        });
        csv.flush();
    }

    private <E extends Exception> void json(Source<R, E> rows, Writer out) throws E, IOException, InterruptedException {
        var json = new JsonFactory().createGenerator(out);
        json.useDefaultPrettyPrinter();
        json.writeStartArray();
        rows.each(row -> {
            heed();
            json.writeStartObject();
            for (var column : columns) {
                var value = column.exported(row);
                json.writeFieldName(column.id());
                switch (column.type()) {
                    case TEXT, CHOICE -> json.writeString(value);
                    case TRUTH -> json.writeBoolean("true".equals(value));
                    case TIME -> writeOrNull(value, () -> json.writeString(value));
                    case NUMBER, SIZE, DURATION ->
                        writeOrNull(value, () -> {
                            if (PLAIN.matcher(value).matches()) {
                                json.writeNumber(value);
                            } else {
                                json.writeString(value);
                            }
                        });
                }
                if (value.isEmpty() && column.type().measured()) {
                    json.writeNull();
                }
            }
            json.writeEndObject();
        });
        json.writeEndArray();
        json.flush();
    }

    private interface Writing {
        void write() throws IOException;
    }

    private static void writeOrNull(String value, Writing writing) throws IOException {
        if (!value.isEmpty()) {
            writing.write();
        }
    }

    private <E extends Exception> void markdown(Source<R, E> rows, Writer out)
            throws E, IOException, InterruptedException {
        out.write(line(columns.stream().map(title).toList()));
        out.write(line(
                columns.stream().map(column -> column.right() ? "---:" : "---").toList()));
        rows.each(row -> {
            heed();
            out.write(line(columns.stream()
                    .map(column -> column.text(row).replace("|", "\\|").replace('\n', ' '))
                    .toList()));
        });
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    /// @return the rows as one text
    String text(Form form, List<R> rows) {
        var out = new java.io.StringWriter();
        try {
            Source<R, RuntimeException> each = to -> {
                for (var row : rows) {
                    to.row(row);
                }
            };
            write(form, each, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return out.toString();
    }
}
