package io.pilothouse.connectors.amc;

/// Value of the header `Amazon-Advertising-API-MarketplaceId`, for example `ATVPDKIKX0DER`.
record MarketplaceId(String value) {

    MarketplaceId {
        value = RemoteIds.checked(value, "marketplace id");
    }
}
