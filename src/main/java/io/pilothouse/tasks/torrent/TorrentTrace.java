package io.pilothouse.tasks.torrent;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.Torrent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The story of one torrent: where it is, who wanted it, what became of it.
///
/// @param torrents on every client that has it
/// @param lines    oldest first
/// @param leftOut  who could not be asked, and why
public record TorrentTrace(String hash, List<Torrent> torrents, List<Line> lines, Map<InstanceId, String> leftOut) {

    /// @param at   empty for what is so now
    /// @param what `grabbed`, `added`, `queued`, `imported`, a state, an act of the ledger, …
    public record Line(Optional<Instant> at, InstanceId instance, String what, Told told) {

        public Line(Optional<Instant> at, InstanceId instance, String what, String words) {
            this(at, instance, what, new Told.Words(words));
        }

        /// @return what is told, in English
        public String text() {
            return switch (told) {
                case Told.Words(String words) -> words;
                case Told.Added(String category) -> category.isEmpty() ? "without a category" : "category " + category;
                case Told.Queued queued ->
                    queued.state()
                            + (queued.label().isEmpty() ? "" : ", " + queued.label())
                            + (queued.message().isEmpty() ? "" : ": " + queued.message());
                case Told.Act act ->
                    act.state()
                            + act.rule().map(rule -> ", rule " + rule).orElse("")
                            + (act.reason().isEmpty() ? "" : ": " + act.reason())
                            + (act.error().isEmpty() ? "" : " " + act.error());
            };
        }
    }

    /// What a line says, so that a window can say it in its own language.
    public sealed interface Told {

        /// Somebody else's, or of no language.
        record Words(String words) implements Told {}

        /// @param category empty for none
        record Added(String category) implements Told {}

        /// What an *arr's queue says of it.
        ///
        /// @param state   the *arr's word
        /// @param label   what it is for; empty for unknown
        /// @param message what the *arr complains about; empty for nothing
        record Queued(String state, String label, String message) implements Told {}

        /// What Pilothouse did.
        ///
        /// @param state what came of it, as in the ledger
        record Act(String state, Optional<String> rule, String reason, String error) implements Told {}
    }
}
