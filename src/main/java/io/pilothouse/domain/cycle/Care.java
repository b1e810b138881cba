package io.pilothouse.domain.cycle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Decides what becomes of the downloads in a queue. A pure function of the rule, the queue and what was seen
/// of it before: the same for a dry run and for the deed.
public final class Care {

    private Care() {}

    /// One download as the app and, where it is linked, its client show it.
    ///
    /// @param id        the download client's id; empty while it waits
    /// @param status    the app's word for what the client does, for example `paused`
    /// @param state     the app's word for how far it is itself, for example `importPending`
    /// @param trouble   whether the app complains about it
    /// @param leftBytes still to load; empty when unknown
    /// @param complaint in the app's words, may be empty
    /// @param torrent   empty when no linked client knows it
    public record Download(
            String id,
            List<Long> queueIds,
            List<ItemKey> items,
            String title,
            String status,
            String state,
            boolean trouble,
            OptionalLong sizeBytes,
            OptionalLong leftBytes,
            String complaint,
            Optional<TorrentFacts> torrent) {

        public Download {
            queueIds = List.copyOf(queueIds);
            items = List.copyOf(items);
        }
    }

    /// @param isPrivate empty when the client does not know
    public record TorrentFacts(Optional<Boolean> isPrivate, Set<String> tags, boolean stopped) {

        public TorrentFacts {
            tags = Set.copyOf(tags);
        }
    }

    /// What was seen of a download when it last counted.
    ///
    /// @param strikes observations in a row that it failed
    /// @param reason  of the last of them; empty without one
    public record Strike(
            String download, OptionalLong leftBytes, Instant seenAt, int strikes, Optional<CareRule.Reason> reason) {}

    /// @param reason what is wrong with it; empty when nothing is
    /// @param skip   why it is left alone; empty when it is to be dealt with
    /// @param strike what to remember of it; empty to forget it
    /// @param until  when it is looked at again; empty when that does not depend on time
    public record Verdict(
            Download download,
            Optional<CareRule.Reason> reason,
            Optional<SkipReason> skip,
            Optional<Strike> strike,
            Optional<Instant> until) {}

    /// What only the rules of torrents judge where the torrent's client is connected, so that no
    /// download is struck twice.
    private static final Set<CareRule.Reason> OF_TORRENT_RULES =
            Set.of(CareRule.Reason.STALLED, CareRule.Reason.SLOW, CareRule.Reason.METADATA, CareRule.Reason.FAILED);

    private record Finding(Optional<CareRule.Reason> reason, Optional<SkipReason> skip, boolean atOnce) {

        static Finding left(SkipReason why) {
            return new Finding(Optional.empty(), Optional.of(why), false);
        }

        static Finding bad(CareRule.Reason reason, boolean atOnce) {
            return new Finding(Optional.of(reason), Optional.empty(), atOnce);
        }
    }

    /// @param linked whether a client is linked, so that what it does not know counts as private
    /// @param budget downloads that may still be dealt with today
    public static List<Verdict> decide(
            CareRule rule, List<Download> queue, Map<String, Strike> seen, boolean linked, int budget, Instant now) {
        var verdicts = new ArrayList<Verdict>();
        queue.forEach(it -> verdicts.add(verdict(rule, it, Optional.ofNullable(seen.get(it.id())), linked, now)));
        int chosen = 0;
        for (boolean imports :
                new boolean[] {false, true}) { // what waits for a person for ever leaves room for the rest
            for (int i = 0; i < verdicts.size(); i++) {
                var verdict = verdicts.get(i);
                if (verdict.skip().isPresent() || imports != triesImport(rule, verdict)) {
                    continue;
                }
                if (chosen >= budget) {
                    verdicts.set(i, held(verdict, SkipReason.BUDGET));
                } else if (chosen >= rule.perRun()) {
                    verdicts.set(i, held(verdict, SkipReason.PER_RUN));
                } else {
                    chosen++;
                }
            }
        }
        return List.copyOf(verdicts);
    }

    private static boolean triesImport(CareRule rule, Verdict verdict) {
        return rule.imports() == CareRule.Imports.TRY
                && verdict.reason()
                        .filter(CareRule.Reason.FAILED_IMPORT::equals)
                        .isPresent();
    }

    private static Verdict held(Verdict it, SkipReason why) {
        return new Verdict(it.download(), it.reason(), Optional.of(why), it.strike(), it.until());
    }

    private static Verdict verdict(
            CareRule rule, Download download, Optional<Strike> before, boolean linked, Instant now) {
        var protection = protection(rule, download, linked);
        if (protection.isPresent()) {
            return new Verdict(download, Optional.empty(), protection, Optional.empty(), Optional.empty());
        }
        if (rule.reasons().contains(CareRule.Reason.UNWANTED) && rule.unwanted(download.title())) {
            return struck(rule, download, before, Finding.bad(CareRule.Reason.UNWANTED, true), now);
        }
        var next = before.map(it -> it.seenAt().plus(rule.between())).filter(now::isBefore);
        if (next.isPresent() && before.get().strikes() < rule.strikes()) {
            var why = before.get().strikes() > 0 ? SkipReason.FEW_STRIKES : SkipReason.NOT_STRUCK;
            return new Verdict(download, before.get().reason(), Optional.of(why), before, next);
        }
        var finding = finding(rule, download, before, now);
        boolean ofRules = download.torrent().isPresent()
                && finding.reason().filter(OF_TORRENT_RULES::contains).isPresent();
        return ofRules
                ? new Verdict(
                        download,
                        finding.reason(),
                        Optional.of(SkipReason.LEFT_TO_RULES),
                        Optional.empty(),
                        Optional.empty())
                : struck(rule, download, before, finding, now);
    }

