import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Writes `target/bin/pilothouse` and `pilothouse.cmd`, which run the built program with the JDK that
/// compiled it, and trains the cache that lets commands start fast. Run by the build:
/// `java scripts/Launchers.java TARGET MAIN_CLASS SCRIPTS_FOLDER`.
///
/// Commands and the window start differently: commands leave JavaFX out and use one compiler, as most end
/// within a second. Both use the simplest collector, which needs the least memory and threads; the options
/// of windows are in `window.options`, as others need them too.
final class Launchers {

    private static final List<String> COMMON = List.of(
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:-UsePerfData",
            // accessors made of method handles pay only when called often
            "-Djdk.reflect.useNativeAccessorOnly=true");
    private static final List<String> COMMAND = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xlog:disable");
    private static final long LONGEST_START_MILLIS = 60_000;

    public static void main(String[] arguments) throws Exception {
        var target = Path.of(arguments[0]).toAbsolutePath();
        var mainClass = arguments[1];
        // Maven's own JVM runs this; where toolchains chose another JDK, the plugin tells which
        var chosen = System.getenv("TOOLCHAIN_JAVA_HOME");
        var javaHome = Path.of(chosen == null ? System.getProperty("java.home") : chosen);
        var jars = new ArrayList<String>();
        var windowJars = new ArrayList<String>();
        for (var entry : Files.readString(target.resolve("classpath.txt")).strip().split(java.io.File.pathSeparator)) {
            var name = Path.of(entry).getFileName().toString();
            (name.startsWith("javafx-") ? windowJars : jars).add(name);
        }
        var bin = Files.createDirectories(target.resolve("bin"));
        var cache = target.resolve("pilothouse.aot");
        var windowCache = target.resolve("pilothouse-window.aot");
        Files.deleteIfExists(cache);
        Files.deleteIfExists(windowCache);
        Files.deleteIfExists(target.resolve("launchers.log"));

        for (var jar : jars) {
            if (jar.startsWith("picocli-")) {
                run(target, List.of(java(javaHome), sources(arguments) + "NewClassFiles.java", target.resolve("lib").resolve(jar).toString()));
            } else if (jar.startsWith("sqlite-jdbc-")) {
                unpackSqlite(target.resolve("lib").resolve(jar), target.resolve("native"));
            }
        }

        var script = bin.resolve("pilothouse");
        var window = windowOptions(Path.of(arguments[2]).resolve("window.options"));
        Files.writeString(script, shell(javaHome, jars, windowJars, mainClass, window));
        script.toFile().setExecutable(true, false); // for every user who may read it
        Files.writeString(bin.resolve("pilothouse.cmd"), batch(javaHome, jars, windowJars, mainClass, window));
        var data = Files.createTempDirectory("pilothouse-train");
        try {
            train(target, javaHome, jars, mainClass, cache, data);
            if (java.io.File.separatorChar == '/') { // elsewhere a window cannot be asked from outside to end
                trainWindow(target, javaHome, jars, windowJars, mainClass, window, windowCache, data);
            }
        } finally {
            try (var files = Files.walk(data)) {
                for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static String shell(Path javaHome, List<String> jars, List<String> windowJars, String mainClass, List<String> window) {
        return """
                #!/bin/sh
                # Written by the build. Runs the Pilothouse that lies beside it.
                here=$0
                while [ -h "$here" ]; do
                  link=$(readlink "$here")
                  case $link in
                    /*) here=$link ;;
                    *) here=${here%%/*}/$link ;;
                  esac
                done
                base=$(cd "${here%%/*}/.." && pwd -P) || exit 1
                home=%s
                java=${PILOTHOUSE_JAVA_HOME:-$home}/bin/java
                if [ ! -x "$java" ]; then
                  echo "pilothouse: There is no Java at $java." >&2
                  echo "  Build Pilothouse again, or set PILOTHOUSE_JAVA_HOME to a JDK 25." >&2
                  exit 70
                fi
                # without a locale, as under cron, Java could not read letters beyond ASCII in arguments and paths
                case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
                  C | POSIX) LC_ALL=C.UTF-8 && export LC_ALL ;;
                esac
                [ -t 1 ] && [ -z "${COLUMNS:-}" ] && COLUMNS=$(tput cols 2>/dev/null) && export COLUMNS

                # a command starts without the window's libraries
                window=yes
                value=
                for argument in "$@"; do
                  case $value$argument in
                    value*) value= ;;
                    --data) value=value ;;
                    -h | --help | -V | --version) window= && break ;;
                    --console | --demo) window=yes && break ;;
                    -*) ;;
                    *) window= ;;
                  esac
                done
                path=%s
                if [ -n "$window" ]; then
                  MALLOC_ARENA_MAX=2 && export MALLOC_ARENA_MAX # glibc else keeps an arena for each thread
                  GDK_GL=disable && export GDK_GL # JavaFX paints without GTK's OpenGL, which may load all of LLVM
                  exec "$java" -XX:AOTCache="$base/pilothouse-window.aot" -Dorg.sqlite.lib.path="$base/native" \\
                    %s --module-path %s --add-modules javafx.controls,javafx.fxml \\
                    -cp "$path" %s "$@"
                fi
                exec "$java" -XX:AOTCache="$base/pilothouse.aot" -Dorg.sqlite.lib.path="$base/native" %s -cp "$path" %s "$@"
                """
                .formatted(
                        quoted(javaHome.toString()),
                        classPath("$base/", ":", jars),
                        String.join(" ", window),
                        joined("$base/lib/", ":", windowJars),
                        mainClass,
                        all(COMMON, COMMAND),
                        mainClass);
    }

    private static String batch(Path javaHome, List<String> jars, List<String> windowJars, String mainClass, List<String> window) {
        return """
                @echo off
                rem Written by the build. Runs the Pilothouse that lies beside it.
                setlocal
                for %%%%I in ("%%~dp0..") do set "base=%%%%~fI"
                set "java=%s"
                if defined PILOTHOUSE_JAVA_HOME set "java=%%PILOTHOUSE_JAVA_HOME%%"
                set "java=%%java%%\\bin\\java.exe"
                if not exist "%%java%%" (
                  echo pilothouse: There is no Java at %%java%%. 1>&2
                  exit /b 70
                )
                set "path_of_jars=%s"
                if "%%~1"=="" goto window
                if "%%~1"=="--demo" goto window
                if "%%~1"=="--data" if "%%~3"=="" goto window
                for %%%%A in (%%*) do if "%%%%~A"=="--console" goto window
                "%%java%%" -XX:AOTCache="%%base%%\\pilothouse.aot" -Dorg.sqlite.lib.path="%%base%%\\native" %s -cp "%%path_of_jars%%" %s %%*
                exit /b %%errorlevel%%
                :window
                "%%java%%" -Dorg.sqlite.lib.path="%%base%%\\native" %s --module-path "%s" --add-modules javafx.controls,javafx.fxml -cp "%%path_of_jars%%" %s %%*
                exit /b %%errorlevel%%
                """
                .formatted(
                        javaHome,
                        joinedPlain("%base%\\pilothouse.jar", "%base%\\lib\\", ";", jars),
                        all(COMMON, COMMAND),
                        mainClass,
                        String.join(" ", window),
                        windowJars.stream().map(jar -> "%base%\\lib\\" + jar).collect(Collectors.joining(";")),
                        mainClass)
                .replace("\n", "\r\n");
    }

    /// Where people started it from a launcher, the JVM says nothing beside the program.
    private static List<String> windowOptions(Path file) throws IOException {
        var options = new ArrayList<>(Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList());
        options.add("-Xlog:disable");
        return options;
    }

    private static String all(List<String> one, List<String> other) {
        return String.join(" ", one) + " " + String.join(" ", other);
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static String classPath(String base, String separator, List<String> jars) {
        return "\"" + joinedPlain(base + "pilothouse.jar", base + "lib/", separator, jars) + "\"";
    }

    private static String joined(String base, String separator, List<String> jars) {
        return "\"" + jars.stream().map(jar -> base + jar).collect(Collectors.joining(separator)) + "\"";
    }

    private static String joinedPlain(String first, String base, String separator, List<String> jars) {
        return first + jars.stream().map(jar -> separator + base + jar).collect(Collectors.joining());
    }

    /// The one native library for this platform, so that no start has to find out the platform and
    /// unpack it again. Where it is not found here, the driver does that by itself.
    private static void unpackSqlite(Path jar, Path folder) throws IOException {
        var os = System.getProperty("os.name").toLowerCase(java.util.Locale.ROOT);
        boolean musl = Files.isDirectory(Path.of("/lib"))
                && java.util.Arrays.stream(Path.of("/lib").toFile().list()).anyMatch(name -> name.startsWith("ld-musl"));
        var system = os.contains("win") ? "Windows" : os.contains("mac") ? "Mac" : musl ? "Linux-Musl" : "Linux";
        var processor = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        var library = System.mapLibraryName("sqlitejdbc");
        Files.createDirectories(folder);
        try (var zip = new java.util.zip.ZipFile(jar.toFile())) {
            var entry = zip.getEntry("org/sqlite/native/" + system + "/" + processor + "/" + library);
            if (entry != null) {
                Files.copy(
                        zip.getInputStream(entry),
                        folder.resolve(library),
                        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static String java(Path javaHome) {
        return javaHome.resolve("bin").resolve("java").toString();
    }

    private static String sources(String[] arguments) {
        return Path.of(arguments[2]) + java.io.File.separator;
    }

    /// Runs one command that touches store, secrets, tasks and network, and keeps what the JVM learned.
    /// Without the cache commands still run, only slower.
    private static void train(
            Path target, Path javaHome, List<String> jars, String mainClass, Path cache, Path data)
            throws IOException, InterruptedException {
        var secret = Files.writeString(data.resolve("secret"), "0123456789abcdef0123456789abcdef");
        var command = new ArrayList<String>();
        command.add(java(javaHome));
        command.add("-XX:AOTCacheOutput=" + cache);
        command.add("-Dorg.sqlite.lib.path=" + target.resolve("native"));
        command.addAll(COMMON);
        command.addAll(COMMAND);
        command.add("-cp");
        command.add(classPath(target, jars));
        command.add(mainClass);
        command.addAll(List.of("--data", data.resolve("data").toString(), "--json"));
        command.addAll(List.of("instance", "add", "--address", "http://127.0.0.1:1", "--kind", "sonarr"));
        command.addAll(List.of("--name", "Training", "--secret-file", secret.toString()));
        run(target, command);
    }

    /// Opens the window on a screen that nobody sees, on the instance that the command added, and ends it
    /// once it is painted, as its log says.
    private static void trainWindow(
            Path target,
            Path javaHome,
            List<String> jars,
            List<String> windowJars,
            String mainClass,
            List<String> window,
            Path cache,
            Path data)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(java(javaHome));
        command.add("-XX:AOTCacheOutput=" + cache);
        command.add("-Dorg.sqlite.lib.path=" + target.resolve("native"));
        command.addAll(window);
        command.addAll(List.of("-Dglass.platform=Headless", "-Dprism.order=sw", "--module-path"));
        command.add(windowJars.stream()
                .map(jar -> target.resolve("lib").resolve(jar).toString())
                .collect(Collectors.joining(java.io.File.pathSeparator)));
        command.addAll(List.of("--add-modules", "javafx.controls,javafx.fxml", "-cp"));
        command.add(classPath(target, jars));
        command.addAll(List.of(mainClass, "--data", data.resolve("data").toString()));
        var log = data.resolve("data").resolve("logs").resolve("pilothouse.0.log");
        Files.deleteIfExists(log); // of the command before
        var program = start(target, command);
        long end = System.currentTimeMillis() + LONGEST_START_MILLIS;
        while (program.isAlive() && System.currentTimeMillis() < end && !says(log, "the window was painted")) {
            Thread.sleep(50);
        }
        program.destroy();
        program.waitFor();
    }

    private static boolean says(Path log, String words) throws IOException {
        return Files.exists(log) && Files.readString(log).contains(words);
    }

    private static String classPath(Path target, List<String> jars) {
        return joinedPlain(
                target.resolve("pilothouse.jar").toString(),
                target.resolve("lib") + java.io.File.separator,
                java.io.File.pathSeparator,
                jars);
    }

    private static void run(Path target, List<String> command) throws IOException, InterruptedException {
        start(target, command).waitFor();
    }

    private static Process start(Path target, List<String> command) throws IOException {
        var log = target.resolve("launchers.log").toFile();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .redirectInput(ProcessBuilder.Redirect.from(
                        new java.io.File(System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null")))
                .start();
    }
}
