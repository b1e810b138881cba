package io.pilothouse.ui.palette;

import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.Verdict;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.ui.action.Action;
import io.pilothouse.ui.action.Availability;
import io.pilothouse.ui.action.FoundItem;
import io.pilothouse.ui.common.InstanceQuery;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.palette.PaletteEntry.Sort;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ProgramPage;
import io.pilothouse.ui.shell.WindowContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// What the palette finds and which line is chosen. Knows no nodes. FX thread only.
final class PaletteViewModel {

    /// More than anybody reads; typing on narrows them.
    private static final int MOST = 100;

    private static final int MOST_ITEMS = 30;

    /// Instances that are offered before anything is typed.
    private static final int RECENT = 20;

    /// Of what fits alike, places stand before what changes something.
    private static final double PAGES_FIRST = 2;

    /// Of what fits alike, commands and pages stand before a single row of a page.
    private static final double PLACES_LAST = -30;

    /// A word that was found whole counts for more, whatever the length of the text.
    private static final double NOT_SCATTERED = 40;

    private record Ranked(PaletteEntry entry, double score) {}

    /// What commands and pages are offered about.
    ///
    /// @param only whether an instance was named: then only what is about it
    private record About(Optional<Instance> on, boolean only) {}

    private final WindowContext window;
    private final Latest finding;
    private final PaletteSchedules schedules;
    private final ObservableList<PaletteEntry> entries = FXCollections.observableArrayList();
    private final IntegerProperty chosen = new SimpleIntegerProperty(-1);
    private final ReadOnlyObjectWrapper<Optional<Instance>> target = new ReadOnlyObjectWrapper<>(Optional.empty());
    private Optional<InstanceId> active = Optional.empty();
    private PaletteUse use = PaletteUse.SETTING.usual();
    private String typed = "";
    private int turn;
    private List<PaletteEntry> goings = List.of();
    private List<PaletteEntry> places = List.of();
    private final Map<About, List<PaletteEntry>> acts = new HashMap<>();
    /// What is looked through for each key, as long as the same entries are offered.
    private final Map<PaletteEntry, String> small = new IdentityHashMap<>();

    PaletteViewModel(WindowContext window) {
        this.window = window;
        finding = new Latest(window.services().fx());
        schedules = new PaletteSchedules(window);
        begin();
    }

    /// Looks anew at what the window can do and is about, with nothing typed.
    void begin() {
        active = window.active().id();
        use = window.services().settings().get(PaletteUse.SETTING);
        goings = List.of();
        places = List.of();
        acts.clear();
        small.clear();
        turn = 0;
        type("");
    }

    ObservableList<PaletteEntry> entries() {
        return entries;
    }

    /// @return index of the chosen line, -1 for none
    IntegerProperty chosen() {
        return chosen;
    }

    Optional<PaletteEntry> chosenEntry() {
        int at = chosen.get();
        return at >= 0 && at < entries.size() ? Optional.of(entries.get(at)) : Optional.empty();
    }

    /// @return the instance commands are offered for
    ReadOnlyObjectProperty<Optional<Instance>> target() {
        return target.getReadOnlyProperty();
    }

    void type(String text) {
        if (!text.equals(typed)) {
            turn = 0;
        }
        typed = text;
        find();
    }

    /// Offers the commands for the next instance that fits.
    void nextInstance(int step) {
        turn += step;
        find();
    }

    void step(int direction) {
        if (!entries.isEmpty()) {
            chosen.set(Math.floorMod(chosen.get() + direction, entries.size()));
        }
    }

    void choose(PaletteEntry entry) {
        chosen.set(entries.indexOf(entry));
    }

    /// Stops reading; called when the palette closes.
    void close() {
        finding.cancel();
    }

    /// Remembers that the entry was chosen.
    void used(PaletteEntry entry) {
        window.background()
                .store(
                        PaletteUse.SETTING,
                        window.services().settings().get(PaletteUse.SETTING).after(entry.id()));
    }

    /// What the guards and the action itself say beforehand.
    ///
    /// @param forbidden why it cannot be done here and now
    /// @param asks      what a person will be asked
    record Forecast(Optional<String> forbidden, Optional<String> asks) {}

