package io.pilothouse.tasks.amc;

import io.pilothouse.domain.amc.ResultTable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes a result as a workbook with one sheet (ECMA-376, the smallest set of parts). Row after row; holds
/// none of it in memory.
final class ResultXlsx {

    /// Rows that a sheet can hold, the heading among them.
    static final int MOST_ROWS = 1_048_576;

    private static final int MOST_DIGITS = 15;
    private static final int MOST_TEXT = 32_767;
    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static final String RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006/";

    private ResultXlsx() {}

    static void write(ResultTable table, OutputStream to) throws IOException {
        try (var zip = new ZipOutputStream(to, StandardCharsets.UTF_8)) {
            part(
                    zip,
                    "[Content_Types].xml",
                    "<Types xmlns=\"" + PACKAGE + "content-types\">"
                            + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                            + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                            + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
                            + "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
                            + "</Types>");
            part(
                    zip,
                    "_rels/.rels",
                    "<Relationships xmlns=\"" + PACKAGE + "relationships\"><Relationship Id=\"rId1\" Type=\"" + RELATED
                            + "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            part(
                    zip,
                    "xl/workbook.xml",
                    "<workbook xmlns=\"" + MAIN + "\" xmlns:r=\"" + RELATED
                            + "\"><sheets><sheet name=\"Result\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
            part(
                    zip,
                    "xl/_rels/workbook.xml.rels",
                    "<Relationships xmlns=\"" + PACKAGE + "relationships\"><Relationship Id=\"rId1\" Type=\"" + RELATED
                            + "/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>");
            zip.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
            put(zip, HEAD + "<worksheet xmlns=\"" + MAIN + "\"><sheetData>");
            sheet(table, zip);
            put(zip, "</sheetData></worksheet>");
            zip.closeEntry();
        }
    }

    private static void sheet(ResultTable table, ZipOutputStream zip) throws IOException {
        var line = new StringBuilder("<row>");
        for (var column : table.columns()) {
            text(line, column.name());
        }
        put(zip, line.append("</row>").toString());
        for (int row = 0; row < Math.min(table.rows(), MOST_ROWS - 1); row++) {
            line.setLength(0);
            line.append("<row>");
            for (int column = 0; column < table.columns().size(); column++) {
                cell(line, table, row, column);
            }
            put(zip, line.append("</row>").toString());
        }
    }

    /// A number stays one where a spreadsheet keeps all its digits.
    private static void cell(StringBuilder line, ResultTable table, int row, int column) {
        var number = table.number(row, column);
        var shown = Results.shown(table, row, column);
        if (number != null && number.stripTrailingZeros().precision() <= MOST_DIGITS) {
            line.append("<c><v>").append(shown).append("</v></c>");
        } else if (shown.isEmpty()) {
            line.append("<c/>");
        } else {
            text(line, shown);
        }
    }

    private static void text(StringBuilder line, String text) {
        line.append("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">");
        var cut = text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) : text;
        cut.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> line.append("&lt;");
                case '>' -> line.append("&gt;");
                case '&' -> line.append("&amp;");
                default -> {
                    boolean allowed = c >= 0x20 || c == '\t' || c == '\n' || c == '\r';
                    line.appendCodePoint(
                            allowed && !(c >= 0xD800 && c <= 0xDFFF) && c != 0xFFFE && c != 0xFFFF ? c : '\uFFFD');
                }
            }
        });
        line.append("</t></is></c>");
    }

    private static void part(ZipOutputStream zip, String name, String xml) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        put(zip, HEAD + xml);
        zip.closeEntry();
    }

    private static void put(ZipOutputStream zip, String text) throws IOException {
        zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
