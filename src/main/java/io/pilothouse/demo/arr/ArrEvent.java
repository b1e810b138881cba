package io.pilothouse.demo.arr;

/// What a history tells, with each app's own word and number for it (section 12.2 of the contract).
enum ArrEvent {
    GRABBED,
    IMPORTED,
    DOWNLOAD_IMPORTED,
    FAILED,
    DELETED,
    IGNORED;

    String word(ArrApp app) {
        return switch (this) {
            case GRABBED -> "grabbed";
            case FAILED -> "downloadFailed";
            case IGNORED -> "downloadIgnored";
            case DOWNLOAD_IMPORTED -> "downloadImported";
            case IMPORTED ->
                switch (app.shape) {
                    case SERIES, MOVIES -> "downloadFolderImported";
                    case ARTISTS -> "trackFileImported";
                    case AUTHORS -> "bookFileImported";
                };
            case DELETED ->
                switch (app.shape) {
                    case SERIES -> "episodeFileDeleted";
                    case MOVIES -> "movieFileDeleted";
                    case ARTISTS -> "trackFileDeleted";
                    case AUTHORS -> "bookFileDeleted";
                };
        };
    }

    /// @return the number the paged history filters by
    int number(ArrApp app) {
        boolean video = app.shape == ArrApp.Shape.SERIES || app.shape == ArrApp.Shape.MOVIES;
        return switch (this) {
            case GRABBED -> 1;
            case IMPORTED -> 3;
            case FAILED -> 4;
            case DELETED -> app.shape == ArrApp.Shape.MOVIES ? 6 : 5;
            case DOWNLOAD_IMPORTED -> 8;
            case IGNORED -> app.shape == ArrApp.Shape.SERIES ? 7 : video ? 9 : 10;
        };
    }
}