    Forecast forecast(PaletteEntry entry) {
        if (entry.reason().isPresent()) {
            return new Forecast(entry.reason(), Optional.empty());
        }
        return switch (verdict(entry).orElseGet(() -> new Verdict.Allowed(List.of()))) {
            case Verdict.Refused(var problem) ->
                new Forecast(Optional.of(window.texts().summary(problem)), Optional.empty());
            case Verdict.Ask ask ->
                new Forecast(
                        Optional.empty(),
                        Optional.of(text(ask.typeWhat().isEmpty() ? "palette.asks" : "palette.asks.name")));
            case Verdict.Held held ->
                new Forecast(Optional.empty(), Optional.of(window.texts().summary(held.problem())));
            case Verdict.Allowed _ -> new Forecast(Optional.empty(), Optional.empty());
        };
    }

    private Optional<Verdict> verdict(PaletteEntry entry) {
        return entry.guarded()
                .filter(what -> what != ActionClass.READ)
                .flatMap(what -> entry.target()
                        .map(instance -> window.services()
                                .guards()
                                .ask(
                                        new Act(what, List.of(instance.id()), entry.title(), List.of(), 1),
                                        Consent.none(Origin.PALETTE))));
    }

    private void find() {
        finding.cancel();
        char sign = typed.isEmpty() ? ' ' : typed.charAt(0);
        var words = typed;
        Optional<Instance> on = active.flatMap(window.services().instances()::find);
        int at = typed.lastIndexOf('@');
        if (at > 0 && sign != '@') {
            words = typed.substring(0, at);
            var fitting = instances(typed.substring(at + 1).strip());
            on = fitting.isEmpty() ? Optional.empty() : Optional.of(fitting.get(Math.floorMod(turn, fitting.size())));
        } else if (turn != 0) {
            var all = instances("");
            int here = on.map(all::indexOf).orElse(-1);
            on = all.isEmpty() ? Optional.empty() : Optional.of(all.get(Math.floorMod(here + turn, all.size())));
        }
        target.set(on);
        boolean alone = "@>#/:?".indexOf(sign) >= 0;
        var rest = (alone ? words.substring(1) : words).strip();
        var offered = new ArrayList<PaletteEntry>();
        if (!alone || sign == '>') {
            offered.addAll(acts.computeIfAbsent(new About(on, at > 0 && !alone), this::acts));
        }
        if (sign == '@') {
            instances(rest).stream().limit(MOST).map(this::going).forEach(offered::add);
        } else if (!alone && at <= 0) {
            offered.addAll(
                    rest.isEmpty()
                            ? instances("").stream()
                                    .limit(RECENT)
                                    .map(this::going)
                                    .toList()
                            : goings());
        }
        if ((!alone || sign == '>') && at <= 0 && !rest.isEmpty()) {
            offered.addAll(places());
        }
        if (sign == '#') {
            labels(offered);
        }
        if (sign == ':' || !alone && at <= 0 && !rest.isEmpty()) {
            tasks(offered);
        }
        if (sign == ':') { // of a thousand instances they are too many for every key
            offered.addAll(schedules.entries());
        }
        if (sign == '?') {
            help(offered);
        }
        show(sign == '@' ? offered : ranked(offered, rest));
        if ((sign == '/' || !alone) && rest.length() >= 2) {
            items(rest);
        }
    }

    private void show(List<PaletteEntry> found) {
        chosen.set(-1);
        entries.setAll(found);
        chosen.set(found.isEmpty() ? -1 : 0);
    }

    private List<PaletteEntry> ranked(List<PaletteEntry> offered, String words) {
        var ranked = new ArrayList<Ranked>();
        var fuzzy = new Fuzzy(words);
        var go = text("palette.go", "");
        for (var entry : offered) {
            if (words.isEmpty()) {
                ranked.add(new Ranked(entry, use.bonus(entry.id())));
                continue;
            }
            if (!fuzzy.mayFit(small.computeIfAbsent(entry, PaletteViewModel::inSmallLetters))) {
                continue;
            }
            boolean page = entry.sort() == Sort.PAGE;
            // a page is known by its name, not by the words before it
            var name = page && entry.title().startsWith(go) ? entry.title().substring(go.length()) : entry.title();
            var known = fuzzy.score(name);
            var score = page ? later(known, fuzzy.score(entry.title())) : known;
            boolean place = entry.sort() == Sort.PLACE;
            var other = entry.about().isEmpty() ? score : fuzzy.score(everyWord(entry));
            if (place && score.isEmpty() && other.orElse(0) < NOT_SCATTERED) {
                continue; // of so many words some always have the letters
            }
            if (score.isPresent() || other.isPresent()) {
                double last = place ? PLACES_LAST : 0;
                double fits = Math.max(score.orElse(0) + last, other.orElse(0) - 20);
                double notNow = entry.reason().isPresent() ? -15 : 0;
                double first = page ? PAGES_FIRST : 0;
                ranked.add(new Ranked(entry, fits + use.bonus(entry.id()) + notNow + first));
            }
        }
        ranked.sort(Comparator.comparingDouble(Ranked::score).reversed()); // stable: the registry's order
        return ranked.stream()
                .limit(words.isEmpty() ? Long.MAX_VALUE : MOST)
                .map(Ranked::entry)
                .toList();
    }

