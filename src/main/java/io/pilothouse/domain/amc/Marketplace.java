package io.pilothouse.domain.amc;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Marketplaces with the country, the region whose hosts serve them and the currency of their sales
/// (section 2 of the contract). Ids that are not here are accepted wherever one is needed.
public enum Marketplace {
    US("ATVPDKIKX0DER", "na", "USD"),
    CA("A2EUQ1WTGCTBG2", "na", "CAD"),
    MX("A1AM78C64UM0Y8", "na", "MXN"),
    BR("A2Q3Y263D00KWC", "na", "BRL"),
    UK("A1F83G8C2ARO7P", "eu", "GBP"),
    DE("A1PA6795UKMFR9", "eu", "EUR"),
    FR("A13V1IB3VIYZZH", "eu", "EUR"),
    IT("APJ6JRA9NG5V4", "eu", "EUR"),
    ES("A1RKKUPIHCS9HS", "eu", "EUR"),
    NL("A1805IZSGTT6HS", "eu", "EUR"),
    SE("A2NODRKZP88ZB9", "eu", "SEK"),
    TR("A33AVAJ2PDY3EV", "eu", "TRY"),
    SA("A17E79C6D8DWNP", "eu", "SAR"),
    AE("A2VIGQ35RCS4UG", "eu", "AED"),
    JP("A1VC38T7YXB528", "fe", "JPY"),
    AU("A39IBJ37TRP1C6", "fe", "AUD"),
    IN("A21TJRUUN4KGV", "fe", "INR");

    private final MarketplaceId id;
    private final String region;
    private final String currency;

    Marketplace(String id, String region, String currency) {
        this.id = new MarketplaceId(id);
        this.region = region;
        this.currency = currency;
    }

    public MarketplaceId id() {
        return id;
    }

    /// @return `na`, `eu` or `fe`
    public String region() {
        return region;
    }

    /// @return ISO 4217
    public String currency() {
        return currency;
    }

    public static Optional<Marketplace> of(MarketplaceId id) {
        return Arrays.stream(values()).filter(it -> it.id.equals(id)).findFirst();
    }

    /// @param country two letters; Amazon writes `UK`, not `GB`
    public static Optional<Marketplace> ofCountry(String country) {
        var word = country.strip().toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(it -> it.name().equals(word.equals("GB") ? "UK" : word))
                .findFirst();
    }
}
