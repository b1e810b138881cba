package io.pilothouse.domain;

import java.util.Locale;

/// A size of data in the unit that people use; 1 kB is 1000 bytes. As text it is in English.
public record Bytes(long count) {

    /// Those that sizes are said in.
    public enum Unit {
        BYTES("B"),
        KILOBYTES("kB"),
        MEGABYTES("MB"),
        GIGABYTES("GB"),
        TERABYTES("TB");

        private final String sign;

        Unit(String sign) {
            this.sign = sign;
        }
    }

    /// The same as a number that is short enough to be read.
    ///
    /// @param digits after the point
    public record Measured(double value, int digits, Unit unit) {}

    public Measured measured() {
        double value = count;
        int unit = 0;
        while (unit < Unit.values().length - 1 && (unit == 0 ? value >= 1000 : value >= 999.5)) {
            value /= 1000;
            unit++;
        }
        return new Measured(value, unit == 0 || value >= 9.95 ? 0 : 1, Unit.values()[unit]);
    }

    @Override
    public String toString() {
        var it = measured();
        return String.format(Locale.ROOT, "%." + it.digits + "f %s", it.value, it.unit.sign);
    }
}
