package io.pilothouse.ui.instances;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.IdentityColour;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.Work;
import io.pilothouse.tasks.connection.ConnectionTests.Diagnosis;
import io.pilothouse.tasks.connection.ConnectionTests.Recognised;
import io.pilothouse.tasks.connection.ConnectionTests.SharedText;
import io.pilothouse.tasks.connection.ConnectionTests.TestResult;
import io.pilothouse.tasks.instance.Instances.Look;
import io.pilothouse.tasks.instance.Kinds;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.UiServices;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableMap;

/// A form for one instance: recognises what answers at the address without a secret, tests the values
/// as they stand, and saves them for the instance and configuration version it was opened on. Knows no
/// nodes. FX thread only.
public final class InstanceFormViewModel implements AutoCloseable {

    /// What comes after a good save.
    public enum After {
        OPEN,
        ANOTHER,
        STAY
    }

    /// How requests leave this computer, as offered.
    public enum ProxyWay {
        SYSTEM,
        NONE,
        THROUGH
    }

    /// Which certificates are believed, as offered.
    public enum Trust {
        SYSTEM,
        AUTHORITY,
        PINNED
    }

    /// Names of the fields that errors are told at; those of the kind begin with `setting:` and
    /// `secret:`.
    public static final String ADDRESS = "address";

    public static final String KIND = "kind";
    public static final String SECOND = "second";
    public static final String NAME = "name";
    public static final String MONOGRAM = "monogram";
    public static final String TIMEOUT = "timeout";
    public static final String CHECK_EVERY = "checkEvery";
    public static final String PRIORITY = "priority";
    public static final String PROXY = "proxy";
    public static final String TRUST = "trust";
    public static final String HEADERS = "headers";
    private static final String SETTING = "setting:";
    private static final String SECRET = "secret:";

    /// How long typing pauses before the address is looked at.
    static final Duration TYPING_PAUSE = Duration.ofMillis(600);

    /// A change of at least so many characters at once was pasted, not typed.
    private static final int PASTED = 6;

    private final UiServices services;
    private final Texts texts;
    private final FormPurpose purpose;
    private final Consumer<Saved> saved;
    private final Latest looking;
    private final Latest testing;
    private final Latest dressing;
    private final Subscription watching;

    private final StringProperty address = new SimpleStringProperty("");
    private final StringProperty second = new SimpleStringProperty("");
    private final ObjectProperty<Optional<KindId>> kind = new SimpleObjectProperty<>(Optional.empty());
    private final StringProperty name = new SimpleStringProperty("");
    private final StringProperty monogram = new SimpleStringProperty("");
    private final ObjectProperty<IdentityColour> colour = new SimpleObjectProperty<>(IdentityColour.COBALT);
    private final StringProperty group = new SimpleStringProperty("");
    private final ObjectProperty<Optional<GuardLevel>> guard = new SimpleObjectProperty<>(Optional.empty());
    private final StringProperty tags = new SimpleStringProperty("");
    private final StringProperty notes = new SimpleStringProperty("");
    private final StringProperty timeout = new SimpleStringProperty("");
    private final StringProperty checkEvery = new SimpleStringProperty("");
    private final StringProperty priority = new SimpleStringProperty("");
    private final BooleanProperty enabled = new SimpleBooleanProperty(true);
    private final ObjectProperty<ProxyWay> proxy = new SimpleObjectProperty<>(ProxyWay.SYSTEM);
    private final StringProperty proxyAt = new SimpleStringProperty("");
    private final ObjectProperty<Trust> trust = new SimpleObjectProperty<>(Trust.SYSTEM);
    private final StringProperty authority = new SimpleStringProperty("");
    private final StringProperty pin = new SimpleStringProperty("");
    private final ObservableList<HeaderRow> headers = FXCollections.observableArrayList();
    private final Map<String, StringProperty> kindFields = new HashMap<>();
    private final ObservableMap<String, Boolean> replacing = FXCollections.observableHashMap();
    private final ObservableMap<String, Boolean> removing = FXCollections.observableHashMap();

    private final ReadOnlyObjectWrapper<Sighting> sighting = new ReadOnlyObjectWrapper<>(new Sighting.Nothing());
    private final ReadOnlyObjectWrapper<FormTest> test = new ReadOnlyObjectWrapper<>(new FormTest.Untested());
    private final ReadOnlyObjectWrapper<Optional<Problem>> failure = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Instant>> changedSince = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<String>> firstInvalid = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyBooleanWrapper saving = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper waiting = new ReadOnlyBooleanWrapper();
    private final ObservableMap<String, String> problems = FXCollections.observableHashMap();

    private Optional<Instance> editing;
    private Optional<Values> tested = Optional.empty();
    private Optional<After> pending = Optional.empty();
    private Optional<Subscription> pause = Optional.empty();
    private boolean filling;
    private boolean kindChosen;
    private boolean nameTouched;
    private boolean lookTouched;
    private Snapshot opened;

    /// What was saved and what comes next.
    public record Saved(Instance instance, After after, boolean tested) {}

    /// Everything a test depends on.
    private record Values(Configuration configuration, Map<String, Secret> secrets) {}

