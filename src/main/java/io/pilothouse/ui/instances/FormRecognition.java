package io.pilothouse.ui.instances;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.connection.ConnectionTests.Recognised;
import io.pilothouse.tasks.connection.ConnectionTests.SharedText;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.UiServices;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// Looks what answers at the address of a form, without sending a secret. FX thread only.
final class FormRecognition {

    /// How long typing pauses before the address is looked at.
    static final Duration TYPING_PAUSE = Duration.ofMillis(600);

    /// Hears what was found.
    interface Hearer {

        /// A secret stood beside the address.
        void shared(Secret secret);

        void seen(Recognised found);

        void badAddress(Problem problem);

        /// There will be no answer; after [#badAddress], too.
        void gaveUp();
    }

    private record Seen(Recognised recognised, Duration took) {}

    private final UiServices services;
    private final FormFields fields;
    private final FormWork work;
    private final Supplier<Optional<Instance>> editing;
    private final Hearer hearer;
    private final Latest looking;
    private final ReadOnlyObjectWrapper<Sighting> sighting = new ReadOnlyObjectWrapper<>(new Sighting.Nothing());
    private Optional<Subscription> pause = Optional.empty();

    /// @param editing the stored instance as the form knows it
    FormRecognition(
            UiServices services,
            FormFields fields,
            FormWork work,
            Supplier<Optional<Instance>> editing,
            Hearer hearer) {
        this.services = services;
        this.fields = fields;
        this.work = work;
        this.editing = editing;
        this.hearer = hearer;
        looking = new Latest(services.fx());
    }

    ReadOnlyObjectProperty<Sighting> sighting() {
        return sighting.getReadOnlyProperty();
    }

    /// What was seen says nothing of this address.
    void forget() {
        cancel();
        sighting.set(new Sighting.Nothing());
    }

    void cancel() {
        endPause();
        looking.cancel();
    }

    private void endPause() {
        pause.ifPresent(Subscription::close);
        pause = Optional.empty();
    }

    /// A person changed the address.
    void typed(String before, String now) {
        if (FormFields.pasted(before, now)) {
            look();
        } else {
            pause = Optional.of(services.later().after(TYPING_PAUSE, this::look));
        }
    }

    /// Looks, unless it is known or under way.
    void look() {
        endPause();
        var text = fields.address.get().strip();
        if (text.isEmpty() || !(sighting.get() instanceof Sighting.Nothing) || unchanged()) {
            return;
        }
        sighting.set(new Sighting.Looking());
        looking.<SharedText>start(
                () -> work.start(
                        "read-address",
                        "read an address",
                        List.of(),
                        _ -> services.connectionTests().read(text)),
                this::read);
    }

    /// @return whether it is the address that the edited instance has anyway
    private boolean unchanged() {
        return editing.get()
                .filter(one -> fields.at().filter(one.address()::equals).isPresent())
                .isPresent();
    }

    private void read(Outcome<SharedText> outcome) {
        switch (outcome) {
            case Outcome.Succeeded<SharedText>(SharedText shared) -> {
                shared.secret().ifPresent(hearer::shared);
                recognise(shared.address());
            }
            case Outcome.Failed<SharedText>(Problem problem) -> {
                sighting.set(new Sighting.Nothing());
                hearer.badAddress(problem);
                hearer.gaveUp();
            }
            case Outcome.Cancelled<SharedText>() -> hearer.gaveUp();
        }
    }

    private void recognise(Address at) {
        looking.<Seen>start(
                () -> work.start("recognise", "see what answers at " + at.host(), List.of(), _ -> {
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
                var mine = editing.get();
                var same = found.sameAs().stream()
                        .filter(id -> mine.filter(one -> one.id().equals(id)).isEmpty())
                        .flatMap(id -> services.instances().find(id).stream())
                        .filter(one -> !one.trashed())
                        .toList();
                fillAddress(found.address());
                sighting.set(new Sighting.Known(found.kind(), found.product(), found.certain(), seen.took(), same));
                hearer.seen(found);
            }
            case Outcome.Failed<Seen>(Problem problem) -> {
                fillAddress(at);
                sighting.set(new Sighting.Unknown(problem));
                hearer.gaveUp();
            }
            case Outcome.Cancelled<Seen>() -> hearer.gaveUp();
        }
    }

    private void fillAddress(Address found) {
        var now = fields.address.get().strip();
        var shown = FormFields.plain(found);
        if (!now.equals(found.toString()) && !now.equals(shown)) {
            var before = sighting.get();
            fields.quietly(() -> fields.address.set(shown));
            sighting.set(before);
        }
    }
}
