package io.pilothouse.cli;

import io.pilothouse.cli.text.Table;
import io.pilothouse.cli.text.Table.Style;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;

/// Standard output for people.
public final class Page {

    private final PrintStream out;
    private final boolean colour;
    private final int width;
    private final boolean quiet;
    private final ZoneId zone;

    Page(PrintStream out, boolean colour, int width, boolean quiet, ZoneId zone) {
        this.out = out;
        this.colour = colour;
        this.width = width;
        this.quiet = quiet;
        this.zone = zone;
    }

    /// A line of the answer.
    public void line(String text) {
        out.println(Table.plain(text));
    }

    public void line(Style style, String text) {
        out.println(colour ? style.paint(Table.plain(text)) : Table.plain(text));
    }

    /// Writes control characters as they are; never text of a person or a service.
    public void raw(String controls) {
        out.print(controls);
    }

    /// A sentence that only says that it was done; left out with `--quiet`.
    public void done(String sentence) {
        if (!quiet) {
            line(sentence);
        }
    }

    /// @param otherwise the sentence when the table has no row
    public void table(Table table, String otherwise) {
        if (table.empty()) {
            done(otherwise);
        } else {
            table.lines(colour, width).forEach(out::println);
        }
    }

    public String time(Instant at) {
        return io.pilothouse.cli.text.Spans.words(at, zone);
    }
}