    /// Everything a person can change, to tell whether they did.
    private record Snapshot(List<Object> values) {}

    /// @param saved hears of each good save
    public InstanceFormViewModel(UiServices services, Texts texts, FormPurpose purpose, Consumer<Saved> saved) {
        this.services = services;
        this.texts = texts;
        this.purpose = purpose;
        this.saved = saved;
        looking = new Latest(services.fx());
        testing = new Latest(services.fx());
        dressing = new Latest(services.fx());
        editing = purpose.edited();
        fill();
        opened = snapshot();
        address.addListener((_, old, now) -> addressChanged(old, now));
        name.addListener((_, _, _) -> nameTouched |= !filling);
        monogram.addListener((_, _, _) -> lookTouched |= !filling);
        colour.addListener((_, _, _) -> lookTouched |= !filling);
        for (var field : List.of(second, timeout, proxyAt, authority, pin)) {
            field.addListener((_, _, _) -> changed());
        }
        proxy.addListener((_, _, _) -> changed());
        trust.addListener((_, _, _) -> changed());
        headers.addListener((javafx.collections.ListChangeListener<HeaderRow>) _ -> changed());
        watching = services.instances().fleet().subscribe(services.fx(), _ -> compareWithStore());
    }

    // ---- what it was opened for

    private void fill() {
        filling = true;
        switch (purpose) {
            case FormPurpose.Add(var before) ->
                before.ifPresent(neighbour -> {
                    address.set(neighbour.host().uri().getScheme() + "://"
                            + neighbour.host().host() + ":");
                    group.set(neighbour.group());
                    guard.set(neighbour.guard());
                });
            case FormPurpose.Edit(Instance _) -> fill(editing.orElseThrow());
            case FormPurpose.Clone(Instance source) -> {
                fill(source);
                address.set("");
                name.set(freeName(source.kind(), source.name()));
            }
        }
        filling = false;
    }

    private void fill(Instance instance) {
        var configuration = instance.configuration();
        var connection = configuration.connection();
        kind.set(Optional.of(instance.kind()));
        kindChosen = true;
        address.set(plain(connection.address()));
        second.set(connection.second().map(Address::toString).orElse(""));
        name.set(configuration.name());
        nameTouched = true;
        lookTouched = editing.isPresent();
        monogram.set(configuration.monogram());
        colour.set(configuration.colour());
        group.set(configuration.group());
        guard.set(configuration.guard());
        tags.set(String.join(", ", configuration.tags()));
        notes.set(configuration.notes());
        enabled.set(configuration.enabled());
        timeout.set(
                connection.timeout().equals(Connection.USUAL_TIMEOUT)
                        ? ""
                        : Long.toString(connection.timeout().toSeconds()));
        checkEvery.set(configuration
                .checkEvery()
                .map(every -> Long.toString(every.toSeconds()))
                .orElse(""));
        priority.set(
                configuration.priority() == Configuration.USUAL_PRIORITY
                        ? ""
                        : Integer.toString(configuration.priority()));
        switch (connection.proxy()) {
            case Connection.ProxyChoice.System() -> proxy.set(ProxyWay.SYSTEM);
            case Connection.ProxyChoice.None() -> proxy.set(ProxyWay.NONE);
            case Connection.ProxyChoice.Through(String host, int port) -> {
                proxy.set(ProxyWay.THROUGH);
                proxyAt.set(host + ":" + port);
            }
        }
        switch (connection.trust()) {
            case Connection.TlsTrust.System() -> trust.set(Trust.SYSTEM);
            case Connection.TlsTrust.Authority(String pem) -> {
                trust.set(Trust.AUTHORITY);
                authority.set(pem);
            }
            case Connection.TlsTrust.Pinned(String sha256) -> {
                trust.set(Trust.PINNED);
                pin.set(sha256);
            }
        }
        headers.setAll(connection.headers().stream()
                .map(header -> HeaderRow.of(
                        header.name(), header.value(), header.secret(), header.secret() && editing.isPresent()))
                .toList());
        configuration
                .settings()
                .forEach((setting, value) -> kindField(SETTING + setting).set(value));
    }

    /// Throws away what was typed and shows the instance as it is stored now.
    public void reload() {
        var id = editing.orElseThrow().id();
        services.instances().find(id).ifPresent(this::reopen);
    }

    private void reopen(Instance instance) {
        editing = Optional.of(instance);
        kindFields.forEach((field, value) -> {
            if (field.startsWith(SECRET)) {
                value.set("");
            }
        });
        replacing.clear();
        removing.clear();
        filling = true;
        fill(instance);
        filling = false;
        problems.clear();
        failure.set(Optional.empty());
        changedSince.set(Optional.empty());
        opened = snapshot();
        changed();
    }

    private void compareWithStore() {
        editing.ifPresent(opened -> {
            if (saving.get()) {
                return;
            }
            var now = services.instances().find(opened.id());
            if (now.isPresent() && now.get().configVersion() > opened.configVersion() && !dirty()) {
                reopen(now.get()); // nothing was typed: show what is true
            } else {
                changedSince.set(now.filter(stored -> stored.configVersion() > opened.configVersion())
                        .map(Instance::updatedAt));
            }
        });
    }

    // ---- recognising, without a secret

