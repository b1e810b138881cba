package io.pilothouse.connectors.amc;

/// Value of the header `Amazon-Advertising-API-AdvertiserId`: the account that owns the instance.
record EntityId(String value) {

    EntityId {
        value = RemoteIds.checked(value, "entity id");
    }
}
