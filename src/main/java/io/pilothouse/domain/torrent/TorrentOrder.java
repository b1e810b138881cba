package io.pilothouse.domain.torrent;

import io.pilothouse.domain.guard.ActionClass;
import java.util.SortedSet;

/// What a person wants done with some torrents, wherever they are.
public sealed interface TorrentOrder {

    record Pause() implements TorrentOrder {}

    record Resume() implements TorrentOrder {}

    /// @param on whether it ignores the queue
    record Force(boolean on) implements TorrentOrder {}

    record Recheck() implements TorrentOrder {}

    record Reannounce() implements TorrentOrder {}

    /// @param category empty for none
    record Category(String category) implements TorrentOrder {}

    record Tag(SortedSet<String> tags) implements TorrentOrder {}

    record Untag(SortedSet<String> tags) implements TorrentOrder {}

    /// Bytes per second, 0 for none; -1 to leave one as it is.
    record Limit(long download, long upload) implements TorrentOrder {}

    record Share(ShareLimits limits) implements TorrentOrder {}

    /// @param folder on the client's computer
    record Location(String folder) implements TorrentOrder {}

    /// @param withFiles whether the data goes, where nothing speaks against it
    record Delete(boolean withFiles) implements TorrentOrder {}

    /// @return its name in the ledger
    default String word() {
        return switch (this) {
            case Pause _ -> "pause";
            case Resume _ -> "resume";
            case Force _ -> "force";
            case Recheck _ -> "recheck";
            case Reannounce _ -> "reannounce";
            case Category _ -> "category";
            case Tag _ -> "tag";
            case Untag _ -> "untag";
            case Limit _ -> "limit";
            case Share _ -> "share-limits";
            case Location _ -> "location";
            case Delete _ -> "delete";
        };
    }

    /// @return as an infinitive, for example "pause"
    default String words() {
        return switch (this) {
            case Pause _ -> "pause";
            case Resume _ -> "resume";
            case Force force -> force.on() ? "force the start of" : "no longer force";
            case Recheck _ -> "recheck";
            case Reannounce _ -> "ask the trackers of";
            case Category category ->
                category.category().isEmpty()
                        ? "take the category from"
                        : "give the category " + category.category() + " to";
            case Tag tag -> "tag " + String.join(", ", tag.tags()) + " on";
            case Untag tag -> "take the tag " + String.join(", ", tag.tags()) + " from";
            case Limit _ -> "limit the speed of";
            case Share _ -> "set the share limits of";
            case Location location -> "move to " + location.folder() + " the data of";
            case Delete delete -> delete.withFiles() ? "delete, with their files," : "delete, keeping the files,";
        };
    }

    default ActionClass actionClass() {
        return switch (this) {
            case Pause _, Resume _, Force _, Reannounce _, Category _, Tag _, Untag _, Limit _, Share _ ->
                ActionClass.REMOTE_REVERSIBLE;
            case Recheck _, Location _ -> ActionClass.COSTLY;
            case Delete delete -> delete.withFiles() ? ActionClass.DESTRUCTIVE : ActionClass.COSTLY;
        };
    }
}
