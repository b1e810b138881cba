package io.pilothouse.testing.ui;

import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.Leaving;
import io.pilothouse.domain.library.LibraryQuery;
import io.pilothouse.domain.library.LibraryRow;
import io.pilothouse.domain.library.LibrarySums;
import io.pilothouse.domain.library.LibraryTotal;
import io.pilothouse.domain.library.LikeGroup;
import io.pilothouse.domain.library.LikenessRule;
import io.pilothouse.domain.library.Opinion;
import io.pilothouse.domain.library.ServerJob;
import io.pilothouse.domain.library.ServerJobOrder;
import io.pilothouse.domain.library.SyncRun;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.library.Library;
import io.pilothouse.tasks.library.LibraryPager;
import io.pilothouse.tasks.library.SyncReport;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/// A library of which nothing was read yet, without servers unless the test gives some.
public final class FakeLibrary implements Library {

    public Optional<Leaving> leaving = Optional.empty();
    public List<Instance> servers = List.of();

    private final Published<Long> changes = new Published<>(0L);
    private final Published<Map<InstanceId, List<ServerJob>>> jobs = new Published<>(Map.of());

    @Override
    public List<Instance> servers() {
        return servers;
    }

    @Override
    public SortedSet<Integer> shown(Collection<InstanceId> wanted) {
        return new TreeSet<>();
    }

    @Override
    public Optional<Instance> server(int number) {
        return Optional.empty();
    }

    @Override
    public Published<Long> changes() {
        return changes;
    }

    @Override
    public SyncReport sync(InstanceId id, SyncReport.Mode mode, boolean removals, TaskContext context) {
        throw new AssertionError("nothing is read here");
    }

    @Override
    public void accept(InstanceId id) {}

    @Override
    public void keep(InstanceId id) {}

    @Override
    public List<Status> status() {
        return List.of();
    }

    @Override
    public List<SyncRun> runs(InstanceId id, int most) {
        return List.of();
    }

    @Override
    public List<LibraryRow> page(LibraryQuery query) {
        return List.of();
    }

    @Override
    public LibraryTotal total(LibraryQuery query) {
        return new LibraryTotal(0, 0, false);
    }

    @Override
    public LibraryPager pager(LibraryQuery query) {
        throw new AssertionError("no table here");
    }

    @Override
    public EntityKey key(String text) {
        throw new AssertionError("no keys here");
    }

    @Override
    public Optional<String> text(EntityKey key) {
        return Optional.empty();
    }

    @Override
    public Detail detail(EntityKey key, SortedSet<Integer> shown) {
        throw new AssertionError("nothing is here");
    }

    @Override
    public List<LikeGroup> duplicates(EntityType type, SortedSet<Integer> shown, int most) {
        return List.of();
    }

    @Override
    public List<LikeGroup> conflicts(EntityType type, SortedSet<Integer> shown, int most) {
        return List.of();
    }

    @Override
    public List<LikeGroup> likely(EntityType type, SortedSet<Integer> shown, int most) {
        return List.of();
    }

    @Override
    public List<LibraryRow> rows(EntityType type, SortedSet<Integer> shown, List<EntityKey> keys) {
        return List.of();
    }

    @Override
    public List<LibrarySums> sums() {
        return List.of();
    }

    @Override
    public void same(EntityKey one, EntityKey other) {}

    @Override
    public void different(EntityKey one, EntityKey other) {}

    @Override
    public List<EntityKey> split(EntityKey key) {
        return List.of();
    }

    @Override
    public List<LikenessRule> rules(int most) {
        return List.of();
    }

    @Override
    public boolean undo(long rule) {
        return false;
    }

    @Override
    public void take(EntityKey from, String field) {}

    @Override
    public void mergeOnServer(EntityKey source, EntityKey into, Consent consent, TaskContext context) {}

    @Override
    public void ranked() {}

    @Override
    public void letDiffer(EntityKey any, String field) {}

    @Override
    public Optional<Leaving> leaving(InstanceId id) {
        return leaving;
    }

    @Override
    public void decideAgain(EntityKey any, String field) {}

    @Override
    public void rate(EntityKey key, OptionalInt rating) {}

    @Override
    public void rate(Collection<EntityKey> keys, OptionalInt rating) {}

    @Override
    public int organize(Collection<EntityKey> keys, boolean yes) {
        return 0;
    }

    @Override
    public void favourite(EntityKey key, boolean yes) {}

    @Override
    public void watched(EntityKey key, double seconds) {}

    @Override
    public List<Opinion> opinions() {
        return List.of();
    }

    @Override
    public void writeBack(InstanceId id, String mode) {}

    @Override
    public int push(InstanceId id, Consent consent, TaskContext context) {
        return 0;
    }

    @Override
    public void give(EntityKey from, String field) {}

    @Override
    public boolean writable(String field) {
        return false;
    }

    @Override
    public List<Saved> filters() {
        return List.of();
    }

    @Override
    public void saveFilter(String name, LibraryQuery query) {}

    @Override
    public List<Saved> filtersOf(InstanceId id) {
        return List.of();
    }

    @Override
    public void counted(EntityKey key) {}

    @Override
    public void unwatched(EntityKey key) {}

    @Override
    public void uncounted(EntityKey key) {}

    @Override
    public List<Waiting> waiting(InstanceId id) {
        return List.of();
    }

    @Override
    public void insist(InstanceId id, long number) {}

    @Override
    public void drop(InstanceId id, long number) {}

    @Override
    public Published<Map<InstanceId, List<ServerJob>>> jobNews() {
        return jobs;
    }

    @Override
    public void stopJob(InstanceId id, String job) {}

    @Override
    public void renameFilter(String name, String other) {}

    @Override
    public void forgetFilter(String name) {}

    @Override
    public Optional<byte[]> picture(EntityKey key, long stamp) {
        return Optional.empty();
    }

    @Override
    public URI pageOf(EntityKey key) {
        throw new AssertionError("no pages here");
    }

    @Override
    public Playing play(EntityKey key) {
        throw new AssertionError("no pages here");
    }

    @Override
    public List<ServerJob> jobs(InstanceId id) {
        return List.of();
    }

    @Override
    public ServerJob job(InstanceId id, ServerJobOrder order, Consent consent, TaskContext context) {
        throw new AssertionError("no jobs here");
    }
}