    private static String inSmallLetters(PaletteEntry entry) {
        return everyWord(entry).toLowerCase(Locale.ROOT);
    }

    private static String everyWord(PaletteEntry entry) {
        return entry.title() + " " + entry.about() + (entry.also().isEmpty() ? "" : " " + entry.also());
    }

    private static OptionalDouble later(OptionalDouble first, OptionalDouble otherwise) {
        return first.isPresent() ? first : otherwise;
    }

    /// @return commands, then pages; made once
    private List<PaletteEntry> acts(About about) {
        var made = new ArrayList<PaletteEntry>();
        commands(about.on(), about.only(), made);
        pages(about.on(), about.only(), made);
        return made;
    }

    private void commands(Optional<Instance> on, boolean only, List<PaletteEntry> into) {
        for (var action : window.actions().all()) {
            if (!only || action.needsInstance()) {
                command(action, on).ifPresent(into::add);
            }
        }
    }

    private Optional<PaletteEntry> command(Action action, Optional<Instance> on) {
        var id = on.map(Instance::id);
        var entry = PaletteEntry.of(
                        "action " + action.id(),
                        Sort.COMMAND,
                        window.actions().title(action),
                        () -> window.actions().run(action.id(), id, Origin.PALETTE))
                .withKey(action.key().map(window.actions()::keyWords).orElse(""));
        if (action.needsInstance()) {
            if (on.isEmpty()) {
                return Optional.of(entry.typing(window.actions().title(action) + " @"));
            }
            entry = entry.on(on).askingGuards(action.actionClass());
        }
        return switch (action.availability().apply(id)) {
            case Availability.Available _ -> Optional.of(entry);
            case Availability.NotNow(String reason) -> Optional.of(entry.notNow(reason));
            case Availability.Absent _ -> Optional.empty();
        };
    }

    private void pages(Optional<Instance> on, boolean only, List<PaletteEntry> into) {
        var commands = into.stream()
                .filter(entry -> entry.target().isEmpty())
                .map(PaletteEntry::title)
                .collect(Collectors.toSet());
        for (var page : only ? List.<ProgramPage>of() : window.pages().ofProgram()) {
            if (commands.contains(text("page." + page.id()))) {
                continue; // the command of that name opens it, and has its key
            }
            into.add(PaletteEntry.of(
                    "page " + page.id(),
                    Sort.PAGE,
                    text("palette.go", text("page." + page.id())),
                    () -> window.navigation().go(new Location.Program(page.id()))));
        }
        on.ifPresent(instance -> {
            for (var page : window.pages().of(instance.id().kind())) {
                into.add(PaletteEntry.of(
                                "page " + instance.id().kind() + " " + page.id(),
                                Sort.PAGE,
                                text("palette.go", text("page." + page.id())),
                                () -> window.navigation().goTo(instance.id(), page.id()))
                        .on(Optional.of(instance))
                        .orElsewhere(() -> window.openWindow().accept(Optional.of(instance.id()))));
            }
        });
    }

    /// @return every instance as a place to go, the ones used last first; made once
    private List<PaletteEntry> goings() {
        if (goings.isEmpty()) {
            goings = instances("").stream().map(this::going).toList();
        }
        return goings;
    }

    /// @return rows of the settings; made once
    private List<PaletteEntry> places() {
        if (places.isEmpty()) {
            places = window.actions().places().stream()
                    .map(place -> PaletteEntry.of("place " + place.id(), Sort.PLACE, place.title(), place.open())
                            .withAbout(place.about())
                            .alsoCalled(place.also()))
                    .toList();
        }
        return places;
    }

    private PaletteEntry going(Instance instance) {
        return PaletteEntry.of(
                        "instance " + instance.id(),
                        Sort.INSTANCE,
                        instance.name(),
                        () -> window.navigation().goTo(instance.id()))
                .withAbout(window.texts()
                        .text(
                                "shell.place",
                                window.words().kind(instance.id().kind()),
                                window.words().place(instance)))
                .on(Optional.of(instance))
                .orElsewhere(() -> window.openWindow().accept(Optional.of(instance.id())));
    }

