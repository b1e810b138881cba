package io.pilothouse.tasks.library;

import io.pilothouse.tasks.settings.Settings.Setting;

/// What people choose about the library as a whole.
public final class LibrarySettings {

    /// How much room pictures may take on the disk, from 64 MiB to 1 TiB; 2 GiB usually (contract for Stash,
    /// 7.2). Holds from the next start on.
    public static final Setting<Integer> PICTURE_MEGABYTES = new Setting<>(
            "library.pictures",
            2048,
            text -> {
                int megabytes = Integer.parseInt(text);
                if (megabytes < 64 || megabytes > 1 << 20) {
                    throw new IllegalArgumentException("not from 64 to 1048576: " + text);
                }
                return megabytes;
            },
            String::valueOf);

    private LibrarySettings() {}
}
