package io.pilothouse.tasks.notice;

import io.pilothouse.tasks.Published;
import java.util.ArrayList;
import java.util.List;

/// The matters that are open, and those that ended lately. Thread-safe.
public final class Notices {

    private static final int MOST = 200;

    private final Published<List<Notice>> latest = new Published<>(List.of());

    /// Newest first. Of one matter only the newest word stands here.
    public Published<List<Notice>> latest() {
        return latest;
    }

    /// Says something. The end of a matter that nobody heard of is not said.
    public void tell(Notice notice) {
        latest.update(before -> {
            var after = new ArrayList<Notice>();
            boolean known = before.stream().anyMatch(it -> it.key().equals(notice.key()) && !it.over());
            if (notice.over() && !known) {
                return before;
            }
            after.add(notice);
            before.stream().filter(it -> !it.key().equals(notice.key())).forEach(after::add);
            return List.copyOf(after.subList(0, Math.min(MOST, after.size())));
        });
    }
}
