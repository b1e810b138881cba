import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Builds the program with its own Java for the platform this runs on, and an installer of it:
///
///     ./mvnw -q package -DskipTests
///     java installer/Installer.java [image | deb | rpm | msi | exe | dmg | pkg | archive]
///
/// Without a word it makes the usual one of the platform. Run it with the JDK that built the program; that
/// JDK's `jpackage` says what else a type needs (WiX for Windows, `fakeroot` for Debian). Everything is
/// written below `target/installer`.
///
/// The image has one Java without what the program does not use, JavaFX as modules of it, and a cache of
/// what the JVM learns at a start (`-XX:AOTCache`), made with exactly this image, as it fits no other.
final class Installer {

    private static final String MAIN_CLASS = "io.pilothouse.Launcher";
    private static final String VENDOR = "Pilothouse";
    private static final String DESCRIPTION = "Console for many self-hosted services";
    // never changes: by it Windows finds the version before
    private static final String WINDOWS_UPGRADE_ID = "6f0f9d5c-8b1e-4f0a-9f7e-2d3d0f6c41b7";

    /// What is found by name at run time, so that no analysis of classes sees it.
    private static final List<String> ALSO_NEEDED = List.of(
            "java.naming", // the JDBC driver and the HTTP client's proxies
            "java.net.http",
            "java.sql",
            "jdk.charsets",
            "jdk.crypto.cryptoki",
            "jdk.localedata",
            "jdk.security.auth", // D-Bus: who the user is
            "jdk.unsupported",
            "jdk.zipfs");

    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    private final Path project;
    private final Path target;
    private final Path out;
    private final Path javaHome = Path.of(System.getProperty("java.home"));
    private final boolean windows = osName().contains("win");
    private final boolean mac = osName().contains("mac");

    private Installer(Path project) {
        this.project = project;
        this.target = project.resolve("target");
        this.out = target.resolve("installer");
    }

    public static void main(String[] arguments) throws Exception {
        var installer = new Installer(Path.of("").toAbsolutePath());
        var type = arguments.length == 0 ? installer.usualType() : arguments[0];
        var made = installer.build(type);
        System.out.println(made);
    }

