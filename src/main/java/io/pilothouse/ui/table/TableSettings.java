package io.pilothouse.ui.table;

import io.pilothouse.tasks.settings.Settings.Setting;

/// What people choose for all tables.
public final class TableSettings {

    /// How high a line is.
    public enum Density {
        COMPACT(26),
        NORMAL(32),
        ROOMY(40);

        private final double pixels;

        Density(double pixels) {
            this.pixels = pixels;
        }

        /// @return height of a line at scale 100 %
        public double pixels() {
            return pixels;
        }
    }

    public static final Setting<Density> DENSITY = Setting.choice("table.density", Density.NORMAL);

    /// Whether a field stands under the head of each column.
    public static final Setting<Boolean> FILTER_ROW = Setting.truth("table.filter-row", false);

    /// The form of exported files that a table's menu offers first.
    public enum ExportForm {
        CSV,
        JSON
    }

    public static final Setting<ExportForm> EXPORT_FORM = Setting.choice("table.export-form", ExportForm.CSV);

    /// What stands between the values of a line of CSV.
    public enum Delimiter {
        COMMA(','),
        SEMICOLON(';'),
        TAB('\t');

        private final char sign;

        Delimiter(char sign) {
            this.sign = sign;
        }

        public char sign() {
            return sign;
        }
    }

    public static final Setting<Delimiter> DELIMITER = Setting.choice("table.delimiter", Delimiter.COMMA);

    private TableSettings() {}
}
