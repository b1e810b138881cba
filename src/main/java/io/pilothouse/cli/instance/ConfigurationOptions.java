package io.pilothouse.cli.instance;

import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.domain.Nearest;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.Connection.ExtraHeader;
import io.pilothouse.domain.instance.Connection.ProxyChoice;
import io.pilothouse.domain.instance.Connection.TlsTrust;
import io.pilothouse.domain.instance.IdentityColour;
import io.pilothouse.domain.instance.KindId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What `add` and `edit` can set. An option that is not given changes nothing.
public final class ConfigurationOptions {

    @Option(names = "--second-address", paramLabel = "ADDRESS", description = "another way to it; empty for none")
    private @Nullable String secondAddress;

    @Option(names = "--username", paramLabel = "NAME", description = "user name, for kinds that have one")
    private @Nullable String username;

    @Option(names = "--group", paramLabel = "GROUP", description = "its group; empty for none")
    private @Nullable String group;

    @Option(names = "--tag", paramLabel = "TAG", description = "a tag; may be repeated, replaces all of them")
    private @Nullable List<String> tags;

    @Option(
            names = "--colour",
            paramLabel = "COLOUR",
            description = "cobalt, teal, moss, ochre, rust, brick, rose, plum, indigo, slate, cocoa or graphite")
    private @Nullable String colour;

    @Option(names = "--monogram", paramLabel = "LETTERS", description = "one or two characters")
    private @Nullable String monogram;

    @Option(names = "--priority", paramLabel = "NUMBER", description = "lower is first (usual: 100)")
    private @Nullable Integer priority;

    @Option(
            names = "--guard",
            paramLabel = "LEVEL",
            description = "open, careful, guarded or read-only; inherit for the group's or kind's")
    private @Nullable String guard;

    @Option(names = "--interval", paramLabel = "SPAN", description = "pause between health checks; usual for none")
    private @Nullable String interval;

    @Option(names = "--timeout", paramLabel = "SPAN", description = "longest wait for one answer, 1s to 5m")
    private @Nullable String timeout;

    @Option(names = "--proxy", paramLabel = "PROXY", description = "system, none or HOST:PORT")
    private @Nullable String proxy;

    @Option(names = "--trust", paramLabel = "TRUST", description = "system, ca:FILE or pin:SHA256")
    private @Nullable String trust;

    @Option(
            names = "--header",
            paramLabel = "NAME=VALUE",
            description = "extra request header; without a value it is a secret that --secret-file gives as"
                    + " header:NAME; may be repeated, replaces all of them; empty for none")
    private @Nullable List<String> headers;

    @Option(names = "--notes", paramLabel = "TEXT", description = "notes for people")
    private @Nullable String notes;

