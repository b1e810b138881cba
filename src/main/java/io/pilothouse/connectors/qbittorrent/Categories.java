package io.pilothouse.connectors.qbittorrent;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.connectors.Call;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.InstanceHttp;
import io.pilothouse.domain.health.FaultCode;
import java.util.LinkedHashMap;
import java.util.Map;

/// Makes, changes and removes categories (contract section 5.8), each seen in the server's list afterwards. One
/// act at a time.
final class Categories {

    private final Session session;
    private final InstanceHttp http;
    private final Commands commands;

    Categories(Session session, InstanceHttp http, Commands commands) {
        this.session = session;
        this.http = http;
        this.commands = commands;
    }

    /// "Exists already" and "illegal name" are the same answer: only the list tells them apart.
    ///
    /// @return whether it was made now
    boolean create(String name, String savePath) throws ConnectorException, InterruptedException {
        var answer = commands.form("torrents/createCategory", Map.of("category", name, "savePath", savePath));
        if (answer.status() != 409) {
            commands.accepted(answer);
            return true;
        }
        if (all().has(name)) {
            return false;
        }
        commands.accepted(answer);
        return false;
    }

    /// The server forgets what is not said again, so the folder for what is not complete is said, too.
    ///
    /// @return whether it was changed now
    boolean edit(String name, String savePath) throws ConnectorException, InterruptedException {
        var known = all();
        if (!known.has(name)) {
            throw ConnectorException.of(
                    FaultCode.REFUSED,
                    http.label() + " has no category “" + name + "”.",
                    "Look at its categories, then try again.");
        }
        var now = known.path(name);
        if (same(now, savePath)) {
            return false;
        }
        var form = new LinkedHashMap<String, String>();
        form.put("category", name);
        form.put("savePath", savePath);
        var download = now.path("download_path");
        if (download.isTextual()) {
            form.put("downloadPathEnabled", "true");
            form.put("downloadPath", download.asText());
        } else if (download.isBoolean()) {
            form.put("downloadPathEnabled", Boolean.toString(download.asBoolean()));
        }
        commands.accepted(commands.form("torrents/editCategory", form));
        var after = all().path(name);
        if (!same(after, savePath)) {
            throw ConnectorException.of(
                    FaultCode.REFUSED,
                    http.label() + " keeps the category “" + name + "” at “"
                            + after.path("savePath").asText("") + "”.",
                    "Write the folder as the server itself writes it.");
        }
        return true;
    }

    /// Torrents that are in it are in none then.
    void remove(String name) throws ConnectorException, InterruptedException {
        if (name.isBlank() || name.contains("\n")) {
            throw new IllegalArgumentException("not one category: " + name);
        }
        commands.accepted(commands.form("torrents/removeCategories", Map.of("categories", name)));
        if (all().has(name)) {
            throw ConnectorException.of(
                    FaultCode.REFUSED,
                    http.label() + " keeps the category “" + name + "”.",
                    "Remove it on the server's own page.");
        }
    }

    private static boolean same(JsonNode category, String savePath) {
        return bare(category.path("savePath").asText("")).equals(bare(savePath));
    }

    private static String bare(String folder) {
        var end = folder.replaceAll("[/\\\\]+$", "");
        return end.isEmpty() ? folder : end;
    }

    private JsonNode all() throws ConnectorException, InterruptedException {
        var answer = session.send(Call.get("api/v2/torrents/categories"));
        if (!answer.ok() || answer.html()) {
            throw http.fault(answer);
        }
        return http.tree(answer);
    }
}
