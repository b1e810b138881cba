package io.pilothouse;

/// The version of this program.
final class Version {

    /// As the build wrote it into the archive; the word for a build that was not packaged.
    static final String NUMBER = number();

    private Version() {}

    private static String number() {
        var written = Version.class.getPackage().getImplementationVersion();
        return written == null ? "0.1.0-dev" : written;
    }
}
