package io.pilothouse.connectors.qbittorrent;

import io.pilothouse.connectors.Call;
import io.pilothouse.domain.torrent.TorrentAddition;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// `torrents/add` as a multipart form of known length: the server does not understand chunks.
final class Upload {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    /// Cannot stand in a text field (line break), and hardly in a file.
    private static final String BOUNDARY = "pilothouse-7f3a9c51e2d84b06";

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    private Upload() {}

    /// @param hash name of the uploaded file: of two files with one name the server loses one
    static Call call(TorrentAddition addition, String hash) {
        var upload = new Upload();
        switch (addition.source()) {
            case TorrentAddition.Link(String uri) -> upload.field("urls", uri);
            case TorrentAddition.File(byte[] bytes) -> upload.file(hash + ".torrent", bytes);
        }
        if (!addition.savePath().isEmpty()) {
            upload.field("savepath", addition.savePath());
            upload.field("autoTMM", "false"); // else 4.5 ignores the path
        }
        if (!addition.category().isEmpty()) {
            upload.field("category", addition.category());
        }
        if (!addition.tags().isEmpty()) {
            upload.field("tags", String.join(",", addition.tags()));
        }
        // each version knows one of the two words and ignores the other
        upload.field("paused", Boolean.toString(addition.stopped()));
        upload.field("stopped", Boolean.toString(addition.stopped()));
        upload.text("--" + BOUNDARY + "--\r\n");
        var content = new Call.Content("multipart/form-data; boundary=" + BOUNDARY, upload.body.toByteArray());
        return Call.of("POST", "api/v2/torrents/add", Optional.of(content)).within(LIMIT);
    }

    private void field(String name, String value) {
        text("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n");
    }

    private void file(String name, byte[] bytes) {
        text("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"torrents\"; filename=\"" + name
                + "\"\r\nContent-Type: application/x-bittorrent\r\n\r\n");
        body.writeBytes(bytes);
        text("\r\n");
    }

    private void text(String text) {
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
