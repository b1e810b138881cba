package io.pilothouse.domain.torrent;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The content filter of a rule set (contract section 15.8). Pure.
public final class ContentFilter {

    private static final List<RuleKey> KEYS =
            List.of(RuleKey.FOLDERS, RuleKey.FILE_NAMES, RuleKey.ALLOWED, RuleKey.FORBIDDEN);

    private final RuleSet rules;

    public ContentFilter(RuleSet rules) {
        this.rules = rules;
    }

    /// @return what the filter is known by, see [Observation#filtered()]
    public long version() {
        var general = rules.general();
        var all = new ArrayList<Object>();
        KEYS.forEach(key -> all.add(general.words(key)));
        for (var departure : rules.departures()) {
            for (var key : KEYS) {
                if (departure.values().containsKey(key)) {
                    all.add(List.of(
                            departure.tracker(),
                            departure.category(),
                            key.word(),
                            departure.values().get(key)));
                }
            }
        }
        return Math.max(1, all.hashCode() & 0x7fff_ffffL);
    }

    /// What of a torrent's files the content filter leaves out (contract section 15.8).
    ///
    /// @return indexes of files that are wanted now and shall not be; files that are there stay
    public Set<Integer> unwanted(Torrent torrent, List<TorrentFile> files) {
        var forbidden = forbidden(torrent, files);
        return files.stream()
                .filter(file -> forbidden.contains(file.index()) && file.wanted() && file.progress() < 1)
                .map(TorrentFile::index)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// @return indexes of files that the filter speaks against, wanted and there or not
    public Set<Integer> forbidden(Torrent torrent, List<TorrentFile> files) {
        var values = rules.of(torrent);
        var folders = patterns(values.words(RuleKey.FOLDERS));
        var names = patterns(values.words(RuleKey.FILE_NAMES));
        var allowed = lower(values.words(RuleKey.ALLOWED));
        var forbidden = lower(values.words(RuleKey.FORBIDDEN));
        var out = new TreeSet<Integer>();
        for (var file : files) {
            var parts = file.name().split("/");
            var name = parts[parts.length - 1];
            int dot = name.lastIndexOf('.');
            var extension = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
            boolean folder = false;
            for (int i = 1; i < parts.length - 1; i++) { // the first is the torrent's own
                var part = parts[i];
                folder |= folders.stream()
                        .anyMatch(pattern -> pattern.matcher(part).find());
            }
            boolean left = folder
                    || names.stream().anyMatch(pattern -> pattern.matcher(name).find())
                    || forbidden.contains(extension)
                    || (!allowed.isEmpty() && !allowed.contains(extension));
            if (left) {
                out.add(file.index());
            }
        }
        return out;
    }

    private static Set<String> lower(List<String> words) {
        var set = new TreeSet<String>();
        words.forEach(word -> set.add(word.toLowerCase(Locale.ROOT).replaceFirst("^\\.", "")));
        return set;
    }

    private static List<Pattern> patterns(List<String> texts) {
        return texts.stream()
                .map(text -> Pattern.compile(text, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE))
                .toList();
    }
}
