package io.pilothouse.ui.shell;

import io.pilothouse.domain.instance.KindId;
import io.pilothouse.ui.common.Texts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The pages a window can show. FX thread only.
public final class Pages {

    private final Map<String, InstancePage> ofInstances = new LinkedHashMap<>();
    private final Map<String, ProgramPage> ofProgram = new LinkedHashMap<>();
    private Runnable counts = () -> {};
    private final List<OverviewPanels> panels = new ArrayList<>();

    public void add(InstancePage page) {
        if (ofInstances.putIfAbsent(page.id(), page) != null) {
            throw new IllegalArgumentException("two instance pages share the id " + page.id());
        }
    }

    public void add(ProgramPage page) {
        if (ofProgram.putIfAbsent(page.id(), page) != null) {
            throw new IllegalArgumentException("two program pages share the id " + page.id());
        }
    }

    /// Says that numbers behind tabs are others now.
    public void countsChanged() {
        counts.run();
    }

    /// @param listener called when numbers behind tabs changed; one for each window
    void onCounts(Runnable listener) {
        counts = listener;
    }

    /// What a kind adds to the overview of its instances; at most one for each kind.
    public void addPanels(OverviewPanels added) {
        panels.add(added);
    }

    public Optional<OverviewPanels> panels(KindId kind) {
        return panels.stream().filter(it -> it.appliesTo().test(kind)).findFirst();
    }

    /// @return the tabs of a kind, in order
    public List<InstancePage> of(KindId kind) {
        return ofInstances.values().stream()
                .filter(page -> page.appliesTo().test(kind))
                .sorted(Comparator.comparingInt(InstancePage::position))
                .toList();
    }

    public Optional<InstancePage> find(KindId kind, String id) {
        return of(kind).stream().filter(page -> page.id().equals(id)).findFirst();
    }

    /// As [#find(KindId, String)], also by the word that stands on the tab in English.
    public Optional<InstancePage> called(KindId kind, String word) {
        var english = new Texts(Locale.ENGLISH);
        return find(kind, word)
                .or(() -> of(kind).stream()
                        .filter(page -> english.text("page." + page.id()).equalsIgnoreCase(word))
                        .findFirst());
    }

    public Optional<ProgramPage> find(String id) {
        return Optional.ofNullable(ofProgram.get(id));
    }

    public List<ProgramPage> ofProgram() {
        return List.copyOf(ofProgram.values());
    }
}
