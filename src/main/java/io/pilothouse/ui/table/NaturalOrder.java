package io.pilothouse.ui.table;

import java.util.Comparator;

/// Names as people count: "Battery 2" before "Battery 10". The case of letters is no difference.
public final class NaturalOrder implements Comparator<String> {

    public static final Comparator<String> OF_NAMES = new NaturalOrder();

    private NaturalOrder() {}

    @Override
    public int compare(String first, String second) {
        int a = 0;
        int b = 0;
        while (a < first.length() && b < second.length()) {
            if (digit(first, a) && digit(second, b)) {
                a = significant(first, a);
                b = significant(second, b);
                int endA = afterDigits(first, a);
                int endB = afterDigits(second, b);
                int order = endA - a != endB - b
                        ? Integer.compare(endA - a, endB - b)
                        : compareDigits(first, a, second, b, endA - a);
                if (order != 0) {
                    return order;
                }
                a = endA;
                b = endB;
                continue;
            }
            int order =
                    Character.compare(Character.toLowerCase(first.charAt(a)), Character.toLowerCase(second.charAt(b)));
            if (order != 0) {
                return order;
            }
            a++;
            b++;
        }
        return Integer.compare(first.length() - a, second.length() - b);
    }

    private static int compareDigits(String first, int a, String second, int b, int count) {
        for (int i = 0; i < count; i++) {
            int order = Character.compare(first.charAt(a + i), second.charAt(b + i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static boolean digit(String text, int at) {
        char it = text.charAt(at);
        return it >= '0' && it <= '9';
    }

    /// Leading zeros count for nothing; the last digit always does.
    private static int significant(String text, int from) {
        int at = from;
        while (text.charAt(at) == '0' && at + 1 < text.length() && digit(text, at + 1)) {
            at++;
        }
        return at;
    }

    private static int afterDigits(String text, int from) {
        int at = from;
        while (at < text.length() && digit(text, at)) {
            at++;
        }
        return at;
    }
}