    @Option(names = "--disabled", description = "switched off: not checked, not worked on")
    private boolean disabled;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "a setting of the kind; may be repeated")
    private Map<String, String> settings = Map.of();

    @Nullable
    String username() {
        return username;
    }

    boolean look() {
        return colour != null && monogram != null;
    }

    boolean headersGiven() {
        return headers != null;
    }

    Configuration onto(Session session, Configuration from) throws ProblemException {
        try {
            var made = from.withConnection(connection(session, from.connection()));
            if (group != null) {
                made = made.withGroup(group);
            }
            if (tags != null) {
                made = made.withTags(tags);
            }
            made = made.withLook(
                    colour == null ? made.colour() : colour(colour), monogram == null ? made.monogram() : monogram);
            if (priority != null) {
                made = made.withPriority(priority);
            }
            if (guard != null) {
                made = made.withGuard(guard(guard));
            }
            if (interval != null) {
                made = made.withCheckEvery(
                        "usual".equals(interval)
                                ? Optional.empty()
                                : Optional.of(session.duration("--interval", interval)));
            }
            if (notes != null) {
                made = made.withNotes(notes);
            }
            if (disabled) {
                made = made.withEnabled(false);
            }
            return withSettings(session, made);
        } catch (IllegalArgumentException e) {
            throw badValue(String.valueOf(e.getMessage()));
        }
    }

    private Configuration withSettings(Session session, Configuration from) throws ProblemException {
        var all = new TreeMap<>(from.settings());
        for (var setting : settings.entrySet()) {
            if (setting.getValue().isEmpty()) {
                all.remove(setting.getKey());
            } else {
                all.put(setting.getKey(), ids(session, from.kind(), setting.getKey(), setting.getValue()));
            }
        }
        if (username != null) {
            all.put("username", username);
        }
        var bad = session.services().kinds().badSettings(from.kind(), all);
        if (!bad.isEmpty()) {
            var first = bad.entrySet().iterator().next();
            throw Session.problem(
                    ProblemCode.BAD_VALUE,
                    "The setting " + first.getKey() + " " + first.getValue() + ".",
                    "Give it as --set " + first.getKey() + "=VALUE.");
        }
        return from.withSettings(all);
    }

    /// Instances are named by a person and remembered by their ids.
    private static String ids(Session session, KindId kind, String setting, String value) throws ProblemException {
        var of = session.services().kinds().find(kind).stream()
                .flatMap(known -> known.settingFields().stream())
                .filter(field -> field.name().equals(setting))
                .flatMap(field -> field.instancesOf().stream())
                .findFirst();
        if (of.isEmpty()) {
            return value;
        }
        var ids = new ArrayList<String>();
        for (var name : value.split(",")) {
            var instance = session.named(name.strip());
            if (!instance.kind().equals(of.get())) {
                throw badValue(instance.name() + " is none of the instances that " + setting + " can name.");
            }
            ids.add(instance.id().value());
        }
        return String.join(",", ids);
    }

    private Connection connection(Session session, Connection from) throws ProblemException {
        return new Connection(
                from.address(),
                secondAddress == null ? from.second() : second(session, secondAddress),
                timeout == null ? from.timeout() : session.duration("--timeout", timeout),
                proxy == null ? from.proxy() : proxy(proxy),
                trust == null ? from.trust() : trust(session, trust),
                headers == null ? from.headers() : headers(headers));
    }

    private static Optional<Address> second(Session session, String text) throws ProblemException {
        return text.isBlank()
                ? Optional.empty()
                : Optional.of(session.services().connections().read(text).address());
    }

    private static ProxyChoice proxy(String text) throws ProblemException {
        if ("system".equals(text)) {
            return new ProxyChoice.System();
        }
        if ("none".equals(text)) {
            return new ProxyChoice.None();
        }
        int colon = text.lastIndexOf(':');
        if (colon > 0 && text.substring(colon + 1).matches("\\d{1,5}")) {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (port > 0 && port < 65_536) {
                return new ProxyChoice.Through(text.substring(0, colon), port);
            }
        }
        throw Session.problem(
                ProblemCode.BAD_VALUE, "“" + text + "” is no proxy.", "Give --proxy as system, none or HOST:PORT.");
    }

    private static TlsTrust trust(Session session, String text) throws ProblemException {
        if ("system".equals(text)) {
            return new TlsTrust.System();
        }
        if (text.startsWith("ca:")) {
            var pem = session.text(text.substring(3));
            if (!pem.contains("-----BEGIN CERTIFICATE-----")) {
                throw Session.problem(
                        ProblemCode.BAD_VALUE,
                        "The file " + text.substring(3) + " holds no PEM certificate.",
                        "Give a file that begins with -----BEGIN CERTIFICATE-----.");
            }
            return new TlsTrust.Authority(pem);
        }
        if (text.startsWith("pin:")) {
            return new TlsTrust.Pinned(text.substring(4).replace(":", "").toLowerCase(Locale.ROOT));
        }
        throw Session.problem(
                ProblemCode.BAD_VALUE,
                "“" + text + "” says not what to trust.",
                "Give --trust as system, ca:FILE or pin:SHA256.");
    }

    private static List<ExtraHeader> headers(List<String> texts) throws ProblemException {
        var made = new ArrayList<ExtraHeader>();
        for (var text : texts) {
            if (text.isEmpty()) {
                continue;
            }
            int equals = text.indexOf('=');
            var name = equals < 0 ? text : text.substring(0, equals);
            if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")) {
                throw Session.problem(
                        ProblemCode.BAD_VALUE, "A header has a bad name.", "Give --header as NAME=VALUE.");
            }
            made.add(new ExtraHeader(name, equals < 0 ? "" : text.substring(equals + 1), equals < 0));
        }
        return made;
    }

    /// Reads the word of a colour.
    public static IdentityColour colour(String word) throws ProblemException {
        return Arrays.stream(IdentityColour.values())
                .filter(colour -> Json.word(colour).equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> unknown(
                        "colour",
                        word,
                        Arrays.stream(IdentityColour.values()).map(Json::word).toList()));
    }

    private static Optional<GuardLevel> guard(String word) throws ProblemException {
        if ("inherit".equals(word)) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(GuardLevel.values())
                .filter(level -> level.word().equals(word))
                .findFirst()
                .orElseThrow(() -> unknown(
                        "guard level",
                        word,
                        Arrays.stream(GuardLevel.values()).map(GuardLevel::word).toList())));
    }

    private static ProblemException unknown(String what, String word, List<String> right) {
        return Session.problem(
                ProblemCode.BAD_VALUE,
                "There is no " + what + " “" + word + "”.",
                Nearest.to(word, right)
                        .map(nearest -> "Did you mean “" + nearest + "”?")
                        .orElse("Use one of " + String.join(", ", right) + "."));
    }

    private static ProblemException badValue(String reason) {
        return Session.problem(ProblemCode.BAD_VALUE, "A value cannot be used: " + reason + ".", "Give another value.");
    }
}
