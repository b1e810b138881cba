package io.pilothouse.ui.instances;

import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.IdentityColour;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.tasks.alert.AlertSettings.Reach;
import io.pilothouse.tasks.instance.Kinds;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.instances.InstanceFormViewModel.Choice;
import io.pilothouse.ui.instances.InstanceFormViewModel.KindField;
import io.pilothouse.ui.instances.InstanceFormViewModel.ProxyWay;
import io.pilothouse.ui.instances.InstanceFormViewModel.Trust;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableMap;

/// What stands in the fields of a form, as it was typed: those that every instance has, and those that its
/// kind asks for. Knows neither whether it is good nor what becomes of it. FX thread only.
final class FormFields {

    /// Names of the kind's own fields begin so.
    static final String SETTING = "setting:";

    static final String SECRET = "secret:";

    /// A change of at least so many characters at once was pasted, not typed.
    private static final int PASTED = 6;

    /// Hears what happens to the kind's own fields.
    interface Watcher {

        void changed(String field);

        /// A person pasted a secret, after [#changed].
        void secretPasted();
    }

    final StringProperty address = new SimpleStringProperty("");
    final StringProperty second = new SimpleStringProperty("");
    final ObjectProperty<Optional<KindId>> kind = new SimpleObjectProperty<>(Optional.empty());
    final StringProperty name = new SimpleStringProperty("");
    final StringProperty monogram = new SimpleStringProperty("");
    final ObjectProperty<IdentityColour> colour = new SimpleObjectProperty<>(IdentityColour.COBALT);
    final StringProperty group = new SimpleStringProperty("");
    final ObjectProperty<Optional<GuardLevel>> guard = new SimpleObjectProperty<>(Optional.empty());
    final StringProperty tags = new SimpleStringProperty("");
    final StringProperty notes = new SimpleStringProperty("");
    final StringProperty timeout = new SimpleStringProperty("");
    final StringProperty checkEvery = new SimpleStringProperty("");
    final StringProperty priority = new SimpleStringProperty("");
    final BooleanProperty enabled = new SimpleBooleanProperty(true);
    final ObjectProperty<Reach> messages = new SimpleObjectProperty<>(Reach.PRESET);
    final ObjectProperty<ProxyWay> proxy = new SimpleObjectProperty<>(ProxyWay.SYSTEM);
    final StringProperty proxyAt = new SimpleStringProperty("");
    final ObjectProperty<Trust> trust = new SimpleObjectProperty<>(Trust.SYSTEM);
    final StringProperty authority = new SimpleStringProperty("");
    final StringProperty pin = new SimpleStringProperty("");
    final ObservableList<HeaderRow> headers = FXCollections.observableArrayList();
    final ObservableMap<String, Boolean> replacing = FXCollections.observableHashMap();
    final ObservableMap<String, Boolean> removing = FXCollections.observableHashMap();

    private final Map<String, StringProperty> ofKind = new HashMap<>();
    private final Kinds kinds;
    private final Texts texts;
    private final boolean edits;
    private final Watcher watcher;
    private boolean filling;

    /// @param edits whether it is about an instance that is stored, with its secrets
    FormFields(Kinds kinds, Texts texts, boolean edits, Watcher watcher) {
        this.kinds = kinds;
        this.texts = texts;
        this.edits = edits;
        this.watcher = watcher;
    }

    /// Changes fields as the program, not as a person who types.
    void quietly(Runnable change) {
        boolean before = filling;
        filling = true;
        change.run();
        filling = before;
    }

    /// Whether the program changes a field just now.
    boolean filling() {
        return filling;
    }

