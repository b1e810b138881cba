package io.pilothouse.domain.amc;

/// Value of the header `Amazon-Advertising-API-MarketplaceId`, for example `ATVPDKIKX0DER`.
public record MarketplaceId(String value) {

    public MarketplaceId {
        value = RemoteIds.checked(value, "marketplace id");
    }
}
