package io.pilothouse.connectors.arr;

import io.pilothouse.connectors.Connector;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.HoldsSettings;
import io.pilothouse.connectors.InstanceHttp;
import io.pilothouse.connectors.KeepsTitles;
import io.pilothouse.connectors.SearchesWanted;
import io.pilothouse.connectors.Target;
import io.pilothouse.connectors.TendsQueue;
import io.pilothouse.connectors.TracksDownloads;
import io.pilothouse.domain.arr.Child;
import io.pilothouse.domain.arr.Coming;
import io.pilothouse.domain.arr.Past;
import io.pilothouse.domain.arr.Release;
import io.pilothouse.domain.arr.Setup;
import io.pilothouse.domain.arr.Title;
import io.pilothouse.domain.arr.Upkeep;
import io.pilothouse.domain.compare.HeldSetting;
import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.HuntRule.Pass;
import io.pilothouse.domain.cycle.HuntRule.Unit;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.ServiceWarning;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.torrent.ArrClient;
import io.pilothouse.domain.torrent.ArrDownload;
import io.pilothouse.domain.torrent.ArrHistory;
import io.pilothouse.domain.torrent.RemotePath;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A live line to one app of the family.
final class ArrConnector implements Connector, SearchesWanted, TendsQueue, KeepsTitles, TracksDownloads, HoldsSettings {

    private final InstanceHttp http;
    private final ArrApi api;
    private final ArrCheck check;
    private final ArrSearch search;
    private final ArrCare care;
    private final ArrSettings settings;
    private final ArrShelf shelf;
    private final ArrItems items;
    private final ArrDownloads downloads;

    ArrConnector(ArrApp app, InstanceHttp http, Target target, Optional<Secret> key) {
        this.http = http;
        api = new ArrApi(app, http, target, key);
        check = new ArrCheck(app, http, target, api);
        var inTurns = api.inTurns();
        search = new ArrSearch(app, inTurns, target, check::askWho);
        care = new ArrCare(app, inTurns);
        settings = new ArrSettings(inTurns, target.label());
        shelf = new ArrShelf(app, inTurns);
        items = new ArrItems(app, inTurns);
        downloads = new ArrDownloads(app, inTurns);
    }

    @Override
    public CheckAnswer check() throws ConnectorException, InterruptedException {
        return check.check();
    }

    @Override
    public void close() {
        http.close();
    }

    @Override
    public List<Unit> units() {
        return search.units();
    }

    @Override
    public Set<Pass> passes() {
        return search.passes();
    }

    @Override
    public Optional<String> searchBlocked() throws ConnectorException, InterruptedException {
        return search.searchBlocked();
    }

    @Override
    public Optional<String> searchBlocked(List<ServiceWarning> warnings) {
        return ArrSearch.searchBlocked(warnings);
    }

    @Override
    public Queue queue() throws ConnectorException, InterruptedException {
        return search.queue();
    }

    @Override
    public WantedPage wanted(Wish wish, int page) throws ConnectorException, InterruptedException {
        return search.wanted(wish, page);
    }

    @Override
    public int cost(ItemKey item) {
        return search.cost(item);
    }

    @Override
    public int pageCost(Pass pass) {
        return search.pageCost(pass);
    }

    @Override
    public Map<String, String> profileNames() throws ConnectorException, InterruptedException {
        return search.profileNames();
    }

    @Override
    public List<Refusal> refusals(ItemKey item) throws ConnectorException, InterruptedException {
        return search.refusals(item);
    }

    @Override
    public List<Candidate> packs(List<Candidate> singles) {
        return search.packs(singles);
    }

    @Override
    public CommandState search(ItemKey item) throws ConnectorException, InterruptedException {
        return search.search(item);
    }

    @Override
    public List<CommandState> commands() throws ConnectorException, InterruptedException {
        return search.commands();
    }

    @Override
    public Optional<CommandState> command(String id) throws ConnectorException, InterruptedException {
        return search.command(id);
    }

    @Override
    public List<Happening> historySince(Instant since) throws ConnectorException, InterruptedException {
        return search.historySince(since);
    }

    @Override
    public void tag(Collection<ItemKey> items, String label) throws ConnectorException, InterruptedException {
        search.tag(items, label);
    }