    /// Groups and tags; choosing one lists its instances.
    private void labels(List<PaletteEntry> into) {
        var groups = new TreeSet<String>(String.CASE_INSENSITIVE_ORDER);
        var tags = new TreeSet<String>(String.CASE_INSENSITIVE_ORDER);
        for (var instance : window.services().instances().fleet().get().live()) {
            groups.add(instance.configuration().group());
            tags.addAll(instance.configuration().tags());
        }
        groups.remove("");
        groups.forEach(group -> into.add(label("group", group)));
        tags.forEach(tag -> into.add(label("tag", tag)));
    }

    private PaletteEntry label(String field, String name) {
        return PaletteEntry.of(field + " " + name, Sort.LABEL, name, () -> {})
                .withAbout(text("palette." + field))
                .typing("@" + field + ":" + name.toLowerCase(Locale.ROOT));
    }

    private void tasks(List<PaletteEntry> into) {
        for (var task : window.services().tasks().tasks().get()) {
            if (!task.state().ended() && !task.quiet()) {
                into.add(PaletteEntry.of(
                                "task",
                                Sort.TASK,
                                window.words().work(task.kind(), task.title()),
                                () -> window.actions().run("tasks.open", Optional.empty(), Origin.PALETTE))
                        .withAbout(text("palette.task." + task.state().name().toLowerCase(Locale.ROOT)))
                        .on(task.instances().stream()
                                .findFirst()
                                .flatMap(window.services().instances()::find)));
            }
        }
    }

    private void help(List<PaletteEntry> into) {
        for (var sort : List.of(Sort.COMMAND, Sort.INSTANCE, Sort.LABEL, Sort.ITEM, Sort.TASK)) {
            into.add(PaletteEntry.of(
                            "help " + sort,
                            Sort.HELP,
                            text("palette.help." + sort.name().toLowerCase(Locale.ROOT)),
                            () -> {})
                    .withKey(String.valueOf(sort.sign()))
                    .typing(String.valueOf(sort.sign())));
        }
        window.actions()
                .find("help.keys")
                .flatMap(action -> command(action, Optional.empty()))
                .ifPresent(into::add);
    }

    /// Items come after the rest, when the store has found them.
    private void items(String words) {
        var searches = window.actions().itemSearches();
        if (searches.isEmpty()) {
            return;
        }
        finding.<List<FoundItem>>start(
                () -> window.background().read(text("palette.finding"), List.of(), _ -> {
                    var found = new ArrayList<FoundItem>();
                    for (var search : searches) {
                        found.addAll(search.find(words, MOST_ITEMS));
                    }
                    return found;
                }),
                outcome -> {
                    if (outcome instanceof Outcome.Succeeded<List<FoundItem>>(var found)) {
                        int at = chosen.get();
                        found.stream().limit(MOST_ITEMS).map(this::item).forEach(entries::add);
                        chosen.set(at < 0 && !entries.isEmpty() ? 0 : at);
                    }
                });
    }

    private PaletteEntry item(FoundItem item) {
        return PaletteEntry.of("item " + item.instance(), Sort.ITEM, item.title(), item.open())
                .withAbout(item.about())
                .on(window.services().instances().find(item.instance()));
    }

    /// @param words as in the switcher; empty for all, the ones used last first
    private List<Instance> instances(String words) {
        var fleet = window.services().instances().fleet().get();
        if (words.isEmpty()) {
            var order = new LinkedHashSet<>(window.active().recent());
            fleet.live().forEach(instance -> order.add(instance.id()));
            return order.stream()
                    .flatMap(id -> fleet.find(id).stream())
                    .filter(instance -> !instance.trashed())
                    .toList();
        }
        record Hit(Instance instance, InstanceQuery.Place place) {}
        var query = InstanceQuery.of(words, window.texts());
        var hits = new ArrayList<Hit>();
        for (var instance : fleet.live()) {
            query.find(
                            instance,
                            state(instance),
                            fleet.formerNames().getOrDefault(instance.id(), List.of()),
                            window.words())
                    .ifPresent(hit -> hits.add(new Hit(instance, hit.place())));
        }
        hits.sort(Comparator.comparing(Hit::place)
                .thenComparing(
                        hit -> !hit.instance.name().toLowerCase(Locale.ROOT).startsWith(query.firstWord())));
        return hits.stream().map(Hit::instance).toList();
    }

    private ShownState state(Instance instance) {
        var health = window.services().health().states().get().get(instance.id());
        return health == null ? ShownState.UNKNOWN : health.state();
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }
}
