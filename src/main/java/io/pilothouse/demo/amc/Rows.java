package io.pilothouse.demo.amc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/// The rows of a run. They follow from instance, SQL, parameters and window alone (section 19.1, 6).
///
/// @param seed    of the four
/// @param columns in order
/// @param rows    how many
/// @param parts   1 to 5 files
/// @param days    length of the window
/// @param first   first day of the window
/// @param currency of the account
/// @param blanks  whether suppressed values are blank; else their rows are missing
/// @param gzip    whether the files are packed
record Rows(
        long seed,
        List<Sql.Column> columns,
        int rows,
        int parts,
        long days,
        LocalDate first,
        String currency,
        boolean blanks,
        boolean gzip) {

    private static final String[] CAMPAIGNS = {
        "Spring Catalogue",
        "Tea Tins",
        "Say \"Cheese\" Boards",
        "Kettles, Jugs & Cups",
        "Picnic\nBaskets",
        "Lanterns",
        "Rope and Canvas",
        "Brass Fittings",
        "Wool Blankets",
        "Harbour Lights",
        "Autumn Stock",
        "Café Chairs"
    };
    private static final String[] PRODUCTS = {"sponsored_products", "sponsored_brands", "sponsored_display"};
    private static final String[] DEVICES = {"PHONE", "TABLET", "TV", "PC"};
    private static final String[] TERMS = {"tea tin", "kettle", "picnic basket", "wool blanket", "oil lamp"};

    /// The bytes of one part, with the header of its own that Amazon repeats.
    ///
    /// @param part from 0
    byte[] bytes(int part) {
        var csv = new StringBuilder(64 * (rows / parts + 1));
        header(csv);
        int from = (int) ((long) rows * part / parts);
        int to = (int) ((long) rows * (part + 1) / parts);
        for (int i = from; i < to; i++) {
            row(csv, i);
        }
        var plain = csv.toString().getBytes(StandardCharsets.UTF_8);
        return gzip ? packed(plain) : plain;
    }

    private static byte[] packed(byte[] plain) {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private void header(StringBuilder csv) {
        for (int i = 0; i < columns.size(); i++) {
            csv.append(i == 0 ? "" : ",").append(columns.get(i).name());
        }
        csv.append('\n');
    }

    private void row(StringBuilder csv, int index) {
        var random = new SplittableRandom(seed * 1_000_003 + index);
        long impressions = (1_000 + random.nextLong(200_000)) * Math.max(1, days) / 7 + 1;
        long clicks = impressions / (30 + random.nextInt(120));
        long reach = (long) Math.pow(impressions, 0.82);
        boolean suppressed = random.nextInt(12) == 0;
        if (suppressed && !blanks) {
            return;
        }
        for (int i = 0; i < columns.size(); i++) {
            csv.append(i == 0 ? "" : ",");
            var column = columns.get(i);
            var name = column.name().toLowerCase(Locale.ROOT);
            if (name.equals("filtered")) {
                csv.append(suppressed ? "TRUE" : "FALSE");
            } else if (column.metric()) {
                csv.append(suppressed ? "" : metric(name, column.type(), impressions, clicks, reach, random));
            } else {
                dimension(csv, name, column.type(), index);
            }
        }
        csv.append('\n');
    }

    private static String metric(
            String name, String type, long impressions, long clicks, long reach, SplittableRandom random) {
        long purchases = clicks / (8 + random.nextInt(20));
        if (type.equals("DECIMAL")) {
            return new BigDecimal(BigInteger.valueOf(1 + random.nextLong(99_999_999_999_999_999L)), 17).toPlainString();
        }
        if (name.contains("reach") || name.contains("user")) {
            return String.valueOf(reach);
        }
        if (name.contains("impression") && !name.contains("cost")) {
            return String.valueOf(impressions);
        }
        if (name.contains("click") && !name.contains("cost")) {
            return String.valueOf(clicks);
        }
        if (name.contains("spend")) {
            return String.valueOf(clicks * 31_000_000L + random.nextLong(1_000_000)); // microcents
        }
        if (name.contains("cost") || name.contains("fee")) {
            return String.valueOf(impressions * 350L); // millicents
        }
        if (name.contains("sales")) {
            return String.valueOf(purchases * 24);
        }
        return String.valueOf(purchases);
    }

    private void dimension(StringBuilder csv, String name, String type, int index) {
        switch (name) {
            case "currency_iso_code", "currency" -> csv.append(currency);
            case "ad_product_type", "product" -> csv.append(PRODUCTS[index % PRODUCTS.length]);
            case "device_type" -> csv.append(DEVICES[index % DEVICES.length]);
            case "customer_search_term" -> csv.append(TERMS[index % TERMS.length]);
            case "campaign_id", "advertiser_id" ->
                csv.append("0%017d".formatted(Math.floorMod(seed, 1_000) * 1_000 + index));
            default -> {
                if (type.equals("DATE")) {
                    csv.append(first.plusDays(index % Math.max(1, days)));
                } else {
                    quoted(
                            csv,
                            CAMPAIGNS[Math.floorMod(seed + index, CAMPAIGNS.length)]
                                    + (index < CAMPAIGNS.length ? "" : " " + (index / CAMPAIGNS.length + 1)));
                }
            }
        }
    }

    /// Quotes inside quotes come as `\"`, as Amazon writes them.
    private static void quoted(StringBuilder csv, String value) {
        csv.append('"').append(value.replace("\"", "\\\"")).append('"');
    }

    static long days(String start, String end) {
        return Math.max(
                0,
                Duration.between(day(start).atStartOfDay(), day(end).atStartOfDay())
                        .toDays());
    }

    static LocalDate day(String time) {
        return time.length() < 10 ? LocalDate.EPOCH : LocalDate.parse(time.substring(0, 10));
    }
}
