package io.pilothouse.domain.amc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// SQL as typed, and the one line of it that is sent: without comments, blanks outside literals
/// collapsed, no final semicolon (section 9.3). Each position of the sent text is known in the typed
/// one, so that an error can be shown where it was written.
public final class SqlText {

    private final String typed;
    private final String sent;
    private final int[] origins;
    private final List<Token> tokens;

    /// What a piece of SQL is.
    public enum Kind {
        WORD,
        NUMBER,
        STRING,
        QUOTED,
        COMMENT,
        BLANK,
        SYMBOL,
        PLACEHOLDER
    }

    /// @param from first position in the typed text
    /// @param to   behind the last
    public record Token(Kind kind, int from, int to) {}

    private SqlText(String typed) {
        this.typed = typed;
        tokens = List.copyOf(tokens(typed));
        var line = new StringBuilder();
        var places = new ArrayList<Integer>();
        boolean gap = false;
        for (var token : tokens) {
            if (token.kind() == Kind.BLANK || token.kind() == Kind.COMMENT) {
                gap = true;
                continue;
            }
            if (gap && !line.isEmpty()) {
                line.append(' ');
                places.add(token.from());
            }
            gap = false;
            for (int i = token.from(); i < token.to(); i++) {
                line.append(typed.charAt(i));
                places.add(i);
            }
        }
        int end = line.length();
        while (end > 0 && (line.charAt(end - 1) == ';' || line.charAt(end - 1) == ' ')) {
            end--;
        }
        sent = line.substring(0, end);
        origins = places.stream().mapToInt(Integer::intValue).toArray();
    }

    public static SqlText of(String typed) {
        return new SqlText(typed);
    }

    public String typed() {
        return typed;
    }

    /// @return the one line for the service
    public String sent() {
        return sent;
    }

    /// @return everything typed, in order, without gaps
    public List<Token> tokens() {
        return tokens;
    }

    public String text(Token token) {
        return typed.substring(token.from(), token.to());
    }

    /// @return where a place of the sent line was typed, from 0; the end for a place behind it
    public int typedOffset(SqlPosition inSent) {
        int offset = inSent.column() - 1; // the sent text has one line
        return offset >= 0 && offset < origins.length ? origins[offset] : typed.length();
    }

    /// @return where a place of the sent line was typed, as an editor names it
    public SqlPosition typedPosition(SqlPosition inSent) {
        return positionOf(typedOffset(inSent));
    }

    public SqlPosition positionOf(int typedOffset) {
        var before = typed.substring(0, Math.min(typedOffset, typed.length()));
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        return new SqlPosition(line, before.length() - before.lastIndexOf('\n'));
    }

    /// @return SHA-256 of the sent text, lower-case hex
    public String hash() {
        return hash(sent);
    }

    public static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static List<Token> tokens(String text) {
        var tokens = new ArrayList<Token>();
        int at = 0;
        while (at < text.length()) {
            var token = token(text, at);
            tokens.add(token);
            at = token.to();
        }
        return tokens;
    }

    private static Token token(String text, int at) {
        char c = text.charAt(at);
        if (Character.isWhitespace(c)) {
            return new Token(Kind.BLANK, at, whileTrue(text, at, Character::isWhitespace));
        }
        if (text.startsWith("--", at)) {
            int end = text.indexOf('\n', at);
            return new Token(Kind.COMMENT, at, end < 0 ? text.length() : end);
        }
        if (text.startsWith("/*", at)) {
            int end = text.indexOf("*/", at + 2);
            return new Token(Kind.COMMENT, at, end < 0 ? text.length() : end + 2);
        }
        if (text.startsWith("{{", at) && text.indexOf("}}", at) > 0) {
            return new Token(Kind.PLACEHOLDER, at, text.indexOf("}}", at) + 2);
        }
        if (c == '\'' || c == '"') {
            return new Token(c == '\'' ? Kind.STRING : Kind.QUOTED, at, closed(text, at, c));
        }
        if (Character.isDigit(c)) {
            return new Token(Kind.NUMBER, at, whileTrue(text, at, it -> Character.isDigit(it) || it == '.'));
        }
        if (Character.isJavaIdentifierStart(c)) {
            return new Token(Kind.WORD, at, whileTrue(text, at, Character::isJavaIdentifierPart));
        }
        return new Token(Kind.SYMBOL, at, at + 1);
    }

    /// A doubled quote is one inside the literal.
    private static int closed(String text, int at, char quote) {
        for (int i = at + 1; i < text.length(); i++) {
            if (text.charAt(i) == quote) {
                if (i + 1 < text.length() && text.charAt(i + 1) == quote) {
                    i++;
                } else {
                    return i + 1;
                }
            }
        }
        return text.length();
    }

    private static int whileTrue(String text, int at, java.util.function.IntPredicate is) {
        int end = at;
        while (end < text.length() && is.test(text.charAt(end))) {
            end++;
        }
        return end;
    }
}
