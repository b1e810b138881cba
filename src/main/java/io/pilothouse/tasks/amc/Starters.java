package io.pilothouse.tasks.amc;

import io.pilothouse.domain.amc.ParameterType;
import io.pilothouse.domain.amc.QueryParameter;
import io.pilothouse.domain.amc.Workflow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Questions to begin with, written by us.
final class Starters {

    private Starters() {}

    static List<Workflow> all(Instant now) {
        return List.of(
                workflow(now, "ph.reach-by-campaign", "Reach by campaign", List.of("reach"), Map.of(), """
                        -- People reached, impressions and clicks of each campaign.
                        SELECT
                          campaign,
                          COUNT(DISTINCT user_id) AS reach,
                          SUM(impressions) AS impressions,
                          SUM(clicks) AS clicks
                        FROM sponsored_ads_traffic
                        GROUP BY campaign
                        """),
                workflow(
                        now,
                        "ph.spend-by-campaign",
                        "Spend by campaign",
                        List.of("spend"),
                        Map.of("spend", "microcents"),
                        """
                        -- Spend of each campaign of one kind of sponsored ads, in its own currency.
                        SELECT
                          campaign,
                          currency_iso_code,
                          SUM(clicks) AS clicks,
                          SUM(spend) AS spend
                        FROM sponsored_ads_traffic
                        WHERE ad_product_type = CUSTOM_PARAMETER('product')
                        GROUP BY campaign, currency_iso_code
                        """,
                        new QueryParameter(
                                "product",
                                "Ad product",
                                "sponsored_products, sponsored_brands or sponsored_display",
                                ParameterType.STRING,
                                Optional.of("sponsored_products"))),
                workflow(now, "ph.clicks-by-term", "Clicks by search term", List.of("search"), Map.of(), """
                        -- What people searched for before they clicked.
                        SELECT
                          customer_search_term,
                          SUM(impressions) AS impressions,
                          SUM(clicks) AS clicks
                        FROM sponsored_ads_traffic
                        GROUP BY customer_search_term
                        """),
                workflow(
                        now,
                        "ph.purchases-by-campaign",
                        "Purchases by campaign",
                        List.of("conversions"),
                        Map.of(),
                        """
                        -- Purchases that were attributed to each campaign; they arrive for 14 days.
                        SELECT
                          campaign,
                          SUM(purchases) AS purchases,
                          SUM(total_product_sales) AS sales
                        FROM amazon_attributed_events_by_traffic_time
                        GROUP BY campaign
                        """),
                workflow(
                        now,
                        "ph.display-cost",
                        "Display cost by device",
                        List.of("display"),
                        Map.of("cost", "millicents"),
                        """
                        -- What display impressions cost on each sort of device. Needs DSP data.
                        SELECT
                          device_type,
                          SUM(impressions) AS impressions,
                          SUM(total_cost) AS cost
                        FROM dsp_impressions
                        GROUP BY device_type
                        """));
    }

    private static Workflow workflow(
            Instant now,
            String id,
            String title,
            List<String> tags,
            Map<String, String> units,
            String sql,
            QueryParameter... parameters) {
        return new Workflow(
                id, title, sql.strip(), List.of(parameters), tags, units, "REMOVE_VALUES", "", 0, true, now, now);
    }
}
