package io.pilothouse.domain.torrent;

/// When a torrent has seeded enough. Each value may be [#GLOBAL] (as the client is set) or [#NONE].
///
/// @param ratio           uploaded to downloaded
/// @param minutes         of seeding
/// @param inactiveMinutes of seeding without a transfer
/// @param action          what happens then, in the client's word, for example `Stop`; `Default` where the
///                        client has no such choice
/// @param mode            whether one limit or all must be met, in the client's word
public record ShareLimits(double ratio, long minutes, long inactiveMinutes, String action, String mode) {

    public static final int GLOBAL = -2;
    public static final int NONE = -1;

    /// As the client is set.
    public static final ShareLimits USUAL = new ShareLimits(GLOBAL, GLOBAL, GLOBAL, "Default", "Default");
}
