package io.pilothouse.ui.instances;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.tasks.instance.Kinds;
import io.pilothouse.ui.common.UiServices;
import java.util.Optional;

/// Proposes name, colour and letters of an instance until a person says their own. FX thread only.
final class FormProposals {

    private final UiServices services;
    private final FormFields fields;
    private final Optional<InstanceId> mine;
    private boolean nameSaid;
    private boolean lookSaid;

    /// @param mine the stored instance that the form edits; its own name is free for it
    FormProposals(UiServices services, FormFields fields, Optional<InstanceId> mine) {
        this.services = services;
        this.fields = fields;
        this.mine = mine;
        fields.name.addListener((_, _, _) -> nameSaid |= !fields.filling());
        fields.monogram.addListener((_, _, _) -> lookSaid |= !fields.filling());
        fields.colour.addListener((_, _, _) -> lookSaid |= !fields.filling());
    }

    /// The name that stands there stays.
    void keepName() {
        nameSaid = true;
    }

    /// Letters and colour that stand there stay.
    void keepLook(boolean said) {
        lookSaid = said;
    }

    /// The kind is settled.
    void propose(KindId chosen) {
        if (nameSaid) {
            proposeLook();
        } else {
            proposeName(
                    services.kinds().find(chosen).map(Kinds.Kind::displayName).orElse(chosen.value()));
        }
    }

    /// What the service calls itself.
    void proposeName(String wanted) {
        if (!nameSaid) {
            fields.quietly(() -> fields.name.set(freeName(fields.kind.get().orElseThrow(), wanted)));
            proposeLook();
        }
    }

    private void proposeLook() {
        if (lookSaid) {
            return;
        }
        var chosen = fields.kind.get().orElseThrow();
        var called = fields.name.get();
        var look = services.instances().proposeLook(chosen, called); // at once: Enter may follow
        fields.quietly(() -> {
            fields.colour.set(look.colour());
            fields.monogram.set(look.monogram());
        });
    }

    /// @return `wanted`, with a number behind it where another instance of the kind is called so
    String freeName(KindId of, String wanted) {
        for (int i = 1; ; i++) {
            var candidate = i == 1 ? wanted : wanted + " " + i;
            if (!taken(of, candidate)) {
                return candidate;
            }
        }
    }

    boolean taken(KindId of, String wanted) {
        return services.instances().fleet().get().byId().values().stream()
                .filter(one -> mine.filter(one.id()::equals).isEmpty())
                .anyMatch(one -> one.kind().equals(of) && one.name().equalsIgnoreCase(wanted.strip()));
    }
}
