package io.pilothouse.ui.table;

import io.pilothouse.domain.query.ValueType;
import io.pilothouse.ui.common.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One column: what it shows, how it sorts and filters. Immutable; each `with`-like method makes a
/// changed copy. The functions are called on background threads too, so they must be pure.
///
/// @param <R> an immutable row
public final class Column<R> implements Cloneable {

    private static final double USUAL_WIDTH = 110;

    private final String id;
    private final String titleKey;
    private Optional<String> title = Optional.empty();
    private final ValueType type;
    private final Function<R, String> text;
    private final @Nullable ToDoubleFunction<R> number;
    private Function<R, String> exported;
    private Optional<Comparator<R>> order = Optional.empty();
    private Optional<Supplier<CellDrawing<R>>> drawing = Optional.empty();
    private List<String> completions = List.of();
    private double width = USUAL_WIDTH;
    private double most;
    private boolean grows;
    private boolean shown = true;
    private boolean frozen;
    private boolean stays;
    private boolean sortable = true;
    private boolean filterable = true;
    private boolean summed;
    private boolean inFiles;
    private boolean ours;
    private Optional<Boolean> right = Optional.empty();

    private Column(
            String id,
            String titleKey,
            ValueType type,
            Function<R, String> text,
            @Nullable ToDoubleFunction<R> number,
            Function<R, String> exported) {
        this.id = id;
        this.titleKey = titleKey;
        this.type = type;
        this.text = text;
        this.number = number;
        this.exported = exported;
    }

    /// Free words.
    ///
    /// @param id       stable name in saved views, filters and the store
    /// @param titleKey of its head in the texts
    /// @param text     empty for nothing
    public static <R> Column<R> text(String id, String titleKey, Function<R, String> text) {
        return new Column<>(id, titleKey, ValueType.TEXT, text, null, text);
    }

    /// One of a few words, which the filter box offers. Files carry the words too, unless [#exportedAs(Function)]
    /// gives one that is the same in every language.
    ///
    /// @param all every word there is
    public static <R> Column<R> choice(String id, String titleKey, Function<R, String> word, List<String> all) {
        var column = new Column<>(id, titleKey, ValueType.CHOICE, word, null, word);
        column.completions = List.copyOf(all);
        return column;
    }

    /// @param number NaN for none
    /// @param shown  what stands in the cell
    public static <R> Column<R> number(
            String id, String titleKey, ToDoubleFunction<R> number, Function<R, String> shown) {
        return new Column<>(id, titleKey, ValueType.NUMBER, shown, number, row -> plain(number.applyAsDouble(row)));
    }

    /// A whole number, grouped as people read it.
    ///
    /// @param number negative for none
    public static <R> Column<R> count(String id, String titleKey, ToLongFunction<R> number, Words words) {
        return number(id, titleKey, row -> orNone(number.applyAsLong(row)), row -> {
            long value = number.applyAsLong(row);
            return value < 0 ? "" : words.number(value);
        });
    }

    /// @param bytes negative for none
    public static <R> Column<R> size(String id, String titleKey, ToLongFunction<R> bytes, Words words) {
        return new Column<>(
                id,
                titleKey,
                ValueType.SIZE,
                row -> {
                    long value = bytes.applyAsLong(row);
                    return value < 0 ? "" : words.size(value);
                },
                row -> orNone(bytes.applyAsLong(row)),
                row -> plain(orNone(bytes.applyAsLong(row))));
    }

    /// @param shown what stands in the cell, for example a time or an age
    public static <R> Column<R> time(
            String id, String titleKey, Function<R, Optional<Instant>> time, Function<Instant, String> shown) {
        return new Column<>(
                id,
                titleKey,
                ValueType.TIME,
                row -> time.apply(row).map(shown).orElse(""),
                row -> time.apply(row).map(at -> (double) at.toEpochMilli()).orElse(Double.NaN),
                row -> time.apply(row).map(Instant::toString).orElse(""));
    }

    public static <R> Column<R> duration(
            String id, String titleKey, Function<R, Optional<Duration>> duration, Words words) {
        ToDoubleFunction<R> millis =
                row -> duration.apply(row).map(one -> (double) one.toMillis()).orElse(Double.NaN);
        return new Column<>(
                id,
                titleKey,
                ValueType.DURATION,
                row -> duration.apply(row).map(words::age).orElse(""),
                millis,
                row -> plain(millis.applyAsDouble(row)));
    }

    /// @param yes what stands in the cell if it is so
    /// @param no  what stands there if not, may be empty
    public static <R> Column<R> truth(String id, String titleKey, Predicate<R> truth, String yes, String no) {
        var column = new Column<R>(
                id,
                titleKey,
                ValueType.TRUTH,
                row -> truth.test(row) ? yes : no,
                row -> truth.test(row) ? 1 : 0,
                row -> truth.test(row) ? "true" : "false");
        column.completions = List.of("yes", "no");
        return column;
    }

