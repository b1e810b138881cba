package io.pilothouse.domain.amc;

/// Value of the header `Amazon-Advertising-API-AdvertiserId`: the account that owns the instance.
public record EntityId(String value) {

    public EntityId {
        value = RemoteIds.checked(value, "entity id");
    }
}
