package io.pilothouse.cli.attach;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// Where the socket of a data folder is: in it, or, as systems allow only some hundred bytes for the
/// path of a socket, in a short folder of its own whose path is written down in the data folder.
///
/// @param folder the data folder, absolute
record SocketPlace(Path folder) {

    /// macOS allows 104 with the closing zero, Linux and Windows 108.
    private static final int LONGEST = 100;

    private static final String SOCKET = "pilothouse.sock";
    private static final String NOTE = "pilothouse.sock.path";

    /// Chooses the path to serve at; nothing is there afterwards. Call it only while holding the
    /// store, so that what is left over is known to be dead.
    Path prepare() throws IOException {
        remove();
        var usual = folder.resolve(SOCKET);
        if (usual.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST) {
            return usual;
        }
        var shorter = Files.createTempDirectory("ph").resolve(SOCKET);
        Files.writeString(folder.resolve(NOTE), shorter.toString());
        return shorter;
    }

    /// @return where a running program would answer
    Optional<Path> find() {
        var usual = folder.resolve(SOCKET);
        if (Files.exists(usual)) {
            return Optional.of(usual);
        }
        try {
            var noted = Path.of(Files.readString(folder.resolve(NOTE)).strip());
            return noted.isAbsolute()
                            && Files.exists(noted)
                            && Files.getOwner(noted).equals(Files.getOwner(folder))
                    ? Optional.of(noted)
                    : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    void remove() throws IOException {
        Files.deleteIfExists(folder.resolve(SOCKET));
        var note = folder.resolve(NOTE);
        if (Files.exists(note)) {
            var noted = find();
            if (noted.isPresent()) {
                Files.deleteIfExists(noted.get());
                Files.deleteIfExists(noted.get().getParent());
            }
            Files.deleteIfExists(note);
        }
    }

    /// Lets only the owner use the socket; where the file system knows no owners the folder decides.
    static void protect(Path socket) throws IOException {
        if (socket.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        }
    }
}