    private static double orNone(long value) {
        return value < 0 ? Double.NaN : value;
    }

    private static String plain(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }

    /// The same with a head that is data, for example the name of an instance.
    public Column<R> titled(String name) {
        return with(column -> column.title = Optional.of(name));
    }

    /// @param pixels at scale 100 %
    public Column<R> width(double pixels) {
        return with(copy -> copy.width = pixels);
    }

    /// Is wider where the table has room, before the growing one; until a person chooses its width.
    ///
    /// @param pixels at scale 100 %
    public Column<R> upTo(double pixels) {
        return with(copy -> copy.most = pixels);
    }

    /// Takes the width that is left over; one column of a table, the first otherwise.
    public Column<R> growing() {
        return with(copy -> copy.grows = true);
    }

    /// Is not shown until a person chooses it.
    public Column<R> hidden() {
        return with(copy -> copy.shown = false);
    }

    /// Is not shown until a person chooses it, and written into every file.
    public Column<R> inEveryFile() {
        return with(copy -> {
            copy.shown = false;
            copy.inFiles = true;
        });
    }

    boolean isInEveryFile() {
        return inFiles;
    }

    /// Never steps aside in a narrow window, as the growing and the first columns do not.
    public Column<R> staying() {
        return with(copy -> copy.stays = true);
    }

    /// Stays at the left while the others scroll sideways.
    public Column<R> frozen() {
        return with(copy -> copy.frozen = true);
    }

    public Column<R> notSortable() {
        return with(copy -> copy.sortable = false);
    }

    /// For what the source cannot look into; a paged source whose store has no such column.
    public Column<R> notFilterable() {
        return with(copy -> copy.filterable = false);
    }

    /// Its sum over the chosen rows stands in the bulk bar.
    public Column<R> summed() {
        return with(copy -> copy.summed = true);
    }

    /// Its words are the program's own but for the names in them: streamer mode leaves those readable that it knows.
    public Column<R> inOurWords() {
        return with(copy -> copy.ours = true);
    }

    /// Draws its cells; the text is still what is sorted, filtered, copied and spoken.
    public Column<R> drawn(Supplier<CellDrawing<R>> cells) {
        return with(copy -> copy.drawing = Optional.of(cells));
    }

    /// Its cells and its head begin at the left, also where it holds numbers; for pictures.
    public Column<R> atLeft() {
        return with(copy -> copy.right = Optional.of(false));
    }

    /// Its cells and its head end at the right.
    public Column<R> atRight() {
        return with(copy -> copy.right = Optional.of(true));
    }

    /// Sorts in another order than that of its text or number.
    public Column<R> sortedBy(Comparator<R> comparator) {
        return with(copy -> copy.order = Optional.of(comparator));
    }

    /// Words the filter box offers for this column.
    public Column<R> completing(List<String> words) {
        return with(copy -> copy.completions = List.copyOf(words));
    }

    /// What stands in exported files; without this the text, a plain number, or an ISO time.
    public Column<R> exportedAs(Function<R, String> value) {
        return with(copy -> copy.exported = value);
    }

    @SuppressWarnings("unchecked")
    private Column<R> with(Consumer<Column<R>> change) {
        try {
            var copy = (Column<R>) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    public String id() {
        return id;
    }

    /// @return what stands in the head
    String title(UnaryOperator<String> texts) {
        return title.orElseGet(() -> texts.apply(titleKey));
    }

    ValueType type() {
        return type;
    }

    /// @return what stands in the cell
    public String text(R row) {
        return text.apply(row);
    }

    /// @return NaN for none and for columns of words
    double number(R row) {
        return number == null ? Double.NaN : number.applyAsDouble(row);
    }

    String exported(R row) {
        return exported.apply(row);
    }

    Optional<Comparator<R>> order() {
        return order;
    }

    Optional<Supplier<CellDrawing<R>>> drawing() {
        return drawing;
    }

    List<String> completions() {
        return completions;
    }

    double width() {
        return width;
    }

    /// @return the greatest width it takes by itself
    double most() {
        return Math.max(width, most);
    }

    boolean grows() {
        return grows;
    }

    boolean isShown() {
        return shown;
    }

    boolean stays() {
        return stays;
    }

    boolean isFrozen() {
        return frozen;
    }

    boolean isSortable() {
        return sortable;
    }

    boolean isFilterable() {
        return filterable;
    }

    boolean isSummed() {
        return summed;
    }

    /// @return whether what stands in it is somebody else's, whatever it sounds like
    boolean isForeign() {
        return type == ValueType.TEXT && !ours;
    }

    /// Numbers stand at the right, so that digits of one place are under each other.
    boolean right() {
        return right.orElse(type == ValueType.NUMBER || type == ValueType.SIZE || type == ValueType.DURATION);
    }
}