    private void addressChanged(String before, String now) {
        problems.remove(ADDRESS);
        pause.ifPresent(Subscription::close);
        pause = Optional.empty();
        looking.cancel();
        sighting.set(new Sighting.Nothing());
        if (!kindChosen) {
            kind.set(Optional.empty());
        }
        changed();
        if (filling || now.isBlank()) {
            return;
        }
        if (pasted(before, now)) {
            look();
        } else {
            pause = Optional.of(services.later().after(TYPING_PAUSE, this::look));
        }
    }

    /// @return whether so many characters came at once that nobody typed them
    private static boolean pasted(String before, String now) {
        int shorter = Math.min(before.length(), now.length());
        int same = 0;
        while (same < shorter && before.charAt(same) == now.charAt(same)) {
            same++;
        }
        int sameEnd = 0;
        while (sameEnd < shorter - same
                && before.charAt(before.length() - 1 - sameEnd) == now.charAt(now.length() - 1 - sameEnd)) {
            sameEnd++;
        }
        return now.length() - same - sameEnd >= PASTED;
    }

    /// Looks what answers at the address. Called when something was pasted, the typing paused, or the
    /// field was left.
    public void look() {
        pause.ifPresent(Subscription::close);
        pause = Optional.empty();
        var text = address.get().strip();
        if (text.isEmpty() || !(sighting.get() instanceof Sighting.Nothing) || unchangedAddress()) {
            return;
        }
        sighting.set(new Sighting.Looking());
        looking.<SharedText>start(
                () -> start(
                        "read-address",
                        "read an address",
                        List.of(),
                        _ -> services.connectionTests().read(text)),
                this::read);
    }

    /// @return whether it is the address that the edited instance has anyway
    private boolean unchangedAddress() {
        return editing.filter(one ->
                        addressAs(address.get()).filter(one.address()::equals).isPresent())
                .isPresent();
    }

    private void read(Outcome<SharedText> outcome) {
        switch (outcome) {
            case Outcome.Succeeded<SharedText>(SharedText shared) -> {
                shared.secret().ifPresent(this::takeShared);
                recognise(shared.address());
            }
            case Outcome.Failed<SharedText>(Problem problem) -> {
                sighting.set(new Sighting.Nothing());
                problems.put(ADDRESS, problem.summary());
                giveUpWaiting();
            }
            case Outcome.Cancelled<SharedText>() -> giveUpWaiting();
        }
    }

    private void takeShared(Secret secret) {
        // kept for the main secret of whatever kind answers; the field shows it as dots
        kindField(SECRET).set(secret.value());
    }

    private record Seen(Recognised recognised, Duration took) {}

    private void recognise(Address at) {
        looking.<Seen>start(
                () -> start("recognise", "see what answers at " + at.host(), List.of(), _ -> {
                    var from = services.clock().instant();
                    var recognised = services.connectionTests().recognise(at);
                    return new Seen(
                            recognised, Duration.between(from, services.clock().instant()));
                }),
                outcome -> recognised(at, outcome));
    }

    private void recognised(Address at, Outcome<Seen> outcome) {
        switch (outcome) {
            case Outcome.Succeeded<Seen>(Seen seen) -> {
                var found = seen.recognised();
                var same = found.sameAs().stream()
                        .filter(id -> editing.filter(one -> one.id().equals(id)).isEmpty())
                        .flatMap(id -> services.instances().find(id).stream())
                        .filter(one -> !one.trashed())
                        .toList();
                fillAddress(found.address());
                sighting.set(new Sighting.Known(found.kind(), found.product(), found.certain(), seen.took(), same));
                if (!kindChosen) {
                    setKind(found.kind());
                }
                goOn();
            }
            case Outcome.Failed<Seen>(Problem problem) -> {
                fillAddress(at);
                sighting.set(new Sighting.Unknown(problem));
                giveUpWaiting();
            }
            case Outcome.Cancelled<Seen>() -> giveUpWaiting();
        }
    }

    /// @return without the slash that stands for an empty path
    private static String plain(Address at) {
        var text = at.toString();
        return at.uri().getRawPath().equals("/") ? text.substring(0, text.length() - 1) : text;
    }

    private void fillAddress(Address found) {
        filling = true;
        var text = found.toString();
        var shown = plain(found);
        if (!address.get().strip().equals(text) && !address.get().strip().equals(shown)) {
            var before = sighting.get();
            address.set(shown);
            sighting.set(before);
        }
        filling = false;
    }

    /// Says which service it is, in place of what was seen.
    public void chooseKind(KindId chosen) {
        kindChosen = true;
        setKind(chosen);
    }

    private void setKind(KindId chosen) {
        kind.set(Optional.of(chosen));
        problems.remove(KIND);
        changed();
        propose();
        var shared = kindFields.get(SECRET);
        if (shared != null && !shared.get().isEmpty()) {
            var typed = shared.get();
            shared.set("");
            mainSecret().ifPresent(field -> field.text().set(typed));
        }
    }

    private void propose() {
        var chosen = kind.get().orElseThrow();
        if (!nameTouched) {
            var display =
                    services.kinds().find(chosen).map(Kinds.Kind::displayName).orElse(chosen.value());
            proposeName(display);
        } else {
            proposeLook();
        }
    }

