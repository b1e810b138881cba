package io.pilothouse.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The folder that holds everything Pilothouse keeps: the store, its copies, and the logs beside it.
/// Readable only by its owner where the file system knows owners.
///
/// @param root absolute
public record DataFolder(Path root) {

    public static final String VARIABLE = "PILOTHOUSE_DATA";

    public DataFolder {
        root = root.toAbsolutePath().normalize();
    }

    /// Chooses the folder: what the person said, else the variable [#VARIABLE], else the platform's
    /// usual place. The demo fleet has a folder of its own inside it, so that its instances never mix
    /// with real ones.
    ///
    /// @param asked           from `--data`
    /// @param environment     of this process
    /// @param operatingSystem as in the system property `os.name`
    /// @param home            the person's home folder
    public static DataFolder choose(
            Optional<Path> asked, Map<String, String> environment, String operatingSystem, Path home) {
        return new DataFolder(asked.or(() -> path(environment, VARIABLE))
                .orElseGet(() -> usual(environment, operatingSystem.toLowerCase(Locale.ROOT), home)));
    }

    /// The demo fleet's folder inside this one.
    public DataFolder demo() {
        return new DataFolder(root.resolve("demo"));
    }

    /// The folder inside this one in which a damaged store is looked at.
    public DataFolder look() {
        return new DataFolder(root.resolve("look"));
    }

    public Path store() {
        return root.resolve("pilothouse.db");
    }

    /// Copies that were made and checked.
    public Path copies() {
        return root.resolve("copies");
    }

    /// Stores that were replaced: damaged ones, and the one before a restore.
    public Path kept() {
        return root.resolve("kept");
    }

    /// Thumbnails, which may be deleted at any time.
    public Path pictures() {
        return root.resolve("pictures");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    /// Where a second process asks a running one to do something for it.
    public Path socket() {
        return root.resolve("pilothouse.sock");
    }

    Path lock() {
        return root.resolve("pilothouse.lock");
    }

    /// Makes the folder where it is missing, for its owner alone.
    ///
    /// @throws StoreException with `store-io` if it cannot be made or written
    public void create() {
        try {
            createPrivateFolder(root);
            if (!Files.isWritable(root)) {
                throw new IOException("not writable: " + root);
            }
        } catch (IOException e) {
            throw StoreException.of(root, e);
        }
    }

    /// Makes a folder that only its owner can look into; an existing one stays as it is.
    public static void createPrivateFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, ownerOnly(folder, "rwx------"));
        }
    }

    /// Makes an empty file that only its owner can read.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException if it exists
    public static void createPrivateFile(Path file) throws IOException {
        Files.createFile(file, ownerOnly(file, "rw-------"));
    }

    private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static Path usual(Map<String, String> environment, String operatingSystem, Path home) {
        if (operatingSystem.startsWith("windows")) {
            return path(environment, "APPDATA")
                    .orElse(home.resolve("AppData").resolve("Roaming"))
                    .resolve("Pilothouse");
        }
        if (operatingSystem.startsWith("mac")) {
            return home.resolve("Library").resolve("Application Support").resolve("Pilothouse");
        }
        return path(environment, "XDG_DATA_HOME")
                .filter(Path::isAbsolute) // as the XDG base directory specification asks
                .orElse(home.resolve(".local").resolve("share"))
                .resolve("pilothouse");
    }

    private static Optional<Path> path(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable))
                .filter(text -> !text.isBlank())
                .map(Path::of);
    }
}
