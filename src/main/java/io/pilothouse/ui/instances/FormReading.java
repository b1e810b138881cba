package io.pilothouse.ui.instances;

import static io.pilothouse.ui.instances.InstanceFormViewModel.ADDRESS;
import static io.pilothouse.ui.instances.InstanceFormViewModel.CHECK_EVERY;
import static io.pilothouse.ui.instances.InstanceFormViewModel.HEADERS;
import static io.pilothouse.ui.instances.InstanceFormViewModel.KIND;
import static io.pilothouse.ui.instances.InstanceFormViewModel.MONOGRAM;
import static io.pilothouse.ui.instances.InstanceFormViewModel.NAME;
import static io.pilothouse.ui.instances.InstanceFormViewModel.PRIORITY;
import static io.pilothouse.ui.instances.InstanceFormViewModel.PROXY;
import static io.pilothouse.ui.instances.InstanceFormViewModel.SECOND;
import static io.pilothouse.ui.instances.InstanceFormViewModel.TIMEOUT;
import static io.pilothouse.ui.instances.InstanceFormViewModel.TRUST;

import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.tasks.instance.Kinds;
import io.pilothouse.ui.common.Texts;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads the fields of a form, and says of each bad one why. FX thread only.
final class FormReading {

    private static final int LONGEST_NAME = 100;

    private final FormFields fields;
    private final FormProposals names;
    private final Kinds kinds;
    private final Texts texts;
    private final Map<String, String> problems;

    /// @param problems where they are told, by field
    FormReading(FormFields fields, FormProposals names, Kinds kinds, Texts texts, Map<String, String> problems) {
        this.fields = fields;
        this.names = names;
        this.kinds = kinds;
        this.texts = texts;
        this.problems = problems;
    }

    /// @param editing the stored instance; its settings that the form does not show stay
    /// @return empty if a field is bad
    Optional<FormValues> values(Optional<Instance> editing) {
        problems.clear();
        var at = fields.at();
        if (fields.address.get().isBlank()) {
            problems.put(ADDRESS, texts.text("instances.bad.address-missing"));
        } else if (at.isEmpty()) {
            problems.put(ADDRESS, texts.text("instances.bad.address"));
        }
        if (fields.kind.get().isEmpty()) {
            problems.put(KIND, texts.text("instances.bad.kind"));
        }
        var second = fields.second.get();
        var way = second.isBlank() ? Optional.<Address>empty() : FormFields.addressAs(second);
        if (!second.isBlank() && way.isEmpty()) {
            problems.put(SECOND, texts.text("instances.bad.address"));
        }
        checkName();
        var monogram = fields.monogram.get().strip();
        int letters = monogram.codePointCount(0, monogram.length());
        if (letters < 1 || letters > 2) {
            problems.put(MONOGRAM, texts.text("instances.bad.monogram"));
        }
        var limit = number(TIMEOUT, fields.timeout.get(), 1, 300, "instances.bad.timeout");
        var every = number(CHECK_EVERY, fields.checkEvery.get(), 10, 86_400, "instances.bad.check-every");
        var rank = number(PRIORITY, fields.priority.get(), 0, 1_000_000, "instances.bad.priority");
        var through = proxyChoice();
        var believed = trustChoice();
        var settings = settings(editing);
        var named = fields.headers.stream()
                .filter(row -> !row.name().get().isBlank())
                .toList();
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
                fields.kind.get().orElseThrow(),
                fields.name.get(),
                connection,
                fields.enabled.get(),
                rank.map(Math::toIntExact).orElse(Configuration.USUAL_PRIORITY),
                fields.groupName(),
                Arrays.asList(fields.tags.get().split(",")),
                fields.colour.get(),
                monogram,
                fields.guard.get(),
                every.map(Duration::ofSeconds),
                fields.notes.get(),
                new TreeMap<>(settings));
        return Optional.of(new FormValues(configuration, newSecrets()));
    }

    private void checkName() {
        var name = fields.name.get();
        if (name.isBlank()) {
            problems.put(NAME, texts.text("instances.bad.name-missing"));
        } else if (name.strip().length() > LONGEST_NAME) {
            problems.put(NAME, texts.text("instances.bad.name-long"));
        } else if (fields.kind.get().filter(of -> names.taken(of, name)).isPresent()) {
            problems.put(NAME, texts.text("instances.bad.name-taken", name.strip()));
        }
    }

    private Optional<Long> number(String field, String text, long least, long most, String words) {
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
        return switch (fields.proxy.get()) {
            case SYSTEM -> new Connection.ProxyChoice.System();
            case NONE -> new Connection.ProxyChoice.None();
            case THROUGH -> {
                var parts = fields.proxyAt.get().strip().split(":");
                if (parts.length == 2 && !parts[0].isBlank() && parts[1].matches("\\d{1,5}")) {
                    yield new Connection.ProxyChoice.Through(parts[0], Integer.parseInt(parts[1]));
                }
                problems.put(PROXY, texts.text("instances.bad.proxy"));
                yield new Connection.ProxyChoice.System();
            }
        };
    }

    private Connection.TlsTrust trustChoice() {
        return switch (fields.trust.get()) {
            case SYSTEM -> new Connection.TlsTrust.System();
            case AUTHORITY -> {
                if (!fields.authority.get().contains("BEGIN CERTIFICATE")) {
                    problems.put(TRUST, texts.text("instances.bad.authority"));
                }
                yield new Connection.TlsTrust.Authority(fields.authority.get());
            }
            case PINNED -> {
                var print = fields.pin.get().replaceAll("[\\s:]", "").toLowerCase(Locale.ROOT);
                if (print.matches("[0-9a-f]{64}")) {
                    yield new Connection.TlsTrust.Pinned(print);
                }
                problems.put(TRUST, texts.text("instances.bad.pin"));
                yield new Connection.TlsTrust.System();
            }
        };
    }

    private Map<String, String> settings(Optional<Instance> editing) {
        var settings = new LinkedHashMap<String, String>(editing.map(
                        one -> Map.<String, String>copyOf(one.configuration().settings()))
                .orElse(Map.of()));
        for (var field : fields.ofKind()) {
            if (!field.secret()) {
                if (field.text().get().isBlank()) {
                    settings.remove(field.name());
                } else {
                    settings.put(field.name(), field.text().get().strip());
                }
            }
        }
        fields.kind
                .get()
                .ifPresent(of -> kinds.badSettings(of, settings)
                        .forEach((setting, reason) -> problems.put(FormFields.SETTING + setting, texts.said(reason))));
        return settings;
    }

    private Map<String, Secret> newSecrets() {
        var secrets = new HashMap<String, Secret>();
        for (var field : fields.ofKind()) {
            if (field.secret() && !field.text().get().isBlank() && !fields.storedSecret(field)) {
                secrets.put(field.name(), new Secret(field.text().get().strip()));
            }
        }
        for (var row : fields.headers) {
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
}