    private void proposeName(String wanted) {
        filling = true;
        name.set(freeName(kind.get().orElseThrow(), wanted));
        filling = false;
        proposeLook();
    }

    private void proposeLook() {
        if (lookTouched) {
            return;
        }
        var chosen = kind.get().orElseThrow();
        var called = name.get();
        if (monogram.get().isBlank() && !called.isBlank()) {
            filling = true;
            monogram.set(called.strip().substring(0, 1).toUpperCase(Locale.ROOT)); // until a better one is proposed
            filling = false;
        }
        dressing.<Look>start(
                () -> start(
                        "propose-look",
                        "propose colour and letters",
                        List.of(),
                        _ -> services.instances().proposeLook(chosen, called)),
                outcome -> {
                    if (outcome instanceof Outcome.Succeeded<Look>(Look look) && !lookTouched) {
                        filling = true;
                        colour.set(look.colour());
                        monogram.set(look.monogram());
                        filling = false;
                    }
                });
    }

    /// @return `wanted`, with a number behind it where another instance of the kind is called so
    private String freeName(KindId of, String wanted) {
        for (int i = 1; ; i++) {
            var candidate = i == 1 ? wanted : wanted + " " + i;
            if (!taken(of, candidate)) {
                return candidate;
            }
        }
    }

    private boolean taken(KindId of, String wanted) {
        return services.instances().fleet().get().byId().values().stream()
                .filter(one ->
                        editing.filter(mine -> mine.id().equals(one.id())).isEmpty())
                .anyMatch(one -> one.kind().equals(of) && one.name().equalsIgnoreCase(wanted.strip()));
    }

    // ---- the kind's own fields

    /// One field that the kind asks for.
    ///
    /// @param id       what errors are told at
    /// @param required whether it must be filled
    /// @param main     whether it stands in the open, not among the details
    public record KindField(
            String id,
            String name,
            String label,
            boolean secret,
            boolean required,
            boolean main,
            StringProperty text) {}

    /// @return in the order of filling in: what is told before the secret, then the secrets
    public List<KindField> kindFields() {
        var known = kind.get().flatMap(services.kinds()::find);
        if (known.isEmpty()) {
            return List.of(
                    new KindField(SECRET, "", texts.text("instances.secret"), true, false, true, secretField(SECRET)));
        }
        var fields = new ArrayList<KindField>();
        for (var setting : known.get().settingFields()) {
            var id = SETTING + setting.name();
            fields.add(new KindField(
                    id,
                    setting.name(),
                    label(setting.name(), setting.label()),
                    false,
                    setting.required(),
                    setting.required() || !setting.usual().isEmpty(),
                    settingField(id, setting.usual())));
        }
        boolean first = true;
        for (var secret : known.get().secretFields()) {
            var id = SECRET + secret.name();
            fields.add(new KindField(
                    id,
                    secret.name(),
                    label(secret.name(), secret.label()),
                    true,
                    secret.required(),
                    first || secret.required(),
                    secretField(id)));
            first = false;
        }
        return fields;
    }

    /// What a kind calls a field, in the person's language where we have it.
    private String label(String name, String label) {
        return texts.textOr("instances.field." + name, label);
    }

    private Optional<KindField> mainSecret() {
        return kindFields().stream().filter(KindField::secret).findFirst();
    }

    private StringProperty kindField(String id) {
        return kindFields.computeIfAbsent(id, field -> {
            var text = new SimpleStringProperty("");
            text.addListener((_, before, now) -> {
                problems.remove(field);
                changed();
                if (field.startsWith(SECRET) && !filling && pasted(before, now)) {
                    testSoon();
                }
            });
            return text;
        });
    }

    private StringProperty settingField(String id, String usual) {
        boolean fresh = !kindFields.containsKey(id);
        var text = kindField(id);
        if (fresh && !usual.isEmpty()) {
            text.set(usual);
        }
        return text;
    }

    private StringProperty secretField(String id) {
        return kindField(id);
    }

    /// @return whether the store holds a value for this secret that stays unless it is replaced
    public boolean storedSecret(KindField field) {
        return editing.isPresent()
                && field.secret()
                && !replacing.containsKey(field.id())
                && !removing.containsKey(field.id());
    }

    /// Opens the field of a stored secret for a new value.
    public void replace(KindField field) {
        removing.remove(field.id());
        replacing.put(field.id(), true);
    }

    /// Will take a stored secret away when saved.
    public void removeSecret(KindField field) {
        field.text().set("");
        replacing.remove(field.id());
        removing.put(field.id(), true);
        changed();
    }

    public ObservableMap<String, Boolean> replacing() {
        return replacing;
    }

    public ObservableMap<String, Boolean> removing() {
        return removing;
    }

    /// @return how many fields a person must still fill in
    public long mustBeTyped() {
        long blank = address.get().isBlank() ? 1 : 0;
        return blank
                + kindFields().stream()
                        .filter(field -> field.main() && (field.required() || field.secret()))
                        .filter(field -> field.text().get().isEmpty() && !storedSecret(field))
                        .count();
    }