    private static String osName() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT);
    }

    private String usualType() {
        if (windows) {
            return "msi";
        }
        if (mac) {
            return "dmg";
        }
        return Files.isExecutable(Path.of("/usr/bin/dpkg-deb")) ? "deb" : "archive";
    }

    private Path build(String type) throws IOException, InterruptedException {
        if (!Files.exists(target.resolve("pilothouse.jar"))) {
            throw new IllegalStateException("Build the program first: ./mvnw -q package -DskipTests");
        }
        delete(out);
        var input = Files.createDirectories(out.resolve("input"));
        var modules = Files.createDirectories(out.resolve("modules"));
        stage(input, modules);
        var image = image(input, modules);
        train(image);
        manualPages(image);
        return switch (type) {
            case "image" -> image;
            case "archive" -> archive(image);
            default -> installer(type, image);
        };
    }

    /// The program's archives on the class path; JavaFX as modules, so that it becomes a part of the Java.
    private void stage(Path input, Path modules) throws IOException {
        Files.copy(target.resolve("pilothouse.jar"), input.resolve("pilothouse.jar"));
        try (var jars = Files.list(target.resolve("lib"))) {
            for (var jar : jars.sorted().toList()) {
                var name = jar.getFileName().toString();
                boolean javafx = name.startsWith("javafx-");
                boolean forAPlatform = name.matches("javafx-.*-(linux|mac|win).*\\.jar");
                if (name.startsWith("sqlite-jdbc-") && unpackedSqlite()) {
                    withoutNatives(jar, input.resolve(name));
                } else if (!javafx) {
                    Files.copy(jar, input.resolve(name));
                } else if (forAPlatform) { // the others are empty
                    Files.copy(jar, modules.resolve(name));
                }
            }
        }
        var natives = target.resolve("native");
        if (Files.isDirectory(natives)) {
            var beside = Files.createDirectories(input.resolve("native"));
            try (var files = Files.list(natives)) {
                for (var file : files.toList()) {
                    Files.copy(file, beside.resolve(file.getFileName()));
                }
            }
        }
    }

    private boolean unpackedSqlite() {
        return Files.exists(target.resolve("native").resolve(System.mapLibraryName("sqlitejdbc")));
    }

    /// The driver without SQLite for every platform there is, 11 MB: the one for this lies beside it.
    private static void withoutNatives(Path jar, Path copy) throws IOException {
        Files.copy(jar, copy);
        try (var files = FileSystems.newFileSystem(copy)) {
            delete(files.getPath("org", "sqlite", "native"));
        }
    }

    private Path image(Path input, Path modules) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                tool("jpackage"),
                "--type", "app-image",
                "--name", "pilothouse",
                "--app-version", version(),
                "--vendor", VENDOR,
                "--description", DESCRIPTION,
                "--copyright", "Apache-2.0",
                "--icon", icon().toString(),
                "--input", input.toString(),
                "--main-jar", "pilothouse.jar",
                "--main-class", MAIN_CLASS,
                "--module-path", modules.toString(),
                "--add-modules", String.join(",", modules(input, modules)),
                "--jlink-options", "--strip-debug --no-man-pages --no-header-files",
                "--dest", out.toString()));
        for (var option : options("$APPDIR")) {
            command.add("--java-options");
            command.add(option);
        }
        if (windows) {
            // one for the terminal, one without a console for the start menu
            command.add("--win-console");
            var window = Files.writeString(out.resolve("window.properties"), "win-console=false\nwin-menu=true\n");
            command.add("--add-launcher");
            command.add("pilothouse-window=" + window);
        }
        run(command);
        return mac ? out.resolve("pilothouse.app") : out.resolve("pilothouse");
    }

    private List<String> options(String appFolder) throws IOException {
        var options = new ArrayList<>(Files.readAllLines(project.resolve("scripts").resolve("window.options")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList());
        options.add("-Xlog:disable");
        options.add("-XX:AOTCache=" + appFolder + "/pilothouse.aot");
        options.add("-Dorg.sqlite.lib.path=" + appFolder + "/native");
        return options;
    }

    /// Made by the image itself, where a person's `man` can be pointed at them: `man -M FOLDER/man`.
    private void manualPages(Path image) throws IOException, InterruptedException {
        if (windows) {
            return;
        }
        var app = app(image);
        run(List.of(
                runtime(image).resolve("bin").resolve("java").toString(),
                "-cp",
                classPath(app),
                MAIN_CLASS,
                "man",
                app.resolve("man").resolve("man1").toString()));
    }

    /// What the classes need, as the JDK's own tool finds it, and what no tool can find.
    private List<String> modules(Path input, Path modules) throws IOException, InterruptedException {
        var jars = jars(input);
        var found = read(List.of(
                tool("jdeps"),
                "--multi-release", "25",
                "--ignore-missing-deps",
                "--print-module-deps",
                "--module-path", modules.toString(),
                "--class-path", jars.stream().map(Path::toString).collect(Collectors.joining(java.io.File.pathSeparator)),
                input.resolve("pilothouse.jar").toString()));
        var all = new ArrayList<>(Arrays.asList(found.strip().split(",")));
        all.addAll(ALSO_NEEDED);
        all.addAll(List.of("javafx.controls", "javafx.fxml"));
        if (windows) {
            all.add("jdk.accessibility");
        }
        return all.stream().distinct().sorted().toList();
    }

    /// Runs one command of the image that touches store, secrets, tasks and network, then the window on the
    /// instance that the command added, and keeps what the JVM learned beside the program. Without it
    /// everything runs too, only slower.
    private void train(Path image) throws IOException, InterruptedException {
        var data = Files.createTempDirectory("pilothouse-train");
        try {
            var secret = Files.writeString(data.resolve("secret"), "0123456789abcdef0123456789abcdef");
            var folder = data.resolve("data");
            var adds = List.of(
                    "--data", folder.toString(), "--json",
                    "instance", "add", "--address", "http://127.0.0.1:1", "--kind", "sonarr",
                    "--name", "Training", "--secret-file", secret.toString());
            if (windows) { // a window cannot be asked from outside to end there
                start(java(image, List.of(cacheOutput(image)), adds)).waitFor(); // ends with 1: nothing answers there
            } else {
                start(java(image, List.of(), adds)).waitFor();
                trainWindow(image, folder);
            }
        } finally {
            delete(data);
        }
        if (!Files.exists(app(image).resolve("pilothouse.aot"))) {
            throw new IllegalStateException("The cache was not made; see target/installer/log.txt.");
        }
    }

    /// On a screen that nobody sees; ended once it is painted, as its log says.
    private void trainWindow(Path image, Path folder) throws IOException, InterruptedException {
        var log = folder.resolve("logs").resolve("pilothouse.0.log");
        Files.deleteIfExists(log); // of the command before
        var program = start(java(
                image,
                List.of(cacheOutput(image), "-Dglass.platform=Headless", "-Dprism.order=sw"),
                List.of("--data", folder.toString())));
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (program.isAlive()
                && System.nanoTime() < end
                && !(Files.exists(log) && Files.readString(log).contains("the window was painted"))) {
            Thread.sleep(50);
        }
        program.destroy();
        program.waitFor();
    }

    private String cacheOutput(Path image) {
        return "-XX:AOTCacheOutput=" + app(image).resolve("pilothouse.aot");
    }

    /// The image's Java as its launcher runs it, but for the cache.
    ///
    /// @param more      options of the JVM
    /// @param arguments of the program
    private List<String> java(Path image, List<String> more, List<String> arguments) throws IOException {
        var app = app(image);
        var command = new ArrayList<String>();
        command.add(runtime(image).resolve("bin").resolve(windows ? "java.exe" : "java").toString());
        command.addAll(more);
        options(app.toString()).stream()
                .filter(option -> !option.startsWith("-XX:AOTCache="))
                .forEach(command::add);
        command.addAll(List.of("-cp", classPath(app), MAIN_CLASS));
        command.addAll(arguments);
        return command;
    }

    /// As the launcher's own configuration has it: the cache fits no other order.
    private String classPath(Path app) throws IOException {
        try (var lines = Files.lines(app.resolve("pilothouse.cfg"))) {
            return lines.filter(line -> line.startsWith("app.classpath="))
                    .map(line -> line.substring("app.classpath=".length())
                            .replace("$APPDIR", app.toString())
                            .replace('\\', java.io.File.separatorChar))
                    .collect(Collectors.joining(java.io.File.pathSeparator));
        }
    }

    private Path installer(String type, Path image) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                tool("jpackage"),
                "--type", type,
                "--name", "pilothouse",
                "--app-version", version(),
                "--vendor", VENDOR,
                "--description", DESCRIPTION,
                "--license-file", project.resolve("LICENSE").toString(),
                "--app-image", image.toString(),
                "--dest", out.resolve("made").toString()));
        if (windows) {
            command.addAll(List.of(
                    "--win-per-user-install", "--win-menu", "--win-dir-chooser", "--win-upgrade-uuid", WINDOWS_UPGRADE_ID));
        } else if (!mac) {
            command.addAll(List.of("--linux-shortcut", "--linux-menu-group", "System", "--icon", icon().toString()));
            command.addAll(List.of("--resource-dir", menuEntry().toString()));
            if (type.equals("deb")) {
                command.addAll(List.of("--linux-deb-maintainer", "pilothouse@localhost"));
            } else {
                command.addAll(List.of("--linux-rpm-license-type", "Apache-2.0"));
            }
        }
        run(command);
        try (var files = Files.list(out.resolve("made"))) {
            return files.findFirst().orElseThrow();
        }
    }

    /// jpackage's entry of the menu with the surroundings that the launchers of a build give a window.
    ///
    /// @return the folder it stands in
    private Path menuEntry() throws IOException {
        var folder = Files.createDirectories(out.resolve("menu"));
        Files.writeString(folder.resolve("pilothouse.desktop"), """
                [Desktop Entry]
                Name=APPLICATION_NAME
                Comment=APPLICATION_DESCRIPTION
                Exec=env GDK_GL=disable MALLOC_ARENA_MAX=2 APPLICATION_LAUNCHER %u
                Icon=APPLICATION_ICON
                Terminal=false
                Type=Application
                Categories=DEPLOY_BUNDLE_CATEGORY
                MimeType=x-scheme-handler/pilothouse;
                DESKTOP_MIMES
                """);
        return folder;
    }

    /// To unpack anywhere: a zip for Windows, a compressed tar elsewhere, which keeps what may be run.
    private Path archive(Path image) throws IOException, InterruptedException {
        var made = Files.createDirectories(out.resolve("made"));
        var file = made.resolve("pilothouse-" + version() + (windows ? ".zip" : ".tar.gz"));
        var folder = image.getFileName().toString();
        run(List.of("tar", windows ? "-acf" : "-czf", file.toString(), "-C", out.toString(), folder));
        return file;
    }

    private Path app(Path image) {
        return mac ? image.resolve("Contents/app") : windows ? image.resolve("app") : image.resolve("lib/app");
    }

    private Path runtime(Path image) {
        return mac
                ? image.resolve("Contents/runtime/Contents/Home")
                : windows ? image.resolve("runtime") : image.resolve("lib/runtime");
    }

    private Path icon() {
        var icons = project.resolve("icons");
        return mac
                ? icons.resolve("pilothouse.icns")
                : windows ? icons.resolve("pilothouse.ico") : icons.resolve("png/pilothouse-512.png");
    }

    /// Digits and points only, as installers want it; macOS takes none that begins with 0.
    private String version() throws IOException {
        var pom = Files.readString(project.resolve("pom.xml"));
        var found = java.util.regex.Pattern.compile("<artifactId>pilothouse</artifactId>\\s*<version>([0-9.]+)")
                .matcher(pom);
        if (!found.find()) {
            throw new IllegalStateException("pom.xml says no version.");
        }
        var version = found.group(1);
        return mac && version.startsWith("0.") ? "1" + version.substring(1) : version;
    }

    private String tool(String name) {
        return javaHome.resolve("bin").resolve(windows ? name + ".exe" : name).toString();
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
    }

    private Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(out.resolve("log.txt").toFile()))
                .start();
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        if (start(command).waitFor() != 0) {
            throw new IllegalStateException(
                    command.getFirst() + " failed:\n" + Files.readString(out.resolve("log.txt")));
        }
    }

    private static String read(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var text = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IllegalStateException(command.getFirst() + " failed: " + text);
        }
        return text;
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
