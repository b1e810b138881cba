package io.pilothouse.connectors.homeassistant;

import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;

/// The text of one message in the parts in which it came, read once from its begin to its end. What was read is not
/// held on to: of the largest messages that is most of the memory they take. Written by one thread, then read by
/// another.
final class MessageText extends Reader {

    private final Deque<String> parts = new ArrayDeque<>();
    private int length;
    private int at;

    void add(CharSequence part) {
        if (!part.isEmpty()) {
            parts.add(part.toString());
            length += part.length();
        }
    }

    /// @return characters that were added
    int length() {
        return length;
    }

    @Override
    public int read(char[] into, int from, int most) {
        var part = parts.peek();
        if (part == null) {
            return -1;
        }
        int count = Math.min(most, part.length() - at);
        part.getChars(at, at + count, into, from);
        at += count;
        if (at == part.length()) {
            parts.remove();
            at = 0;
        }
        return count;
    }

    @Override
    public void close() {
        parts.clear();
    }
}
