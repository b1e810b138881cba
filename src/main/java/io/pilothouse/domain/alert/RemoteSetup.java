package io.pilothouse.domain.alert;

import io.pilothouse.domain.instance.Address;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Where a channel outside this computer leads, without its secrets. Immutable.
public sealed interface RemoteSetup {

    AlertChannel channel();

    /// @param server root of a server of ntfy
    /// @param topic  one that people who should hear subscribe to
    record Ntfy(Address server, String topic) implements RemoteSetup {

        private static final Pattern TOPIC = Pattern.compile("[-_A-Za-z0-9]{1,64}"); // as ntfy's server has it

        public Ntfy {
            if (!topicFits(topic)) {
                throw new IllegalArgumentException("no topic: " + topic);
            }
        }

        public static boolean topicFits(String topic) {
            return TOPIC.matcher(topic).matches();
        }

        @Override
        public AlertChannel channel() {
            return AlertChannel.NTFY;
        }
    }

    /// Its whole address is a secret, as it often is a key itself.
    ///
    /// @param host for people, to tell one from another
    record Webhook(String host) implements RemoteSetup {

        @Override
        public AlertChannel channel() {
            return AlertChannel.WEBHOOK;
        }
    }

    /// @param user empty for none
    /// @param to   at least one
    record Mail(String host, int port, Protection protection, String user, String from, List<String> to)
            implements RemoteSetup {

        /// How a conversation with a mail server is protected.
        public enum Protection {
            /// From its first byte, usually at port 465.
            TLS,
            /// After its greeting, usually at port 587; without it nothing is sent.
            STARTTLS,
            NONE
        }

        private static final Pattern MAILBOX = Pattern.compile("[^@\\s,;<>\"]+@[^@\\s,;<>\"]+");

        public Mail {
            to = List.copyOf(to);
            if (host.isBlank() || port < 1 || port > 65_535) {
                throw new IllegalArgumentException("no mail server: " + host + ":" + port);
            }
            if (!mailboxFits(from) || to.isEmpty() || !to.stream().allMatch(Mail::mailboxFits)) {
                throw new IllegalArgumentException("no mailbox: " + from + " " + to);
            }
        }

        public static boolean mailboxFits(String mailbox) {
            return MAILBOX.matcher(mailbox).matches();
        }

        /// @return the mailboxes of a text that separates them by commas
        public static List<String> mailboxes(String text) {
            return Arrays.stream(text.split("[,;]"))
                    .map(String::strip)
                    .filter(one -> !one.isEmpty())
                    .toList();
        }

        @Override
        public AlertChannel channel() {
            return AlertChannel.EMAIL;
        }
    }

    /// @return the whole of it as one text
    default String text() {
        return switch (this) {
            case Ntfy(var server, var topic) -> written(Map.of("server", server.toString(), "topic", topic));
            case Webhook(var host) -> written(Map.of("host", host));
            case Mail(var host, var port, var protection, var user, var from, var to) ->
                written(Map.of(
                        "host",
                        host,
                        "port",
                        String.valueOf(port),
                        "protection",
                        protection.name().toLowerCase(Locale.ROOT),
                        "user",
                        user,
                        "from",
                        from,
                        "to",
                        String.join(",", to)));
        };
    }

    /// @throws IllegalArgumentException if the text is no such setup
    static RemoteSetup parse(AlertChannel channel, String text) {
        var values = read(text);
        return switch (channel) {
            case NTFY -> new Ntfy(Address.of(values.getOrDefault("server", "")), values.getOrDefault("topic", ""));
            case WEBHOOK -> new Webhook(values.getOrDefault("host", ""));
            case EMAIL ->
                new Mail(
                        values.getOrDefault("host", ""),
                        Integer.parseInt(values.getOrDefault("port", "")),
                        Mail.Protection.valueOf(
                                values.getOrDefault("protection", "").toUpperCase(Locale.ROOT)),
                        values.getOrDefault("user", ""),
                        values.getOrDefault("from", ""),
                        Mail.mailboxes(values.getOrDefault("to", "")));
            case BADGE, BAR, DESKTOP -> throw new IllegalArgumentException(channel + " needs no setup");
        };
    }

    private static String written(Map<String, String> values) {
        return values.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(value -> value.getKey() + "=" + URLEncoder.encode(value.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static Map<String, String> read(String text) {
        var values = new HashMap<String, String>();
        for (var pair : text.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return values;
    }
}
