package io.pilothouse.cli.text;

import java.util.ArrayList;
import java.util.List;

/// An aligned table for people. Columns are as wide as their widest cell; the last is not padded.
public final class Table {

    private static final String GAP = "  ";

    private final List<Cell> head;
    private final List<List<Cell>> rows = new ArrayList<>();

    public Table(String... head) {
        this.head = java.util.Arrays.stream(head).map(Cell::of).toList();
    }

    /// @param cells strings or [Cell]s, as many as the head has
    public Table row(Object... cells) {
        if (cells.length != head.size()) {
            throw new IllegalArgumentException("a row of " + cells.length + " cells under " + head.size());
        }
        var row = new ArrayList<Cell>();
        for (var cell : cells) {
            row.add(cell instanceof Cell made ? made : Cell.of(String.valueOf(cell)));
        }
        rows.add(row);
        return this;
    }

    public boolean empty() {
        return rows.isEmpty();
    }

    /// @param colour whether the output understands colours
    /// @param width  columns of the terminal, to which lines are cut; 0 for no limit
    public List<String> lines(boolean colour, int width) {
        var widths = new int[head.size()];
        for (var row : all()) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        var lines = new ArrayList<String>();
        for (var row : all()) {
            lines.add(line(row, widths, colour, width));
        }
        return lines;
    }

    private List<List<Cell>> all() {
        var all = new ArrayList<List<Cell>>();
        all.add(head);
        all.addAll(rows);
        return all;
    }

    private static String line(List<Cell> row, int[] widths, boolean colour, int limit) {
        var line = new StringBuilder();
        int used = 0;
        for (int i = 0; i < widths.length; i++) {
            var cell = row.get(i);
            var text = cell.text();
            if (limit > 0 && used + cell.length() > limit) {
                int room = Math.max(0, limit - used);
                text = text.substring(0, text.offsetByCodePoints(0, Math.min(room, cell.length())));
            }
            line.append(colour ? cell.style().paint(text) : text);
            used += widths[i] + GAP.length();
            if (i < widths.length - 1) {
                line.repeat(' ', widths[i] - cell.length()).append(GAP);
            }
            if (limit > 0 && used >= limit) {
                break;
            }
        }
        return line.toString().stripTrailing();
    }

    /// @param text without control characters: what a service says cannot move the cursor
    public record Cell(String text, Style style) {

        public Cell {
            text = plain(text);
        }

        public static Cell of(String text) {
            return new Cell(text, Style.PLAIN);
        }

        int length() {
            return text.codePointCount(0, text.length());
        }
    }

    /// @return the text with every control character replaced by a space
    public static String plain(String text) {
        return text.codePoints().anyMatch(Character::isISOControl)
                ? text.codePoints()
                        .map(point -> Character.isISOControl(point) ? ' ' : point)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString()
                : text;
    }

    /// Colours of the terminal's own palette, so that they fit its theme.
    public enum Style {
        PLAIN(""),
        GOOD("32"),
        CAUTION("33"),
        BAD("31"),
        QUIET("2");

        private final String code;

        Style(String code) {
            this.code = code;
        }

        public String paint(String text) {
            return code.isEmpty() || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
        }
    }
}
