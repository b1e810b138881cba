package io.pilothouse.ui.library;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.library.LibraryFilter;
import io.pilothouse.domain.library.LibraryFilter.Bound;
import io.pilothouse.domain.library.LibraryFilter.Dated;
import io.pilothouse.domain.library.LibraryFilter.Missing;
import io.pilothouse.domain.library.LibraryFilter.Not;
import io.pilothouse.domain.library.LibraryFilter.Part;
import io.pilothouse.domain.library.LibraryFilter.Titled;
import io.pilothouse.domain.library.LibraryFilter.Value;
import io.pilothouse.domain.library.LibraryFilter.Words;
import io.pilothouse.domain.query.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is typed into the box of the library's table, as the library asks for it.
record TypedFilter(List<Instance> servers) {

    private static final LibraryFilter NEVER = new LibraryFilter.Any(List.of());

    /// @return empty when everything is wanted
    Optional<LibraryFilter> of(Filter filter) {
        return filter instanceof Filter.All(var all) && all.isEmpty() ? Optional.empty() : Optional.of(one(filter));
    }

    private LibraryFilter one(Filter filter) {
        return switch (filter) {
            case Filter.All(var all) ->
                new LibraryFilter.All(all.stream().map(this::one).toList());
            case Filter.Any(var any) ->
                new LibraryFilter.Any(any.stream().map(this::one).toList());
            case Filter.Not(var not) -> new Not(one(not));
            case Filter.Word(var text) -> new Words(text, "");
            case Filter.Has(var column, var text) -> has(column, text);
            case Filter.Is(var column, var text) -> column.equals("title") ? new Titled(text) : has(column, text);
            case Filter.Compare(var column, var order, var number) -> compared(column, order, number);
            case Filter.Empty(var column) -> empty(column);
        };
    }

    private LibraryFilter has(String column, String text) {
        return switch (column) {
            case "title", "studio" -> new Words(text, column);
            case "date" -> new Dated(text);
            case "on" ->
                new LibraryFilter.On(servers.stream()
                        .filter(server ->
                                server.name().toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT)))
                        .map(Instance::num)
                        .collect(Collectors.toSet()));
            default -> NEVER;
        };
    }

    private static LibraryFilter compared(String column, Filter.Order order, double number) {
        var value = value(column);
        if (value.isEmpty()) {
            return NEVER;
        }
        var bounds = new ArrayList<LibraryFilter>();
        if (order == Filter.Order.EQUAL || order == Filter.Order.AT_LEAST || order == Filter.Order.MORE) {
            long least = (long) (order == Filter.Order.MORE ? Math.floor(number) + 1 : Math.ceil(number));
            bounds.add(new Bound(value.get(), true, least));
        }
        if (order == Filter.Order.EQUAL || order == Filter.Order.AT_MOST || order == Filter.Order.LESS) {
            long most = (long) (order == Filter.Order.LESS ? Math.ceil(number) - 1 : Math.floor(number));
            bounds.add(new Bound(value.get(), false, most));
        }
        return bounds.size() == 1 ? bounds.getFirst() : new LibraryFilter.All(bounds);
    }

    private static Optional<Value> value(String column) {
        return switch (column) {
            case "height" -> Optional.of(Value.HEIGHT);
            case "size" -> Optional.of(Value.SIZE);
            case "rating" -> Optional.of(Value.RATING);
            case "duration" -> Optional.of(Value.DURATION);
            case "created" -> Optional.of(Value.CREATED);
            default -> Optional.empty();
        };
    }

    private static LibraryFilter empty(String column) {
        return switch (column) {
            case "rating" -> new Missing(Part.RATING);
            case "date" -> new Missing(Part.DATE);
            case "studio" -> new Missing(Part.PARENT);
            case "height", "size", "duration" -> new Not(new Bound(value(column).orElseThrow(), true, 1));
            default -> NEVER;
        };
    }
}
