package io.pilothouse.domain.cycle;

/// Why a candidate was left out, in the order in which the reasons are looked at.
public enum SkipReason {
    UNMONITORED("unmonitored"),
    IN_QUEUE("in-queue"),
    UNSETTLED("unsettled"),
    ITEM_EXCLUDED("item-excluded"),
    TAG_EXCLUDED("tag-excluded"),
    PROFILE_EXCLUDED("profile-excluded"),
    ROOT_EXCLUDED("root-excluded"),
    NOT_RELEASED("not-released"),
    GRACE("grace"),
    NOT_AVAILABLE("not-available"),
    COOL_DOWN("cool-down"),
    IN_PACK("in-pack"),
    PER_PARENT("per-parent"),
    PER_RUN("per-run"),
    BUDGET("budget"),

    // of a queue's care

    PAUSED("paused"),
    WAITS_FOR_IMPORT("waits-for-import"),
    PRIVATE_TRACKER("private-tracker"),
    KEPT_BY_TAG("kept-by-tag"),
    /// Its client is connected: the rules of torrents are the only judge of it.
    LEFT_TO_RULES("left-to-rules"),
    PROGRESSING("progressing"),
    NOT_STRUCK("not-struck"),
    FEW_STRIKES("few-strikes");

    private final String word;

    SkipReason(String word) {
        this.word = word;
    }

    /// @return the reason's name in scripts and in the store
    public String word() {
        return word;
    }
}