    /// @return the page of the service where a person finds the secret
    public Optional<URI> secretPage() {
        var page = kind.get().flatMap(services.kinds()::find).flatMap(Kinds.Kind::secretPage);
        return page.flatMap(path -> addressAs(address.get()).map(root -> root.resolve(path)));
    }

    // ---- values

    private static Optional<Address> addressAs(String text) {
        try {
            return Optional.of(Address.of(text.strip()));
        } catch (IllegalArgumentException ignored) {
            return Optional.empty();
        }
    }

    /// Reads the whole form; each bad field gets its problem.
    private Optional<Values> values() {
        problems.clear();
        var at = addressAs(address.get());
        if (address.get().isBlank()) {
            problems.put(ADDRESS, texts.text("instances.bad.address-missing"));
        } else if (at.isEmpty()) {
            problems.put(ADDRESS, texts.text("instances.bad.address"));
        }
        if (kind.get().isEmpty()) {
            problems.put(KIND, texts.text("instances.bad.kind"));
        }
        var way = second.get().isBlank() ? Optional.<Address>empty() : addressAs(second.get());
        if (!second.get().isBlank() && way.isEmpty()) {
            problems.put(SECOND, texts.text("instances.bad.address"));
        }
        checkName();
        int letters =
                monogram.get().strip().codePointCount(0, monogram.get().strip().length());
        if (letters < 1 || letters > 2) {
            problems.put(MONOGRAM, texts.text("instances.bad.monogram"));
        }
        var limit = seconds(TIMEOUT, timeout.get(), 1, 300, "instances.bad.timeout");
        var every = seconds(CHECK_EVERY, checkEvery.get(), 10, 86_400, "instances.bad.check-every");
        var rank = seconds(PRIORITY, priority.get(), 0, 1_000_000, "instances.bad.priority");
        var through = proxyChoice();
        var believed = trustChoice();
        var settings = settings();
        var named = headers.stream().filter(row -> !row.name().get().isBlank()).toList();
        if (named.stream().anyMatch(row -> !row.name().get().strip().matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+"))) {
            problems.put(HEADERS, texts.text("instances.bad.headers"));
        }
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        var connection = new Connection(
                at.orElseThrow(),
                way,
                limit.map(Duration::ofSeconds).orElse(Connection.USUAL_TIMEOUT),
                through,
                believed,
                named.stream()
                        .map(row -> new Connection.ExtraHeader(
                                row.name().get().strip(),
                                row.secret().get() ? "" : row.value().get().strip(),
                                row.secret().get()))
                        .toList());
        var configuration = new Configuration(
                kind.get().orElseThrow(),
                name.get(),
                connection,
                enabled.get(),
                rank.map(Math::toIntExact).orElse(Configuration.USUAL_PRIORITY),
                group.get() == null ? "" : group.get(),
                Arrays.asList(tags.get().split(",")),
                colour.get(),
                monogram.get().strip(),
                guard.get(),
                every.map(Duration::ofSeconds),
                notes.get(),
                new TreeMap<>(settings));
        return Optional.of(new Values(configuration, newSecrets()));
    }

    private void checkName() {
        if (name.get().isBlank()) {
            problems.put(NAME, texts.text("instances.bad.name-missing"));
        } else if (name.get().strip().length() > 100) {
            problems.put(NAME, texts.text("instances.bad.name-long"));
        } else if (kind.get().filter(of -> taken(of, name.get())).isPresent()) {
            problems.put(NAME, texts.text("instances.bad.name-taken", name.get().strip()));
        }
    }

    private Optional<Long> seconds(String field, String text, long least, long most, String words) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            long value = Long.parseLong(text.strip());
            if (value >= least && value <= most) {
                return Optional.of(value);
            }
        } catch (NumberFormatException ignored) {
            // told below, as a number out of range is
        }
        problems.put(field, texts.text(words));
        return Optional.empty();
    }

    private Connection.ProxyChoice proxyChoice() {
        return switch (proxy.get()) {
            case SYSTEM -> new Connection.ProxyChoice.System();
            case NONE -> new Connection.ProxyChoice.None();
            case THROUGH -> {
                var parts = proxyAt.get().strip().split(":");
                if (parts.length == 2 && !parts[0].isBlank() && parts[1].matches("\\d{1,5}")) {
                    yield new Connection.ProxyChoice.Through(parts[0], Integer.parseInt(parts[1]));
                }
                problems.put(PROXY, texts.text("instances.bad.proxy"));
                yield new Connection.ProxyChoice.System();
            }
        };
    }

    private Connection.TlsTrust trustChoice() {
        return switch (trust.get()) {
            case SYSTEM -> new Connection.TlsTrust.System();
            case AUTHORITY -> {
                if (!authority.get().contains("BEGIN CERTIFICATE")) {
                    problems.put(TRUST, texts.text("instances.bad.authority"));
                }
                yield new Connection.TlsTrust.Authority(authority.get());
            }
            case PINNED -> {
                var print = pin.get().replaceAll("[\\s:]", "").toLowerCase(Locale.ROOT);
                if (print.matches("[0-9a-f]{64}")) {
                    yield new Connection.TlsTrust.Pinned(print);
                }
                problems.put(TRUST, texts.text("instances.bad.pin"));
                yield new Connection.TlsTrust.System();
            }
        };
    }

    private Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>(editing.map(
                        one -> Map.<String, String>copyOf(one.configuration().settings()))
                .orElse(Map.of()));
        for (var field : kindFields()) {
            if (!field.secret()) {
                if (field.text().get().isBlank()) {
                    settings.remove(field.name());
                } else {
                    settings.put(field.name(), field.text().get().strip());
                }
            }
        }
        kind.get()
                .ifPresent(of -> services.kinds()
                        .badSettings(of, settings)
                        .forEach((setting, reason) -> problems.put(SETTING + setting, reason)));
        return settings;
    }

    private Map<String, Secret> newSecrets() {
        var secrets = new HashMap<String, Secret>();
        for (var field : kindFields()) {
            if (field.secret() && !field.text().get().isBlank() && !storedSecret(field)) {
                secrets.put(field.name(), new Secret(field.text().get().strip()));
            }
        }
        for (var row : headers) {
            if (row.secret().get()
                    && !row.name().get().isBlank()
                    && !row.value().get().isEmpty()) {
                secrets.put(
                        "header:" + row.name().get().strip(),
                        new Secret(row.value().get()));
            }
        }
        return secrets;
    }

    private void changed() {
        testing.cancel();
        if (!(test.get() instanceof FormTest.Untested)) {
            test.set(new FormTest.Untested());
        }
        tested = Optional.empty();
        failure.set(Optional.empty());
    }

    // ---- testing

    private void testSoon() {
        if (sighting.get() instanceof Sighting.Known known
                && kind.get().filter(known.kind()::equals).isPresent()) {
            runTest();
        }
    }

    /// Tests the values as they stand. Sends the secret, so only after the kind is settled.
    public void runTest() {
        var now = values();
        if (now.isEmpty()) {
            tellFirst();
            giveUpWaiting();
            return;
        }
        var values = now.get();
        test.set(new FormTest.Running());
        var stored = editing.map(Instance::id);
        testing.<FormTest>start(
                () -> start(
                        "instance-test",
                        "test " + values.configuration().name(),
                        stored.stream().toList(),
                        _ -> tested(values, stored)),
                outcome -> {
                    switch (outcome) {
                        case Outcome.Succeeded<FormTest>(FormTest ended) -> ended(values, ended);
                        case Outcome.Failed<FormTest>(Problem problem) -> ended(values, new FormTest.Broken(problem));
                        case Outcome.Cancelled<FormTest>() -> giveUpWaiting();
                    }
                });
    }

    /// Runs in a task. A secret that is refused is sent once: the full test follows only a diagnosis in
    /// which every step was fine, or in which another product answered.
    private FormTest tested(Values values, Optional<InstanceId> stored) throws InterruptedException {
        var tests = services.connectionTests();
        Diagnosis diagnosis = tests.diagnose(values.configuration(), stored, values.secrets());
        if (diagnosis.cause().isPresent()) {
            var message = diagnosis.steps().stream()
                    .filter(step -> step.outcome() == io.pilothouse.tasks.connection.ConnectionTests.StepOutcome.FAILED)
                    .map(step -> step.message())
                    .findFirst()
                    .orElse("");
            var asked =
                    diagnosis.cause().filter(FaultCode.WRONG_PRODUCT::equals).isPresent()
                            ? Optional.of(
                                    tests.test(values.configuration(), stored, values.secrets())) // says what it is
                            : Optional.<TestResult>empty();
            return new FormTest.Failed(diagnosis, asked, diagnosis.cause(), message);
        }
        TestResult result = tests.test(values.configuration(), stored, values.secrets());
        return result.ok()
                ? new FormTest.Passed(diagnosis, result)
                : new FormTest.Failed(diagnosis, Optional.of(result), result.code(), result.message());
    }

    private void ended(Values values, FormTest how) {
        test.set(how);
        if (how instanceof FormTest.Passed passed) {
            passed.result()
                    .identity()
                    .filter(who -> !who.name().isBlank() && !nameTouched)
                    .ifPresent(who -> {
                        proposeName(who.name());
                    });
            tested = Optional.of(values);
            if (pending.isPresent()) {
                var after = pending.get();
                pending = Optional.empty();
                save(after);
            }
            return;
        }
        if (how instanceof FormTest.Failed failed && chooseWhatAnswered(failed)) {
            return;
        }
        if (how instanceof FormTest.Failed failed) {
            failed.code()
                    .filter(code -> code.secretRefused() || code == FaultCode.SECRET_MISSING)
                    .flatMap(_ -> mainSecret())
                    .ifPresent(field -> problems.put(
                            field.id(),
                            texts.text(
                                    failed.code().equals(Optional.of(FaultCode.SECRET_MISSING))
                                            ? "instances.secret-missing"
                                            : "instances.secret-refused",
                                    kindName(),
                                    host())));
        }
        if (pending.isPresent()) {
            tellFirst(); // whoever wanted to save is brought to the field that is wrong
        }
        giveUpWaiting();
    }

    /// What an address shows to anybody may fit two kinds; the version that comes with the key decides, unless
    /// a person chose the kind.
    ///
    /// @return whether it is tested again as the kind that answered
    private boolean chooseWhatAnswered(FormTest.Failed failed) {
        var actual = failed.result().flatMap(TestResult::actualKind);
        boolean guessed = !kindChosen && sighting.get() instanceof Sighting.Known known && !known.certain();
        if (!guessed || actual.isEmpty() || kind.get().equals(actual)) {
            return false;
        }
        var typed = mainSecret().map(field -> field.text().get()).orElse("");
        setKind(actual.get());
        filling = true;
        mainSecret().ifPresent(field -> field.text().set(typed));
        filling = false;
        runTest();
        return true;
    }

    /// @return the kind that really answers, where it is not the one that is chosen
    public Optional<KindId> otherKind() {
        Optional<KindId> seen = test.get() instanceof FormTest.Failed failed
                ? failed.result().flatMap(TestResult::actualKind)
                : Optional.empty();
        return seen.or(() ->
                        sighting.get() instanceof Sighting.Known known ? Optional.of(known.kind()) : Optional.empty())
                .filter(actual -> kind.get().filter(actual::equals).isEmpty());
    }

    /// Believes exactly this certificate, for this instance, and tests again.
    public void trustCertificate(String sha256) {
        trust.set(Trust.PINNED);
        pin.set(sha256);
        runTest();
    }

    public String kindName() {
        return kind.get()
                .map(of ->
                        services.kinds().find(of).map(Kinds.Kind::displayName).orElse(of.value()))
                .orElse("");
    }

    /// @return host and port of the address, as far as it is one
    public String host() {
        return addressAs(address.get()).map(at -> at.uri().getRawAuthority()).orElse(address.get());
    }

    // ---- saving

    /// Saves after a good test; tests first where the values were not tested. What is still under way
    /// is waited for, without blocking.
    public void submit(After after) {
        if (saving.get()) {
            return;
        }
        pending = Optional.of(after);
        waiting.set(true);
        if (sighting.get() instanceof Sighting.Nothing
                && !filling
                && !address.get().isBlank()
                && needsLook()) {
            look();
        }
        goOn();
    }

    private boolean needsLook() {
        return kind.get().isEmpty();
    }

    private void goOn() {
        if (pending.isEmpty() || sighting.get() instanceof Sighting.Looking) {
            return;
        }
        switch (test.get()) {
            case FormTest.Passed _
            when tested.isPresent() -> {
                var after = pending.get();
                pending = Optional.empty();
                save(after);
            }
            case FormTest.Running _ -> {}
            default -> {
                if (sameConnection()) {
                    var after = pending.get();
                    pending = Optional.empty();
                    save(after);
                } else {
                    runTest();
                }
            }
        }
    }

    /// @return whether nothing was changed that a test could judge
    private boolean sameConnection() {
        return editing.isPresent()
                && removing.isEmpty()
                && values().filter(now -> now.secrets().isEmpty()
                                && now.configuration()
                                        .connection()
                                        .equals(editing.get().configuration().connection())
                                && now.configuration()
                                        .settings()
                                        .equals(editing.get().configuration().settings()))
                        .isPresent();
    }

    private void giveUpWaiting() {
        pending = Optional.empty();
        waiting.set(false);
    }

    /// Saves whatever the test said; it is tested again in the background.
    public void saveUntested(After after) {
        giveUpWaiting();
        if (!saving.get()) {
            save(after);
        }
    }

    private void save(After after) {
        var now = values();
        if (now.isEmpty()) {
            tellFirst();
            giveUpWaiting();
            return;
        }
        var configuration = now.get().configuration();
        var secrets = now.get().secrets();
        boolean good = test.get() instanceof FormTest.Passed;
        var removed = List.copyOf(removing.keySet());
        saving.set(true);
        var ids = editing.map(Instance::id).stream().toList();
        Work<Instance> work = editing.<Work<Instance>>map(instance -> _ -> services.instances()
                        .edit(
                                instance.id(),
                                instance.configVersion(),
                                configuration,
                                changes(secrets, removed),
                                Consent.none(Origin.WINDOW)))
                .orElseGet(() -> _ ->
                        services.instances().add(configuration, new Secrets(secrets), Consent.none(Origin.WINDOW)));
        var title = (editing.isPresent() ? "save " : "add ") + configuration.name();
        services.tasks()
                .start(new TaskRequest("instance-save", title, ids, Origin.WINDOW), work)
                .whenEnded(services.fx(), outcome -> saved(outcome, after, good));
    }

    private static Map<String, Optional<Secret>> changes(Map<String, Secret> secrets, List<String> removed) {
        var changes = new HashMap<String, Optional<Secret>>();
        secrets.forEach((field, value) -> changes.put(field, Optional.of(value)));
        removed.forEach(field -> changes.put(field.substring(SECRET.length()), Optional.empty()));
        return changes;
    }

    private void saved(Outcome<Instance> outcome, After after, boolean good) {
        saving.set(false);
        waiting.set(false);
        switch (outcome) {
            case Outcome.Succeeded<Instance>(Instance instance) -> {
                if (editing.isPresent()) {
                    reopen(instance);
                } else {
                    opened = snapshot();
                }
                saved.accept(new Saved(instance, after, good));
            }
            case Outcome.Failed<Instance>(Problem problem) -> {
                failure.set(Optional.of(problem));
                if (problem.code() == ProblemCode.BAD_ADDRESS) {
                    problems.put(ADDRESS, problem.summary());
                }
                compareWithStore();
            }
            case Outcome.Cancelled<Instance>() -> {}
        }
    }

    private void tellFirst() {
        var order = new ArrayList<>(List.of(ADDRESS, KIND));
        kindFields().forEach(field -> order.add(field.id()));
        order.addAll(List.of(NAME, MONOGRAM, SECOND, TIMEOUT, HEADERS, TRUST, PROXY, CHECK_EVERY, PRIORITY));
        firstInvalid.set(Optional.empty());
        firstInvalid.set(order.stream().filter(problems::containsKey).findFirst());
    }

    /// @return what the next form keeps of this one
    public FormPurpose.Add another() {
        return new FormPurpose.Add(addressAs(address.get())
                .map(at -> new FormPurpose.Neighbour(at, group.get() == null ? "" : group.get(), guard.get())));
    }

    private Snapshot snapshot() {
        var values = new ArrayList<Object>(List.of(
                address.get(),
                second.get(),
                kind.get(),
                name.get(),
                monogram.get(),
                colour.get(),
                group.get() == null ? "" : group.get(),
                guard.get(),
                tags.get(),
                notes.get(),
                timeout.get(),
                checkEvery.get(),
                priority.get(),
                enabled.get(),
                proxy.get(),
                proxyAt.get(),
                trust.get(),
                authority.get(),
                pin.get()));
        headers.forEach(row -> values.addAll(
                List.of(row.name().get(), row.value().get(), row.secret().get())));
        kindFields().forEach(field -> values.add(field.text().get()));
        values.add(Map.copyOf(removing));
        return new Snapshot(values);
    }

    /// @return whether something was typed that is not saved
    public boolean dirty() {
        return !opened.equals(snapshot());
    }

    private <T> io.pilothouse.tasks.TaskHandle<T> start(String what, String title, List<InstanceId> ids, Work<T> work) {
        return services.tasks().start(new TaskRequest(what, title, ids, Origin.WINDOW, true), work);
    }

    /// Stops what is under way; secrets that were typed are forgotten.
    @Override
    public void close() {
        looking.cancel();
        testing.cancel();
        dressing.cancel();
        pause.ifPresent(Subscription::close);
        watching.close();
        filling = true;
        kindFields.forEach((field, text) -> {
            if (field.startsWith(SECRET)) {
                text.set("");
            }
        });
    }

    // ---- what screens bind to

    public FormPurpose purpose() {
        return purpose;
    }

    /// @return the stored instance as this form knows it
    public Optional<Instance> editing() {
        return editing;
    }

    public StringProperty address() {
        return address;
    }

    public StringProperty second() {
        return second;
    }

    public ObjectProperty<Optional<KindId>> kind() {
        return kind;
    }

    public StringProperty name() {
        return name;
    }

    public StringProperty monogram() {
        return monogram;
    }

    public ObjectProperty<IdentityColour> colour() {
        return colour;
    }

    public StringProperty group() {
        return group;
    }

    public ObjectProperty<Optional<GuardLevel>> guard() {
        return guard;
    }

    public StringProperty tags() {
        return tags;
    }

    public StringProperty notes() {
        return notes;
    }

    public StringProperty timeout() {
        return timeout;
    }

    public StringProperty checkEvery() {
        return checkEvery;
    }

    public StringProperty priority() {
        return priority;
    }

    public BooleanProperty enabled() {
        return enabled;
    }

    public ObjectProperty<ProxyWay> proxy() {
        return proxy;
    }

    public StringProperty proxyAt() {
        return proxyAt;
    }

    public ObjectProperty<Trust> trust() {
        return trust;
    }

    public StringProperty authority() {
        return authority;
    }

    public StringProperty pin() {
        return pin;
    }

    public ObservableList<HeaderRow> headers() {
        return headers;
    }

    /// @return why a field is not good, by its name
    public ObservableMap<String, String> problems() {
        return problems;
    }

    public ReadOnlyObjectProperty<Sighting> sighting() {
        return sighting.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<FormTest> test() {
        return test.getReadOnlyProperty();
    }

    /// @return why saving failed
    public ReadOnlyObjectProperty<Optional<Problem>> failure() {
        return failure.getReadOnlyProperty();
    }

    /// @return when the instance was changed elsewhere since this form opened
    public ReadOnlyObjectProperty<Optional<Instant>> changedSince() {
        return changedSince.getReadOnlyProperty();
    }

    /// @return the field that should get the focus
    public ReadOnlyObjectProperty<Optional<String>> firstInvalid() {
        return firstInvalid.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty saving() {
        return saving.getReadOnlyProperty();
    }

    /// @return whether a save waits for recognition or test
    public ReadOnlyBooleanProperty waiting() {
        return waiting.getReadOnlyProperty();
    }

    /// @return names of the groups that exist, in alphabetical order
    public List<String> groups() {
        return services.instances().fleet().get().live().stream()
                .map(one -> one.configuration().group())
                .filter(text -> !text.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }
}
