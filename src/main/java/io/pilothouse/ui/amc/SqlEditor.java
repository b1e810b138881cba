package io.pilothouse.ui.amc;

import io.pilothouse.domain.amc.Lint;
import io.pilothouse.domain.amc.SqlText;
import io.pilothouse.domain.amc.SqlText.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/// SQL to be typed: its words in colours, mistakes underlined, tables and columns offered with Ctrl+Space.
/// The typed text is an ordinary text area without a colour of its own; the same text in colours lies
/// behind it and moves along. FX thread only.
final class SqlEditor extends StackPane {

    private static final int MOST_OFFERED = 14;
    private static final Set<String> KEYWORDS = Set.of(
            "SELECT",
            "FROM",
            "WHERE",
            "GROUP",
            "BY",
            "AS",
            "AND",
            "OR",
            "NOT",
            "IN",
            "IS",
            "NULL",
            "JOIN",
            "LEFT",
            "INNER",
            "FULL",
            "OUTER",
            "CROSS",
            "ON",
            "UNION",
            "ALL",
            "DISTINCT",
            "CASE",
            "WHEN",
            "THEN",
            "ELSE",
            "END",
            "WITH",
            "HAVING",
            "OVER",
            "PARTITION",
            "ORDER",
            "BETWEEN",
            "LIKE",
            "CAST",
            "DATE",
            "TIMESTAMP",
            "INTERVAL",
            "EXISTS",
            "VALUES",
            "LIMIT",
            "RIGHT");
    private static final Set<String> FUNCTIONS = Set.of(
            "COUNT",
            "SUM",
            "AVG",
            "MIN",
            "MAX",
            "COALESCE",
            "CONCAT",
            "ROW_NUMBER",
            "RANK",
            "CUSTOM_PARAMETER",
            "BUILT_IN_PARAMETER",
            "APPROX_COUNT_DISTINCT",
            "COLLECT",
            "ARRAY_CONTAINS",
            "SUBSTRING",
            "LOWER",
            "UPPER",
            "ROUND",
            "EXTRACT");

    private final TextArea area = new TextArea();
    private final TextFlow colours = new TextFlow();
    private final Supplier<List<String>> offers;
    private final ContextMenu menu = new ContextMenu();
    private List<Lint.Finding> findings = List.of();

    /// @param offers tables, columns and parameters to complete with
    SqlEditor(String spoken, Supplier<List<String>> offers) {
        this.offers = offers;
        getStyleClass().add("sql-editor");
        area.setId("sql");
        area.getStyleClass().add("sql-area");
        area.setWrapText(false);
        area.setAccessibleText(spoken);
        colours.getStyleClass().add("sql-colours");
        colours.setMouseTransparent(true);
        var behind = new Pane(colours);
        behind.setMouseTransparent(true);
        var clip = new Rectangle();
        clip.widthProperty().bind(behind.widthProperty());
        clip.heightProperty().bind(behind.heightProperty());
        behind.setClip(clip);
        getChildren().setAll(behind, area);
        area.textProperty().addListener((_, _, _) -> paint());
        area.scrollTopProperty().addListener((_, _, top) -> colours.setTranslateY(-top.doubleValue()));
        area.scrollLeftProperty().addListener((_, _, left) -> colours.setTranslateX(-left.doubleValue()));
        area.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        area.skinProperty().addListener((_, _, _) -> transparent());
    }

    /// The skin's own panes would hide what lies behind.
    private void transparent() {
        if (area.lookup(".scroll-pane") instanceof ScrollPane scroll) {
            scroll.getStyleClass().add("sql-scroll");
        }
    }

    TextArea area() {
        return area;
    }

    String sql() {
        return area.getText();
    }

    void sql(String text) {
        area.setText(text);
    }

    void findings(List<Lint.Finding> found) {
        findings = List.copyOf(found);
        paint();
    }

    /// Puts the cursor where a mistake is.
    void go(int offset) {
        area.requestFocus();
        area.positionCaret(Math.min(offset, area.getLength()));
    }

    /// Writes the better text in its place.
    void fix(Lint.Fix.Write fix) {
        area.replaceText(fix.from(), Math.min(fix.to(), area.getLength()), fix.text());
    }

    private void paint() {
        var sql = SqlText.of(area.getText());
        var pieces = new ArrayList<Text>();
        for (var token : sql.tokens()) {
            var piece = new Text(sql.text(token));
            piece.getStyleClass().addAll("sql-text", style(sql, token));
            for (var finding : findings) {
                if (finding.from() < token.to() && token.from() < finding.to()) {
                    piece.getStyleClass().add(finding.blocks() ? "sql-wrong" : "sql-doubtful");
                }
            }
            pieces.add(piece);
        }
        colours.getChildren().setAll(pieces);
    }

    private static String style(SqlText sql, SqlText.Token token) {
        var word = sql.text(token).toUpperCase(Locale.ROOT);
        return switch (token.kind()) {
            case COMMENT -> "sql-comment";
            case STRING -> "sql-string";
            case NUMBER -> "sql-number";
            case PLACEHOLDER -> "sql-placeholder";
            case WORD ->
                KEYWORDS.contains(word) ? "sql-keyword" : FUNCTIONS.contains(word) ? "sql-function" : "sql-word";
            case BLANK, SYMBOL, QUOTED -> token.kind() == Kind.QUOTED ? "sql-string" : "sql-word";
        };
    }

    private void pressed(KeyEvent event) {
        if (event.getCode() == KeyCode.SPACE && event.isControlDown()) {
            event.consume();
            complete();
        }
    }

    /// Offers what begins like the word before the cursor.
    void complete() {
        int caret = area.getCaretPosition();
        int start = caret;
        var text = area.getText();
        while (start > 0 && Character.isJavaIdentifierPart(text.charAt(start - 1))) {
            start--;
        }
        int from = start;
        var begun = text.substring(start, caret).toLowerCase(Locale.ROOT);
        var fitting = candidates(begun);
        menu.getItems()
                .setAll(fitting.stream()
                        .map(word -> {
                            var item = new MenuItem(word);
                            item.setMnemonicParsing(false);
                            item.setOnAction(_ -> area.replaceText(from, caret, word));
                            return item;
                        })
                        .toList());
        if (!fitting.isEmpty()) {
            var at = area.getInputMethodRequests().getTextLocation(0); // below the cursor, on the screen
            menu.show(area, at.getX(), at.getY());
        }
    }

    /// @return words that begin so, tables and columns first
    List<String> candidates(String begun) {
        var all = new ArrayList<>(offers.get());
        KEYWORDS.stream().sorted().forEach(all::add);
        FUNCTIONS.stream().sorted().forEach(all::add);
        return all.stream()
                .filter(word -> word.toLowerCase(Locale.ROOT).startsWith(begun) && word.length() > begun.length())
                .distinct()
                .limit(MOST_OFFERED)
                .toList();
    }
}