    @Override
    public void removeFromQueue(Collection<Long> queueIds, boolean removeData, boolean blocklist, boolean searchAgain)
            throws ConnectorException, InterruptedException {
        search.removeFromQueue(queueIds, removeData, blocklist, searchAgain);
    }

    @Override
    public List<HeldSetting> settings() throws ConnectorException, InterruptedException {
        return settings.read();
    }

    @Override
    public void hold(HeldSetting setting) throws ConnectorException, InterruptedException {
        settings.write(setting);
    }

    @Override
    public void drop(HeldSetting.Key key) throws ConnectorException, InterruptedException {
        settings.drop(key);
    }

    @Override
    public boolean blocklists() throws ConnectorException, InterruptedException {
        return care.blocklists();
    }

    @Override
    public List<Blocked> blocklist(int most) throws ConnectorException, InterruptedException {
        return care.blocklist(most);
    }

    @Override
    public void unblock(Collection<Long> ids) throws ConnectorException, InterruptedException {
        care.unblock(ids);
    }

    @Override
    public List<Importable> importable(String downloadId) throws ConnectorException, InterruptedException {
        return care.importable(downloadId);
    }

    @Override
    public CommandState importNow(List<Importable> files) throws ConnectorException, InterruptedException {
        return search.post(care.importBody(files));
    }

    @Override
    public List<Title> library() throws ConnectorException, InterruptedException {
        return shelf.library();
    }

    @Override
    public List<Child> children(ItemKey parent) throws ConnectorException, InterruptedException {
        return items.children(parent);
    }

    @Override
    public List<Past> past(ItemKey item) throws ConnectorException, InterruptedException {
        return items.past(item);
    }

    @Override
    public Setup setup() throws ConnectorException, InterruptedException {
        return items.setup();
    }

    @Override
    public List<Coming> calendar(Instant from, Instant until, boolean unmonitored)
            throws ConnectorException, InterruptedException {
        return shelf.calendar(from, until, unmonitored);
    }

    @Override
    public Upkeep upkeep() throws ConnectorException, InterruptedException {
        var lacks = search.lacks();
        if (!care.blocklists()) {
            lacks.add(Upkeep.Lack.BLOCKLIST);
        }
        return shelf.upkeep(lacks);
    }

    @Override
    public CommandState doNow(String command) throws ConnectorException, InterruptedException {
        return search.post(ArrShelf.chore(command));
    }

    @Override
    public void monitor(Collection<ItemKey> items, boolean monitored) throws ConnectorException, InterruptedException {
        shelf.monitor(items, monitored);
    }

    @Override
    public List<Release> releases(ItemKey item) throws ConnectorException, InterruptedException {
        return shelf.releases(item);
    }

    @Override
    public void grab(Release release) throws ConnectorException, InterruptedException {
        shelf.grab(release);
    }

    @Override
    public List<ArrClient> torrentClients() throws ConnectorException, InterruptedException {
        return downloads.torrentClients();
    }

    @Override
    public List<ArrDownload> downloads() throws ConnectorException, InterruptedException {
        return downloads.downloads();
    }

    @Override
    public List<ArrHistory> history(String downloadId) throws ConnectorException, InterruptedException {
        return downloads.history(downloadId);
    }

    @Override
    public String refreshDownloads() throws ConnectorException, InterruptedException {
        return downloads.refreshDownloads();
    }

    @Override
    public String importFrom(String path, String downloadId) throws ConnectorException, InterruptedException {
        return downloads.importFrom(path, downloadId);
    }

    @Override
    public boolean superseded(String downloadId) throws ConnectorException, InterruptedException {
        return downloads.superseded(downloadId);
    }

    @Override
    public List<RemotePath> remotePaths() throws ConnectorException, InterruptedException {
        return downloads.remotePaths();
    }

    @Override
    public List<String> rootFolders() throws ConnectorException, InterruptedException {
        return downloads.rootFolders();
    }

    @Override
    public boolean sees(String path) throws ConnectorException, InterruptedException {
        return downloads.sees(path);
    }

    @Override
    public Optional<Boolean> ended(String command) throws ConnectorException, InterruptedException {
        return downloads.ended(command);
    }

    @Override
    public void forget(ArrDownload download, boolean blocklist, boolean searchAgain)
            throws ConnectorException, InterruptedException {
        downloads.forget(download, blocklist, searchAgain);
    }

    @Override
    public long requestsSent() {
        return api.sent();
    }
}
