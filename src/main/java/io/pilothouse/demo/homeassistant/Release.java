package io.pilothouse.demo.homeassistant;

/// A version of Home Assistant Core: year, month, patch.
record Release(String text, int year, int month) {

    static Release of(String text) {
        var parts = text.split("\\.");
        return new Release(text, Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }

    boolean atLeast(int wantedYear, int wantedMonth) {
        return year > wantedYear || year == wantedYear && month >= wantedMonth;
    }
}