    void fill(Instance instance) {
        var configuration = instance.configuration();
        var connection = configuration.connection();
        kind.set(Optional.of(instance.kind()));
        address.set(plain(connection.address()));
        second.set(connection.second().map(Address::toString).orElse(""));
        name.set(configuration.name());
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
                .map(header -> HeaderRow.of(header.name(), header.value(), header.secret(), header.secret() && edits))
                .toList());
        configuration
                .settings()
                .forEach((setting, value) -> ofKind(SETTING + setting).set(value));
    }

    /// @return the address as far as it is one
    Optional<Address> at() {
        return addressAs(address.get());
    }

    static Optional<Address> addressAs(String text) {
        try {
            return Optional.of(Address.of(text.strip()));
        } catch (IllegalArgumentException ignored) {
            return Optional.empty();
        }
    }

    /// @return without the slash that stands for an empty path
    static String plain(Address at) {
        var text = at.toString();
        return at.uri().getRawPath().equals("/") ? text.substring(0, text.length() - 1) : text;
    }

    /// @return whether so many characters came at once that nobody typed them
    static boolean pasted(String before, String now) {
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

    // ---- the kind's own

    /// @return in the order of filling in: what is told before the secret, then the secrets
    List<KindField> ofKind() {
        var known = kind.get().flatMap(kinds::find);
        if (known.isEmpty()) {
            return List.of(new KindField(
                    SECRET,
                    "",
                    texts.text("instances.secret"),
                    true,
                    false,
                    true,
                    ofKind(SECRET),
                    List.of(),
                    Optional.empty()));
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
                    setting(id, setting.usual()),
                    setting.choices().stream()
                            .map(value -> new Choice(
                                    value, texts.textOr("instances.choice." + setting.name() + "." + value, value)))
                            .toList(),
                    setting.instancesOf()));
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
                    ofKind(id),
                    List.of(),
                    Optional.empty()));
            first = false;
        }
        return fields;
    }

    Optional<KindField> mainSecret() {
        return ofKind().stream().filter(KindField::secret).findFirst();
    }

    /// What a kind calls a field, in the person's language where we have it.
    private String label(String field, String label) {
        return texts.textOr("instances.field." + field, label);
    }

    private StringProperty setting(String id, String usual) {
        boolean fresh = !ofKind.containsKey(id);
        var text = ofKind(id);
        if (fresh && !usual.isEmpty()) {
            text.set(usual);
        }
        return text;
    }

    private StringProperty ofKind(String id) {
        return ofKind.computeIfAbsent(id, field -> {
            var text = new SimpleStringProperty("");
            text.addListener((_, before, now) -> {
                watcher.changed(field);
                if (field.startsWith(SECRET) && !filling && pasted(before, now)) {
                    watcher.secretPasted();
                }
            });
            return text;
        });
    }

    /// Takes a secret that came with the address, for the main one of whatever kind answers; shown as dots.
    void takeShared(Secret secret) {
        ofKind(SECRET).set(secret.value());
    }

    /// Takes settings that came with the address, which was written a moment ago.
    void takeSettings(Map<String, String> settings) {
        settings.forEach((setting, value) -> ofKind(SETTING + setting).set(value));
    }

    /// Puts what was typed or shared before the kind was known into the kind's main secret.
    void passOnSecret() {
        var shared = ofKind.get(SECRET);
        if (shared != null && !shared.get().isEmpty()) {
            var typed = shared.get();
            shared.set("");
            mainSecret().ifPresent(field -> field.text().set(typed));
        }
    }

    /// @return whether the store holds a value for this secret that stays unless it is replaced
    boolean storedSecret(KindField field) {
        return edits && field.secret() && !replacing.containsKey(field.id()) && !removing.containsKey(field.id());
    }

    void forgetSecrets() {
        ofKind.forEach((field, text) -> {
            if (field.startsWith(SECRET)) {
                text.set("");
            }
        });
    }

    /// Everything a person can change, to tell whether they did; the address first.
    List<Object> snapshot() {
        var values = new ArrayList<Object>(List.of(
                address.get(),
                second.get(),
                kind.get(),
                name.get(),
                monogram.get(),
                colour.get(),
                groupName(),
                guard.get(),
                tags.get(),
                notes.get(),
                timeout.get(),
                checkEvery.get(),
                priority.get(),
                enabled.get(),
                messages.get(),
                proxy.get(),
                proxyAt.get(),
                trust.get(),
                authority.get(),
                pin.get()));
        headers.forEach(row -> values.addAll(
                List.of(row.name().get(), row.value().get(), row.secret().get())));
        ofKind().forEach(field -> values.add(field.text().get()));
        values.add(Map.copyOf(removing));
        return values;
    }

    /// An emptied box holds no text at all.
    String groupName() {
        return group.get() == null ? "" : group.get();
    }
}
