package io.pilothouse.domain.compare;

/// One setting as one instance holds it.
///
/// @param section  stable name of what it belongs to, for example `naming`
/// @param name     stable name in its section, the same in all instances of the kind
/// @param value    in one fixed form, so that equal settings have equal values; JSON where it is more than
///                 a plain value
/// @param copyable whether it may be given to another instance of the kind
public record HeldSetting(String section, String name, String value, boolean copyable) {

    /// Names a setting among all of an instance.
    public record Key(String section, String name) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int sections = section.compareTo(other.section);
            return sections != 0 ? sections : name.compareTo(other.name);
        }
    }

    public Key key() {
        return new Key(section, name);
    }
}
