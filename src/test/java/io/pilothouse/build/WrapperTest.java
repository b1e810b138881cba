package io.pilothouse.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `mvnw` on machines that lack a JDK 25, a Maven or both. The machine is made here: a `PATH` with
/// nothing but a few basic tools, an empty home with a space in its name, and in place of Adoptium
/// and Apache a server on loopback that hands out tiny archives whose `java` and `mvn` are scripts.
class WrapperTest {

    private static final Path WRAPPER = Path.of("mvnw").toAbsolutePath();
    private static final String JDK_ARCHIVE = "/files/OpenJDK25U-jdk_25.0.9_1.tar.gz";
    private static final String MAVEN_ARCHIVE = "/maven/apache-maven-bin.tar.gz";

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final Path folder;
    private final Path tools;
    private final Path home;
    private final Path jdkPlaces;

    /// @param sent the first bytes of the body that are really sent, less than its announced length
    ///             when the connection is to break
    private record Answer(byte[] body, int sent) {}

    /// How a run of the wrapper ended.
    private record Run(int exitCode, String out, String err) {}

    WrapperTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        tools = Files.createDirectory(folder.resolve("tools"));
        home = Files.createDirectory(folder.resolve("home of a person"));
        jdkPlaces = Files.createDirectory(folder.resolve("jdks"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void makeTheMachine() throws IOException {
        assumeFalse(File.separatorChar == '\\', "mvnw is for POSIX systems; Windows has mvnw.cmd");
        for (var tool : "sh dirname uname sed tr mktemp mkdir mv rm tar gzip readlink".split(" ")) {
            install(tool);
        }
        Stream.of("sha256sum", "sha512sum", "shasum")
                .filter(tool -> find(tool).isPresent())
                .forEach(this::install);
        if (find("curl").isPresent()) {
            install("curl");
        } else {
            assumeTrue(find("wget").isPresent(), "neither curl nor wget is installed here");
            install("wget");
        }
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void takeTheMachineDown() throws IOException {
        server.stop(0);
        try (var links = Files.list(tools)) {
            for (var link : links.toList()) {
                Files.delete(link); // JUnit would warn about each link that leads out of its folder
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"curl", "wget"})
    void fetchesAJdkOnceAndUsesItFromThenOn(String loader) throws Exception {
        useOnly(loader);
        installMaven("3.9.9");
        publishJdk(jdk("25.0.9"));

        var first = run("verify");

        assertThat(first.err()).contains("needs a JDK 25", "Fetching Temurin 25", JDK_ARCHIVE, "Kept in");
        assertThat(first.exitCode()).as(first.err()).isZero();
        var kept = cache().toList();
        assertThat(kept).hasSize(1);
        assertThat(first.out()).isEqualTo("JAVA_HOME=" + kept.getFirst() + "\n[verify]\n");

        int asked = requests.size();
        var second = run("verify");

        assertThat(second).isEqualTo(new Run(0, first.out(), ""));
        assertThat(requests).hasSize(asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"curl", "wget"})
    void refusesAJdkWithAnotherChecksum(String loader) throws Exception {
        useOnly(loader);
        installMaven("3.9.9");
        publishJdk(jdk("25.0.9"));
        answers.put(JDK_ARCHIVE + ".sha256.txt", whole((sum("SHA-256", new byte[0]) + "  jdk.tar.gz\n").getBytes()));

        var run = run("verify");

        assertRefused(run, "is not what was published", sum("SHA-256", new byte[0]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"curl", "wget"})
    void refusesAJdkThatWasCutOff(String loader) throws Exception {
        useOnly(loader);
        installMaven("3.9.9");
        var archive = jdk("25.0.9");
        publishJdk(archive);
        answers.put(JDK_ARCHIVE, new Answer(archive, archive.length / 2));

        assertRefused(run("verify"), "could not be fetched", "cut off");
    }

    @Test
    void refusesAJdkWithoutPublishedChecksum() throws Exception {
        installMaven("3.9.9");
        publishJdk(jdk("25.0.9"));
        answers.remove(JDK_ARCHIVE + ".sha256.txt");

        assertRefused(run("verify"), "the checksum of Temurin 25 could not be fetched");
        assertThat(requests).noneMatch(request -> request.equals("GET " + JDK_ARCHIVE));
    }

    @Test
    void refusesAChecksumFileThatHoldsAPage() throws Exception {
        installMaven("3.9.9");
        publishJdk(jdk("25.0.9"));
        answers.put(JDK_ARCHIVE + ".sha256.txt", whole("<html>Sign in to continue</html>".getBytes()));

        assertRefused(run("verify"), "holds no SHA-256");
    }

    @Test
    void refusesAnArchiveWithAnotherJdk() throws Exception {
        installMaven("3.9.9");
        publishJdk(jdk("24.0.2"));

        assertRefused(run("verify"), "holds no JDK 25");
    }

    @Test
    void takesTheJdkFromAFixedAddressToo() throws Exception {
        installMaven("3.9.9");
        publishJdk(jdk("25"));

        var run = run(Map.of("PILOTHOUSE_JDK_URL", address(JDK_ARCHIVE)), "-v");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(cache()).hasSize(1);
    }

    @Test
    void usesAnInstalledJdk25ThoughTheDefaultIsOlder() throws Exception {
        installMaven("3.9.9");
        var older = unpack(jdk("17.0.15"), folder.resolve("older"));
        Files.createSymbolicLink(tools.resolve("java"), older.resolve("bin/java"));
        var newer = unpack(jdk("25.0.1"), jdkPlaces.resolve("temurin-25"));
        unpack(jdk("26"), jdkPlaces.resolve("later"));

        var run = run(Map.of("JAVA_HOME", older.toString()), "javafx:run", "-Ddemo", "-Dwords=two words", "");

        var expected = "JAVA_HOME=" + newer + "\n[javafx:run]\n[-Ddemo]\n[-Dwords=two words]\n[]\n";
        assertThat(run).isEqualTo(new Run(0, expected, ""));
        assertThat(requests).isEmpty();
    }

    @Test
    void prefersTheJdkOfJavaHomeThenOfThePath() throws Exception {
        installMaven("3.9.9");
        var onPath = unpack(jdk("25.0.2"), folder.resolve("on path"));
        Files.createSymbolicLink(tools.resolve("java"), onPath.resolve("bin/java"));
        var chosen = unpack(jdk("25.0.3"), folder.resolve("chosen"));
        unpack(jdk("25.0.1"), jdkPlaces.resolve("usual"));

        assertThat(run("-v").out()).startsWith("JAVA_HOME=" + onPath + "\n");
        assertThat(run(Map.of("JAVA_HOME", chosen.toString()), "-v").out()).startsWith("JAVA_HOME=" + chosen + "\n");
    }

    @Test
    void passesMavensExitCodeOn() throws Exception {
        unpack(jdk("25.0.1"), jdkPlaces.resolve("usual"));
        installMaven("3.9.9");

        assertThat(run("fail").exitCode()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.8.7", "3.8.10", "3.9.0", "3.10.1", "4.0.0-rc-4"})
    void usesAnInstalledMavenThatIsRecentEnough(String version) throws Exception {
        unpack(jdk("25.0.1"), jdkPlaces.resolve("usual"));
        installMaven(version);

        assertThat(run("verify").err()).isEmpty();
    }

    @Test
    void asksAnInstalledMavenWhoseFolderDoesNotTellItsVersion() throws Exception {
        unpack(jdk("25.0.1"), jdkPlaces.resolve("usual"));
        script(tools.resolve("mvn"), "echo 'Apache Maven 3.8.7'");

        assertThat(run("verify")).isEqualTo(new Run(0, "Apache Maven 3.8.7\n", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.8.6", "3.6.3", "2.2.1"})
    void fetchesMavenOnceWhereTheInstalledOneIsTooOld(String version) throws Exception {
        unpack(jdk("25.0.1"), jdkPlaces.resolve("usual"));
        installMaven(version);
        var archive = maven("3.9.12");
        answers.put(MAVEN_ARCHIVE, whole(archive));
        var rightSum = Map.of("PILOTHOUSE_MAVEN_SHA512", sum("SHA-512", archive));

        var first = run(rightSum, "verify");

        assertThat(first.err()).contains("Maven 3.8.7 or later", "Fetching Maven 3.9.12", "Kept in");
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out()).endsWith("[verify]\n");
        assertThat(cache()).hasSize(1);
        assertThat(run(rightSum, "verify")).isEqualTo(new Run(0, first.out(), ""));
        assertThat(requests).containsExactly("GET " + MAVEN_ARCHIVE);
    }

    @Test
    void refusesAMavenThatIsNotThePinnedOne() throws Exception {
        unpack(jdk("25.0.1"), jdkPlaces.resolve("usual"));
        answers.put(MAVEN_ARCHIVE, whole(maven("3.9.12")));

        assertRefused(run("verify"), "is not what was published", pinned(WRAPPER, "maven_sha512="));
    }

    @Test
    void refusesAMavenThatWasCutOff() throws Exception {
        unpack(jdk("25.0.1"), jdkPlaces.resolve("usual"));
        var archive = maven("3.9.12");
        answers.put(MAVEN_ARCHIVE, new Answer(archive, archive.length - 1));

        assertRefused(
                run(Map.of("PILOTHOUSE_MAVEN_SHA512", sum("SHA-512", archive)), "verify"),
                "could not be fetched",
                "cut off");
    }

    @Test
    void saysWhatToInstallWhereNothingCanBeFetched() throws Exception {
        Files.deleteIfExists(tools.resolve("curl"));
        Files.deleteIfExists(tools.resolve("wget"));
        installMaven("3.9.9");

        assertRefused(run("verify"), "neither curl nor wget", "install a JDK 25 and set JAVA_HOME");
    }

    @Test
    void bothWrappersPinTheSameReleases() throws IOException {
        var windows = Path.of(".mvn/prepare.ps1");

        assertThat(pinned(windows, "$mavenVersion = ")).isEqualTo(pinned(WRAPPER, "maven_version="));
        assertThat(pinned(windows, "$jdkVersion = ")).isEqualTo(pinned(WRAPPER, "jdk_version="));
        assertThat(pinned(windows, "$oldestMaven = [Version]")).isEqualTo(pinned(WRAPPER, "oldest_maven="));
        assertThat(pinned(WRAPPER, "maven_sha512=")).matches("[0-9a-f]{128}");
        assertThat(pinned(windows, "$mavenSha512 = ")).matches("[0-9a-f]{128}");
    }

    private void assertRefused(Run run, String... words) throws IOException {
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(words);
        assertThat(cache()).as("what is left in the cache folder").isEmpty();
    }

    private Stream<Path> cache() throws IOException {
        var cache = Stream.of(home.resolve(".cache/pilothouse"), home.resolve("Library/Caches/pilothouse"))
                .filter(Files::exists)
                .findFirst();
        return cache.isPresent() ? Files.list(cache.get()) : Stream.empty();
    }

    private Run run(String... arguments) throws IOException, InterruptedException {
        return run(Map.of(), arguments);
    }

    private Run run(Map<String, String> settings, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("/bin/sh", WRAPPER.toString()));
        command.addAll(List.of(arguments));
        var out = folder.resolve("out");
        var err = folder.resolve("err");
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        var environment = builder.environment();
        environment.clear();
        environment.putAll(new HashMap<>(Map.of(
                "PATH", tools.toString(),
                "HOME", home.toString(),
                "PILOTHOUSE_JDK_PLACES", folder.resolve("no such folder") + ":" + jdkPlaces,
                "PILOTHOUSE_JDK_URL", address("/v3/binary/latest/25"),
                "PILOTHOUSE_MAVEN_URL", address(MAVEN_ARCHIVE))));
        environment.putAll(settings);
        var process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError("mvnw does not end; it said: " + Files.readString(err));
        }
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        requests.add(exchange.getRequestMethod() + " " + path);
        try (exchange) {
            if (path.startsWith("/v3/binary/latest/")) { // as Adoptium's service answers
                exchange.getResponseHeaders().add("Location", address(JDK_ARCHIVE));
                exchange.sendResponseHeaders(307, -1);
                return;
            }
            var answer = answers.get(path);
            if (answer == null) {
                exchange.sendResponseHeaders(404, -1);
            } else if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(200, -1);
            } else {
                exchange.sendResponseHeaders(200, answer.body().length);
                exchange.getResponseBody().write(answer.body(), 0, answer.sent());
                exchange.getResponseBody().flush();
            }
        }
    }

    private String address(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void publishJdk(byte[] archive) {
        answers.put(JDK_ARCHIVE, whole(archive));
        answers.put(
                JDK_ARCHIVE + ".sha256.txt",
                whole((sum("SHA-256", archive) + "  OpenJDK25U-jdk_25.0.9_1.tar.gz\n").getBytes()));
    }

    private static Answer whole(byte[] body) {
        return new Answer(body, body.length);
    }

    /// An archive with one folder in which `bin/java -version` answers as that JDK does.
    private byte[] jdk(String version) throws IOException, InterruptedException {
        var jdk = Files.createTempDirectory(folder, "made").resolve("jdk-" + version + "+1");
        Files.createDirectories(jdk.resolve("bin"));
        script(jdk.resolve("bin/java"), "echo 'openjdk version \"" + version + "\" 2026-01-20' >&2");
        script(jdk.resolve("bin/javac"), "exit 1");
        return pack(jdk);
    }

    private byte[] maven(String version) throws IOException, InterruptedException {
        var maven = Files.createTempDirectory(folder, "made").resolve("apache-maven-" + version);
        makeMaven(maven, version);
        return pack(maven);
    }

    /// A Maven that prints its `JAVA_HOME` and arguments, and fails with 7 when told `fail`.
    private static void makeMaven(Path maven, String version) throws IOException {
        Files.createDirectories(maven.resolve("bin"));
        Files.createDirectories(maven.resolve("lib"));
        Files.createFile(maven.resolve("lib/maven-core-" + version + ".jar"));
        script(
                maven.resolve("bin/mvn"),
                "echo \"JAVA_HOME=$JAVA_HOME\"; for word; do echo \"[$word]\"; done; [ \"$1\" != fail ] || exit 7");
    }

    private void installMaven(String version) throws IOException {
        var maven = folder.resolve("maven");
        makeMaven(maven, version);
        Files.createSymbolicLink(tools.resolve("mvn"), maven.resolve("bin/mvn"));
    }

    private static void script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static byte[] pack(Path made) throws IOException, InterruptedException {
        var archive = made.resolveSibling("archive.tar.gz");
        tar("-czf", archive, made.getParent(), made.getFileName().toString());
        return Files.readAllBytes(archive);
    }

    /// @return the one folder in the archive, moved to that place
    private Path unpack(byte[] archive, Path place) throws IOException, InterruptedException {
        var file = Files.write(Files.createTempFile(folder, "made", ".tar.gz"), archive);
        var unpacked = Files.createTempDirectory(folder, "unpacked");
        tar("-xzf", file, unpacked);
        try (var entries = Files.list(unpacked)) {
            return Files.move(entries.findFirst().orElseThrow(), place);
        }
    }

    private static void tar(String mode, Path archive, Path in, String... names)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("tar", mode, archive.toString(), "-C", in.toString()));
        command.addAll(List.of(names));
        var tar = new ProcessBuilder(command).inheritIO().start();
        assertThat(tar.waitFor()).isZero();
    }

    private void useOnly(String loader) throws IOException {
        assumeTrue(find(loader).isPresent(), loader + " is not installed here");
        Files.deleteIfExists(tools.resolve("curl"));
        Files.deleteIfExists(tools.resolve("wget"));
        install(loader);
    }

    private void install(String tool) {
        var found = find(tool);
        assumeTrue(found.isPresent(), tool + " is not installed here");
        try {
            Files.createSymbolicLink(tools.resolve(tool), found.get());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Optional<Path> find(String tool) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(place -> Path.of(place, tool))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static String sum(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /// What a script assigns at the beginning of a line, without quotes.
    private static String pinned(Path script, String assignment) throws IOException {
        var matcher = Pattern.compile("(?m)^" + Pattern.quote(assignment) + "'?([^'\\r\\n]+)'?\\r?$")
                .matcher(Files.readString(script));
        assertThat(matcher.find()).as(script + " assigns " + assignment).isTrue();
        return matcher.group(1);
    }
}
