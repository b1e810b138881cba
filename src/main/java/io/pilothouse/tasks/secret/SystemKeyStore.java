package io.pilothouse.tasks.secret;

import com.github.javakeyring.BackendNotSupportedException;
import com.github.javakeyring.Keyring;
import com.github.javakeyring.PasswordAccessException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/// The operating system's key store: Windows Credential Manager, macOS Keychain, or the Secret Service
/// of a Linux desktop. Holds one key for all secrets, so that a person is asked at most once.
public final class SystemKeyStore implements KeyPlace {

    private static final Logger LOG = System.getLogger(SystemKeyStore.class.getName());
    private static final String SERVICE = "Pilothouse";

    private final String operatingSystem;

    /// @param operatingSystem as in the system property `os.name`
    public SystemKeyStore(String operatingSystem) {
        this.operatingSystem = operatingSystem.toLowerCase(Locale.ROOT);
    }

    @Override
    public String displayName() {
        if (operatingSystem.startsWith("windows")) {
            return "Windows Credential Manager";
        }
        return operatingSystem.startsWith("mac") ? "the macOS Keychain" : "the desktop's key ring";
    }

    @Override
    public Optional<byte[]> find(String name) throws KeyPlaceException {
        return using(keyring -> {
            try {
                return Optional.of(Base64.getDecoder().decode(keyring.getPassword(SERVICE, name)));
            } catch (PasswordAccessException e) {
                return Optional.empty(); // java-keyring tells "none" and "locked" apart only by message
            }
        });
    }

    @Override
    public void save(String name, byte[] key) throws KeyPlaceException {
        using(keyring -> {
            var text = Base64.getEncoder().encodeToString(key);
            keyring.setPassword(SERVICE, name, text);
            if (!text.equals(keyring.getPassword(SERVICE, name))) {
                throw new PasswordAccessException("what was saved does not come back");
            }
            return name;
        });
    }

    @Override
    public void delete(String name) throws KeyPlaceException {
        using(keyring -> {
            keyring.deletePassword(SERVICE, name);
            return name;
        });
    }

    private interface Use<T> {
        T apply(Keyring keyring) throws PasswordAccessException;
    }

    private <T> T using(Use<T> use) throws KeyPlaceException {
        Keyring keyring;
        try {
            keyring = Keyring.create();
        } catch (BackendNotSupportedException e) {
            throw new KeyPlaceException("This computer has no key store that Pilothouse can use.", e);
        }
        try {
            return use.apply(keyring);
        } catch (PasswordAccessException e) {
            throw new KeyPlaceException(displayName() + " refused.", e);
        } finally {
            close(keyring);
        }
    }

    private static void close(Keyring keyring) {
        try {
            keyring.close();
        } catch (Exception e) { // so the library declares it; the key is read or written by now
            LOG.log(Level.DEBUG, "closing the key store", e);
        }
    }
}
