package io.pilothouse.ui.instances;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.IdentityColour;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.alert.AlertSettings.Reach;
import io.pilothouse.tasks.connection.ConnectionTests.Recognised;
import io.pilothouse.tasks.connection.ConnectionTests.TestResult;
import io.pilothouse.tasks.instance.GroupDefaults;
import io.pilothouse.tasks.instance.Kinds;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.UiServices;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
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

    static final Duration TYPING_PAUSE = FormRecognition.TYPING_PAUSE;

    private final UiServices services;
    private final Texts texts;
    private final FormPurpose purpose;
    private final Consumer<Saved> saved;
    private final FormFields fields;
    private final FormWork work;
    private final FormProposals proposals;
    private final FormRecognition recognition;
    private final FormReading reading;
    private final FormTesting testing;
    private final Subscription watching;
    private final Subscription watchingSettings;
    private final ReadOnlyObjectWrapper<Map<String, String>> settings = new ReadOnlyObjectWrapper<>(Map.of());

    private final ReadOnlyObjectWrapper<Optional<Problem>> failure = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Instant>> changedSince = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<String>> firstInvalid = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyBooleanWrapper saving = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper waiting = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper hereAlready = new ReadOnlyBooleanWrapper();
    private final ObservableMap<String, String> problems = FXCollections.observableHashMap();

    private Optional<Instance> editing;
    private Optional<After> pending = Optional.empty();
    private boolean kindChosen;
    private List<Object> opened;
    /// What stands beside the address without a person having typed it.
    private List<Object> beside;

    /// What was saved and what comes next.
    public record Saved(Instance instance, After after, boolean tested) {}

    /// One field that the kind asks for.
    ///
    /// @param id       what errors are told at
    /// @param required whether it must be filled
    /// @param main     whether it stands in the open, not among the details
    /// @param choices  all the values it can have, the one of an empty field first; empty for any text
    /// @param instancesOf the kind of the instances whose ids it holds, none for all; empty for any other field
    public record KindField(
            String id,
            String name,
            String label,
            boolean secret,
            boolean required,
            boolean main,
            StringProperty text,
            List<Choice> choices,
            Optional<KindId> instancesOf) {}

    /// @param words what a person reads
    public record Choice(String value, String words) {}

    /// @param saved hears of each good save
    public InstanceFormViewModel(UiServices services, Texts texts, FormPurpose purpose, Consumer<Saved> saved) {
        this.services = services;
        this.texts = texts;
        this.purpose = purpose;
        this.saved = saved;
        editing = purpose.edited();
        fields = new FormFields(services.kinds(), texts, editing.isPresent(), new Fields());
        work = new FormWork(services.tasks());
        proposals = new FormProposals(services, fields, editing.map(Instance::id));
        recognition = new FormRecognition(services, fields, work, () -> editing, new Seeing());
        reading = new FormReading(fields, proposals, services.kinds(), texts, problems);
        testing = new FormTesting(work, new FormTrial(services.connectionTests()), services.fx(), new Testing());
        fields.quietly(this::fill);
        opened = fields.snapshot();
        beside = besideAddress();
        fields.address.addListener((_, old, now) -> addressChanged(old, now));
        for (var field : List.of(fields.second, fields.timeout, fields.proxyAt, fields.authority, fields.pin)) {
            field.addListener((_, _, _) -> changed());
        }
        fields.proxy.addListener((_, _, _) -> changed());
        fields.trust.addListener((_, _, _) -> changed());
        fields.headers.addListener((ListChangeListener<HeaderRow>) _ -> changed());
        watching = services.instances().fleet().subscribe(services.fx(), _ -> compareWithStore());
        watchingSettings = services.settings().values().subscribe(services.fx(), settings::set);
    }

    private final class Fields implements FormFields.Watcher {

        @Override
        public void changed(String field) {
            problems.remove(field);
            InstanceFormViewModel.this.changed();
        }

        @Override
        public void secretPasted() {
            testSoon();
        }
    }

    private final class Seeing implements FormRecognition.Hearer {

        @Override
        public void shared(Secret secret) {
            fields.takeShared(secret);
        }

        @Override
        public void seen(Recognised found) {
            boolean untouched = !dirty();
            byItself(() -> {
                if (!kindChosen) {
                    setKind(found.kind());
                }
                fields.takeSettings(found.settings());
            });
            if (untouched) {
                opened = fields.snapshot(); // what stands there by itself is nothing that a person would lose
            }
            goOn();
        }

        @Override
        public void badAddress(Problem problem) {
            problems.put(ADDRESS, texts.summary(problem));
        }

        @Override
        public void gaveUp() {
            giveUpWaiting();
        }
    }

    // ---- what it was opened for

    private void fill() {
        switch (purpose) {
            case FormPurpose.Add(var before, var at) -> {
                before.ifPresent(neighbour -> {
                    fields.address.set(neighbour.host().uri().getScheme() + "://"
                            + neighbour.host().host() + ":");
                    fields.group.set(neighbour.group());
                    fields.guard.set(neighbour.guard());
                });
                at.ifPresent(seen -> fields.address.set(FormFields.plain(seen)));
            }
            case FormPurpose.Edit(Instance _) -> fill(editing.orElseThrow());
            case FormPurpose.Clone(Instance source) -> {
                fill(source);
                fields.address.set("");
                fields.name.set(proposals.freeName(source.kind(), source.name()));
                proposals.propose(source.kind());
            }
        }
    }

    private void fill(Instance instance) {
        fields.fill(instance);
        fields.messages.set(services.settings().get(GroupDefaults.messages(instance.id())));
        kindChosen = true;
        proposals.keepName();
        proposals.keepLook(editing.isPresent());
    }

    /// Throws away what was typed and shows the instance as it is stored now.
    public void reload() {
        var id = editing.orElseThrow().id();
        services.instances().find(id).ifPresent(this::reopen);
    }

    private void reopen(Instance instance) {
        editing = Optional.of(instance);
        fields.forgetSecrets();
        fields.replacing.clear();
        fields.removing.clear();
        fields.quietly(() -> fill(instance));
        problems.clear();
        failure.set(Optional.empty());
        changedSince.set(Optional.empty());
        opened = fields.snapshot();
        beside = besideAddress();
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
        recognition.forget();
        if (!kindChosen) {
            byItself(() -> fields.kind.set(Optional.empty()));
        }
        changed();
        if (!fields.filling() && !now.isBlank()) {
            recognition.typed(before, now);
        }
    }

    /// Looks what answers at the address. Called when something was pasted, the typing paused, or the
    /// field was left.
    public void look() {
        recognition.look();
    }

    /// Says which service it is, in place of what was seen.
    public void chooseKind(KindId chosen) {
        kindChosen = true;
        byItself(() -> setKind(chosen));
    }

    private void setKind(KindId chosen) {
        fields.kind.set(Optional.of(chosen));
        problems.remove(KIND);
        changed();
        proposals.propose(chosen);
        fields.passOnSecret();
    }

    // ---- the kind's own fields

    /// @return in the order of filling in: what is told before the secret, then the secrets
    public List<KindField> kindFields() {
        return fields.ofKind();
    }

    /// @return whether the store holds a value for this secret that stays unless it is replaced
    public boolean storedSecret(KindField field) {
        return fields.storedSecret(field);
    }

    /// Opens the field of a stored secret for a new value.
    public void replace(KindField field) {
        fields.removing.remove(field.id());
        fields.replacing.put(field.id(), true);
    }

    /// Will take a stored secret away when saved.
    public void removeSecret(KindField field) {
        field.text().set("");
        fields.replacing.remove(field.id());
        fields.removing.put(field.id(), true);
        changed();
    }

    public ObservableMap<String, Boolean> replacing() {
        return fields.replacing;
    }

    public ObservableMap<String, Boolean> removing() {
        return fields.removing;
    }

    /// @return how many fields a person must still fill in
    public long mustBeTyped() {
        long blank = fields.address.get().isBlank() ? 1 : 0;
        return blank
                + kindFields().stream()
                        .filter(field -> field.main() && (field.required() || field.secret()))
                        .filter(field -> field.text().get().isEmpty() && !storedSecret(field))
                        .count();
    }

    /// @return the page of the service where a person finds the secret
    public Optional<URI> secretPage() {
        var page = fields.kind.get().flatMap(services.kinds()::find).flatMap(Kinds.Kind::secretPage);
        return page.flatMap(path -> fields.at().map(root -> root.resolve(path)));
    }

    private Optional<FormValues> values() {
        return reading.values(editing);
    }

    private void changed() {
        testing.forget();
        hereAlready.set(false);
        failure.set(Optional.empty());
    }

    // ---- testing

    private void testSoon() {
        if (recognition.sighting().get() instanceof Sighting.Known known
                && fields.kind.get().filter(known.kind()::equals).isPresent()) {
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
        testing.run(now.get(), editing.map(Instance::id));
    }

    private final class Testing implements FormTesting.Hearer {

        @Override
        public void passed(FormTest.Passed how) {
            how.result()
                    .identity()
                    .filter(who -> !who.name().isBlank())
                    .ifPresent(who -> proposals.proposeName(who.name()));
            if (pending.isPresent()) {
                savePending();
            }
        }

        @Override
        public void failed(FormTest how) {
            if (how instanceof FormTest.Failed failed) {
                if (chooseWhatAnswered(failed)) {
                    return;
                }
                tellSecret(failed);
            }
            if (pending.isPresent()) {
                tellFirst(); // whoever wanted to save is brought to the field that is wrong
            }
            giveUpWaiting();
        }

        @Override
        public void stopped() {
            giveUpWaiting();
        }
    }

    /// Where the secret is at fault, its field says so.
    private void tellSecret(FormTest.Failed failed) {
        failed.code()
                .filter(code -> code.secretRefused() || code == FaultCode.SECRET_MISSING)
                .flatMap(_ -> fields.mainSecret())
                .ifPresent(field -> problems.put(
                        field.id(),
                        texts.text(
                                failed.code().equals(Optional.of(FaultCode.SECRET_MISSING))
                                        ? "instances.secret-missing"
                                        : "instances.secret-refused",
                                kindName(),
                                host())));
    }

    /// What an address shows to anybody may fit two kinds; the version that comes with the key decides, unless
    /// a person chose the kind.
    ///
    /// @return whether it is tested again as the kind that answered
    private boolean chooseWhatAnswered(FormTest.Failed failed) {
        var actual = failed.result().flatMap(TestResult::actualKind);
        boolean guessed =
                !kindChosen && recognition.sighting().get() instanceof Sighting.Known known && !known.certain();
        if (!guessed || actual.isEmpty() || fields.kind.get().equals(actual)) {
            return false;
        }
        var typed = fields.mainSecret().map(field -> field.text().get()).orElse("");
        setKind(actual.get());
        fields.quietly(() -> fields.mainSecret().ifPresent(field -> field.text().set(typed)));
        runTest();
        return true;
    }

    /// @return who is at this very address already
    Optional<Instance> sameAddress() {
        return recognition.sighting().get() instanceof Sighting.Known known
                ? known.sameAs().stream().findFirst()
                : Optional.empty();
    }

    /// @return who this was found to be, under another address
    Optional<Instance> sameIdentity() {
        return test().get() instanceof FormTest.Passed passed
                ? passed.result().sameAs().stream()
                        .filter(id -> editing.filter(one -> one.id().equals(id)).isEmpty())
                        .flatMap(id -> services.instances().find(id).stream())
                        .filter(one -> !one.trashed())
                        .findFirst()
                : Optional.empty();
    }

    /// Whether a person was shown that it is here already when they wanted to add it.
    public ReadOnlyBooleanProperty hereAlready() {
        return hereAlready.getReadOnlyProperty();
    }

    /// @return the kind that really answers, where it is not the one that is chosen
    public Optional<KindId> otherKind() {
        Optional<KindId> seen = test().get() instanceof FormTest.Failed failed
                ? failed.result().flatMap(TestResult::actualKind)
                : Optional.empty();
        return seen.or(() -> recognition.sighting().get() instanceof Sighting.Known known
                        ? Optional.of(known.kind())
                        : Optional.empty())
                .filter(actual -> fields.kind.get().filter(actual::equals).isEmpty());
    }

    /// Believes exactly this certificate, for this instance, and tests again.
    public void trustCertificate(String sha256) {
        fields.trust.set(Trust.PINNED);
        fields.pin.set(sha256);
        runTest();
    }

    public String kindName() {
        return fields.kind
                .get()
                .map(of ->
                        services.kinds().find(of).map(Kinds.Kind::displayName).orElse(of.value()))
                .orElse("");
    }

    /// @return host and port of the address, as far as it is one
    public String host() {
        return fields.at().map(at -> at.uri().getRawAuthority()).orElse(fields.address.get());
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
        if (recognition.sighting().get() instanceof Sighting.Nothing
                && !fields.filling()
                && !fields.address.get().isBlank()
                && fields.kind.get().isEmpty()) {
            look();
        }
        goOn();
    }

    private void goOn() {
        if (pending.isEmpty() || recognition.sighting().get() instanceof Sighting.Looking) {
            return;
        }
        if (testing.good() || !(test().get() instanceof FormTest.Running) && sameConnection()) {
            savePending();
        } else if (!(test().get() instanceof FormTest.Running)) {
            runTest();
        }
    }

    /// What is here already is shown first instead of added once more; who wants that says so again.
    private void savePending() {
        if (editing.isEmpty()
                && !hereAlready.get()
                && sameAddress().or(this::sameIdentity).isPresent()) {
            giveUpWaiting();
            hereAlready.set(true);
            return;
        }
        var after = pending.orElseThrow();
        pending = Optional.empty();
        save(after);
    }

    /// @return whether nothing was changed that a test could judge
    private boolean sameConnection() {
        return editing.isPresent()
                && fields.removing.isEmpty()
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
        boolean good = testing.good();
        saving.set(true);
        new FormSaving(services)
                .save(
                        editing,
                        now.get(),
                        fields.removing.keySet(),
                        fields.messages.get(),
                        outcome -> saved(outcome, after, good));
    }

    private void saved(Outcome<Instance> outcome, After after, boolean good) {
        saving.set(false);
        waiting.set(false);
        switch (outcome) {
            case Outcome.Succeeded<Instance>(Instance instance) -> {
                if (editing.isPresent()) {
                    reopen(instance);
                } else {
                    opened = fields.snapshot();
                }
                saved.accept(new Saved(instance, after, good));
            }
            case Outcome.Failed<Instance>(Problem problem) -> {
                failure.set(Optional.of(problem));
                if (problem.code() == ProblemCode.BAD_ADDRESS) {
                    problems.put(ADDRESS, texts.summary(problem));
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
        return new FormPurpose.Add(
                fields.at().map(at -> new FormPurpose.Neighbour(at, fields.groupName(), fields.guard.get())));
    }

    /// @return whether something was typed that is not saved
    public boolean dirty() {
        return !opened.equals(fields.snapshot());
    }

    /// @return whether more than an address was typed that is not saved
    boolean dirtyBesideAddress() {
        return !beside.equals(besideAddress());
    }

    private List<Object> besideAddress() {
        return fields.snapshot().stream().skip(1).toList(); // the address comes first
    }

    /// What is filled in here is nothing that a person would lose.
    private void byItself(Runnable filling) {
        boolean untouched = !dirtyBesideAddress();
        filling.run();
        if (untouched) {
            beside = besideAddress();
        }
    }

    /// Stops what is under way; secrets that were typed are forgotten.
    @Override
    public void close() {
        recognition.cancel();
        testing.cancel();
        watching.close();
        watchingSettings.close();
        fields.quietly(fields::forgetSecrets);
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
        return fields.address;
    }

    public StringProperty second() {
        return fields.second;
    }

    public ObjectProperty<Optional<KindId>> kind() {
        return fields.kind;
    }

    public StringProperty name() {
        return fields.name;
    }

    public StringProperty monogram() {
        return fields.monogram;
    }

    public ObjectProperty<IdentityColour> colour() {
        return fields.colour;
    }

    public StringProperty group() {
        return fields.group;
    }

    public ObjectProperty<Optional<GuardLevel>> guard() {
        return fields.guard;
    }

    public StringProperty tags() {
        return fields.tags;
    }

    public StringProperty notes() {
        return fields.notes;
    }

    public StringProperty timeout() {
        return fields.timeout;
    }

    public StringProperty checkEvery() {
        return fields.checkEvery;
    }

    public StringProperty priority() {
        return fields.priority;
    }

    public BooleanProperty enabled() {
        return fields.enabled;
    }

    /// How far messages about the instance reach.
    public ObjectProperty<Reach> messages() {
        return fields.messages;
    }

    /// The settings of the program as they are stored, of which groups give some to their instances.
    public ReadOnlyObjectProperty<Map<String, String>> settings() {
        return settings.getReadOnlyProperty();
    }

    public ObjectProperty<ProxyWay> proxy() {
        return fields.proxy;
    }

    public StringProperty proxyAt() {
        return fields.proxyAt;
    }

    public ObjectProperty<Trust> trust() {
        return fields.trust;
    }

    public StringProperty authority() {
        return fields.authority;
    }

    public StringProperty pin() {
        return fields.pin;
    }

    public ObservableList<HeaderRow> headers() {
        return fields.headers;
    }

    /// @return why a field is not good, by its name
    public ObservableMap<String, String> problems() {
        return problems;
    }

    public ReadOnlyObjectProperty<Sighting> sighting() {
        return recognition.sighting();
    }

    public ReadOnlyObjectProperty<FormTest> test() {
        return testing.test();
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
