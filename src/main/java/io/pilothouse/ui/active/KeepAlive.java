package io.pilothouse.ui.active;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/// Keeps the last few things that were made, so that coming back to them is immediate; the one not
/// used for longest goes first. FX thread only.
///
/// @param <K> what names a thing, for example an instance and a page
/// @param <V> the thing
public final class KeepAlive<K, V> {

    private final IntSupplier most;
    private final Predicate<V> keepAlways;
    private final Consumer<V> gone;
    private final LinkedHashMap<K, V> kept = new LinkedHashMap<>(16, 0.75f, true);

    /// @param most       how many are kept, as it holds now
    /// @param keepAlways things never thrown out to make room, for example with half-typed text
    /// @param gone       gets each thing thrown out
    public KeepAlive(IntSupplier most, Predicate<V> keepAlways, Consumer<V> gone) {
        this.most = most;
        this.keepAlways = keepAlways;
        this.gone = gone;
    }

    public Optional<V> find(K key) {
        return Optional.ofNullable(kept.get(key));
    }

    public void put(K key, V value) {
        kept.put(key, value);
        var candidates = kept.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(key) && !keepAlways.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList(); // the one not used for longest first
        for (int i = 0; kept.size() > most.getAsInt() && i < candidates.size(); i++) {
            gone.accept(kept.remove(candidates.get(i)));
        }
    }

    /// Throws out everything that `wanted` names, whatever it holds.
    public void remove(Predicate<K> wanted) {
        for (var key : kept.keySet().stream().filter(wanted).toList()) {
            gone.accept(kept.remove(key));
        }
    }

    /// @return what is never thrown out to make room, the one used last at the end
    public List<K> keptForEver() {
        return kept.entrySet().stream()
                .filter(entry -> keepAlways.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    public int size() {
        return kept.size();
    }
}
