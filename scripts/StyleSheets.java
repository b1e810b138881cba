import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import javafx.css.CssParser;
import javafx.css.Stylesheet;

/// Puts beside each style sheet of a folder the form that JavaFX reads instead (`.bss`): reading text cost a
/// starting window a tenth of its time. Run by the build with JavaFX on the class path.
///
///     StyleSheets.java CLASSES
final class StyleSheets {

    private StyleSheets() {}

    /// @throws IllegalStateException naming what JavaFX does not understand in a sheet
    public static void main(String[] arguments) throws IOException {
        try (var files = Files.walk(Path.of(arguments[0]))) {
            for (var sheet : files.filter(file -> file.toString().endsWith(".css")).toList()) {
                convert(sheet);
            }
        }
    }

    private static void convert(Path sheet) throws IOException {
        var name = sheet.getFileName().toString();
        var binary = sheet.resolveSibling(name.substring(0, name.length() - ".css".length()) + ".bss");
        CssParser.errorsProperty().clear();
        Stylesheet.convertToBinary(sheet.toFile(), binary.toFile());
        if (!CssParser.errorsProperty().isEmpty()) {
            throw new IllegalStateException(sheet + ": "
                    + CssParser.errorsProperty().stream()
                            .map(CssParser.ParseError::getMessage)
                            .collect(Collectors.joining("; ")));
        }
    }
}
