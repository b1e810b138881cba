package io.pilothouse.cli.instance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pilothouse.cli.Session;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.tasks.instance.Kinds.Kind;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a command takes secrets from. They are never arguments: the process list shows those.
public final class SecretOptions {

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "file with the secret, or with a JSON object of several")
    private @Nullable String file;

    @Option(names = "--secret-stdin", description = "read the secret from standard input")
    private boolean stdin;

    public boolean given() {
        return file != null || stdin;
    }

    /// What was given, by field; empty values remove a secret.
    ///
    /// @param ask whether to ask a person for the main secret when none was given
    public Map<String, Optional<Secret>> read(Session session, Kind kind, boolean ask) throws ProblemException {
        if (file != null && stdin) {
            throw Session.problem(
                    ProblemCode.USAGE, "Both --secret-file and --secret-stdin were given.", "Give only one of them.");
        }
        if (given()) {
            return parse(kind, session.text(stdin ? "-" : String.valueOf(file)).strip());
        }
        return ask && session.terminal().interactive() ? asked(session, kind) : Map.of();
    }

    /// Refuses a secret header that has no value: requests would go without it.
    ///
    /// @param given  by this command; empty values are taken away
    /// @param stored names of secrets that are there already
    static void needHeaders(Configuration configuration, Map<String, Optional<Secret>> given, Collection<String> stored)
            throws ProblemException {
        for (var header : configuration.connection().headers()) {
            var field = "header:" + header.name();
            var now = given.get(field);
            boolean there = now == null ? stored.contains(field) : now.isPresent();
            if (header.secret() && !there) {
                throw Session.problem(
                        ProblemCode.BAD_VALUE,
                        "The header " + header.name() + " has no value.",
                        "Give it as --header " + header.name() + "=VALUE, or a secret one in --secret-file as {\""
                                + field + "\": …}.");
            }
        }
    }

    private static Map<String, Optional<Secret>> parse(Kind kind, String text) throws ProblemException {
        var fields = kind.secretFields();
        if (text.startsWith("{")) {
            return object(kind, text);
        }
        if (text.isEmpty() || fields.isEmpty()) {
            return Map.of();
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw Session.problem(
                    ProblemCode.BAD_VALUE,
                    "The secret holds a line end or another control character.",
                    "Give a file that holds nothing but the "
                            + fields.getFirst().label() + ".");
        }
        return Map.of(fields.getFirst().name(), Optional.of(new Secret(text)));
    }

    private static Map<String, Optional<Secret>> object(Kind kind, String text) throws ProblemException {
        var secrets = new LinkedHashMap<String, Optional<Secret>>();
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                check(kind, name);
                switch (parser.nextToken()) {
                    case VALUE_STRING -> {
                        var value = parser.getText();
                        secrets.put(name, value.isEmpty() ? Optional.empty() : Optional.of(new Secret(value)));
                    }
                    case VALUE_NULL -> secrets.put(name, Optional.empty());
                    default -> throw unreadable(kind);
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw unreadable(kind);
            }
        } catch (IOException e) {
            throw unreadable(kind); // without the cause, whose text quotes the secret
        }
        return secrets;
    }

    private static void check(Kind kind, String name) throws ProblemException {
        boolean known = name.startsWith("header:")
                || kind.secretFields().stream().anyMatch(field -> field.name().equals(name));
        if (!known) {
            throw Session.problem(
                    ProblemCode.BAD_VALUE, kind.displayName() + " has no secret “" + name + "”.", keys(kind));
        }
    }

    private static ProblemException unreadable(Kind kind) {
        return Session.problem(ProblemCode.BAD_VALUE, "The secrets are no JSON object of texts.", keys(kind));
    }

    private static String keys(Kind kind) {
        return "Use the keys "
                + String.join(
                        ", ",
                        kind.secretFields().stream().map(field -> field.name()).toList())
                + ", or header:NAME.";
    }

    private static Map<String, Optional<Secret>> asked(Session session, Kind kind) throws ProblemException {
        var secrets = new LinkedHashMap<String, Optional<Secret>>();
        try {
            boolean first = true;
            for (var field : kind.secretFields()) {
                if (first || field.required()) {
                    session.terminal()
                            .askSecret(field.label() + (field.required() ? ": " : " (may be empty): "))
                            .ifPresent(secret -> secrets.put(field.name(), Optional.of(secret)));
                }
                first = false;
            }
        } catch (IOException e) {
            throw Session.problem(
                    ProblemCode.USAGE, "The secret could not be read.", "Give it with --secret-file FILE.");
        }
        return secrets;
    }
}