    private static Verdict struck(
            CareRule rule, Download download, Optional<Strike> before, Finding finding, Instant now) {
        var reason = finding.reason();
        int strikes = reason.isEmpty()
                ? 0
                : finding.atOnce()
                        ? rule.strikes()
                        : Math.min(rule.strikes(), before.map(Strike::strikes).orElse(0) + 1);
        var strike = new Strike(download.id(), download.leftBytes(), now, strikes, reason);
        var skip = reason.isEmpty()
                ? finding.skip()
                : strikes >= rule.strikes() ? Optional.<SkipReason>empty() : Optional.of(SkipReason.FEW_STRIKES);
        var until = skip.isPresent() ? Optional.of(now.plus(rule.between())) : Optional.<Instant>empty();
        return new Verdict(download, reason, skip, Optional.of(strike), until);
    }

    /// What a person, a tag or a private tracker protects, and what the app is about to do itself.
    private static Optional<SkipReason> protection(CareRule rule, Download download, boolean linked) {
        var torrent = download.torrent();
        if (download.id().isEmpty()) {
            return Optional.of(SkipReason.NOT_STRUCK); // it has not begun
        }
        if (is(download.status(), "paused")
                || torrent.filter(TorrentFacts::stopped).isPresent()) {
            return Optional.of(SkipReason.PAUSED);
        }
        boolean kept = torrent.stream()
                .flatMap(it -> it.tags().stream())
                .anyMatch(tag -> rule.keepTags().stream().anyMatch(tag::equalsIgnoreCase));
        if (kept) {
            return Optional.of(SkipReason.KEPT_BY_TAG);
        }
        boolean isTorrent = download.id().matches("[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64}");
        boolean isPrivate = torrent.flatMap(TorrentFacts::isPrivate).orElse(linked && isTorrent);
        if (rule.keepPrivate() && isPrivate) {
            return Optional.of(SkipReason.PRIVATE_TRACKER);
        }
        return Optional.empty();
    }

    private static Finding finding(CareRule rule, Download download, Optional<Strike> before, Instant now) {
        var state = download.state().toLowerCase(Locale.ROOT);
        return switch (state) {
            case "importing", "imported" -> Finding.left(SkipReason.WAITS_FOR_IMPORT);
            case "importpending", "importblocked", "importfailed" -> {
                boolean stuck = download.trouble() || !state.equals("importpending");
                yield stuck && rule.imports() != CareRule.Imports.LEAVE
                        ? Finding.bad(CareRule.Reason.FAILED_IMPORT, rule.imports() == CareRule.Imports.TRY)
                        : Finding.left(SkipReason.WAITS_FOR_IMPORT);
            }
            case "failed", "failedpending", "downloadfailed", "downloadfailedpending" ->
                struckFor(rule, CareRule.Reason.FAILED);
            case "downloading" -> downloading(rule, download, before, now);
            default -> Finding.left(SkipReason.NOT_STRUCK);
        };
    }

    private static Finding downloading(CareRule rule, Download download, Optional<Strike> before, Instant now) {
        if (is(download.status(), "queued") || is(download.status(), "completed")) {
            return Finding.left(SkipReason.NOT_STRUCK); // the client has not begun, or is done
        }
        if (is(download.status(), "failed")) {
            return struckFor(rule, CareRule.Reason.FAILED);
        }
        if (download.sizeBytes().orElse(1) == 0) { // it waits for its metadata
            return before.isEmpty() ? Finding.left(SkipReason.NOT_STRUCK) : struckFor(rule, CareRule.Reason.METADATA);
        }
        var left = download.leftBytes();
        var earlier = before.map(Strike::leftBytes).orElse(OptionalLong.empty());
        if (left.isEmpty() || earlier.isEmpty()) {
            return Finding.left(SkipReason.NOT_STRUCK);
        }
        long loaded = earlier.getAsLong() - left.getAsLong();
        if (loaded <= 0) {
            return left.getAsLong() == 0
                    ? Finding.left(SkipReason.NOT_STRUCK)
                    : struckFor(rule, CareRule.Reason.STALLED);
        }
        long seconds =
                Math.max(1, Duration.between(before.orElseThrow().seenAt(), now).toSeconds());
        return rule.slowerThan().isPresent()
                        && loaded / seconds < rule.slowerThan().getAsLong()
                ? struckFor(rule, CareRule.Reason.SLOW)
                : Finding.left(SkipReason.PROGRESSING);
    }

    private static Finding struckFor(CareRule rule, CareRule.Reason reason) {
        return rule.reasons().contains(reason) ? Finding.bad(reason, false) : Finding.left(SkipReason.NOT_STRUCK);
    }

    private static boolean is(String word, String other) {
        return word.equalsIgnoreCase(other);
    }
}
