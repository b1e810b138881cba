package io.pilothouse.domain.torrent;

import java.util.List;
import java.util.SortedSet;

/// What a rule wants done with one torrent.
public sealed interface RuleStep {

    /// Nothing but saying so.
    record Tell() implements RuleStep {}

    record Start() implements RuleStep {}

    /// @param why kept, so that the same rule starts it again; empty for one that stays stopped
    record Stop(String why) implements RuleStep {}

    record Recheck() implements RuleStep {}

    /// First the *arr is told, then the torrent goes.
    ///
    /// @param blocklist   whether the same release may not come again
    /// @param searchAgain whether the *arr looks for another one
    /// @param withFiles   whether the data goes, where nothing speaks against it
    /// @param keepTorrent whether the *arr is told and the torrent stays
    record Remove(boolean blocklist, boolean searchAgain, boolean withFiles, boolean keepTorrent) implements RuleStep {}

    /// Asks for its files and leaves out those that the content filter forbids.
    record Filter() implements RuleStep {}

    /// Makes its *arr look at its downloads.
    record AskImport() implements RuleStep {}

    /// Tells its *arr where it lies.
    record Scan() implements RuleStep {}

    /// Its *arr has it.
    record MarkImported() implements RuleStep {}

    record Tag(SortedSet<String> tags) implements RuleStep {}

    record Untag(SortedSet<String> tags) implements RuleStep {}

    /// How long it shall seed, for the client itself.
    record Share(ShareLimits limits) implements RuleStep {}

    /// Bytes per second; -1 to leave one as it is.
    record Limit(long download, long upload) implements RuleStep {}

    record Category(String category) implements RuleStep {}

    /// Puts these before all others in the queue, the first foremost.
    record Queue(List<String> hashes) implements RuleStep {}

    /// @return its name in files and on the terminal
    default String word() {
        return switch (this) {
            case Tell _ -> "tell";
            case Start _ -> "start";
            case Stop _ -> "stop";
            case Recheck _ -> "recheck";
            case Remove remove ->
                remove.keepTorrent() ? "search-again" : remove.withFiles() ? "remove-with-files" : "remove";
            case Filter _ -> "filter";
            case AskImport _ -> "ask-import";
            case Scan _ -> "import-scan";
            case MarkImported _ -> "mark-imported";
            case Tag _ -> "tag";
            case Untag _ -> "untag";
            case Share _ -> "share-limits";
            case Limit _ -> "limit";
            case Category _ -> "category";
            case Queue _ -> "queue";
        };
    }

    /// @return whether it can take something away
    default boolean destructive() {
        return this instanceof Remove remove && !remove.keepTorrent();
    }
}
