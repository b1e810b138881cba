package io.pilothouse.domain.amc;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What Amazon tells: accounts, instances, data sources, workflows, runs, schedules. Fields that are
/// absent or of an unexpected type are empty; ids are trimmed.
public interface Remote {

    /// @param selfService found through the advertiser accounts, not the AMC accounts (R3)
    record Account(
            EntityId entity, String name, Optional<MarketplaceId> marketplace, String country, boolean selfService) {}

    /// @param type           for example `STANDARD`, `SANDBOX`
    /// @param creationStatus as Amazon writes it
    /// @param raw            the whole answer, for the detail page
    record InstanceFacts(
            AmcInstanceId id,
            String name,
            String customer,
            String type,
            String creationStatus,
            Optional<Instant> createdAt,
            String bucket,
            List<String> advertiserTypes,
            String raw) {

        public boolean sandbox() {
            return type.equals("SANDBOX");
        }

        public boolean display() {
            return advertiserTypes.isEmpty() || advertiserTypes.contains("DISPLAY");
        }
    }

    record Advertiser(String id, String name, String type, Optional<MarketplaceId> marketplace) {}

    /// @param tags types, for example `DEPRECATED`
    record DataSource(String id, String description, String owner, List<String> tags, List<DataColumn> columns) {}

    /// @param dataType    empty where Amazon does not say
    /// @param sensitivity empty where Amazon does not say
    record DataColumn(String name, boolean metric, String dataType, String sensitivity, String description) {}

    /// A workflow that is saved at Amazon.
    ///
    /// @param definition as Amazon told it, JSON
    record SavedWorkflow(String id, String sql, String definition) {

        /// @return whether Amazon made it by itself
        public boolean amazons() {
            return amazons(id);
        }

        /// @return whether only Amazon gives such an id, so that nobody else writes there
        public static boolean amazons(String id) {
            return id.startsWith("transient_") || id.startsWith("analytics-");
        }

        /// @return whether this program made it
        public boolean ours() {
            return id.startsWith("ph.") || id.startsWith("ph-");
        }
    }

    /// @param reason  why it ended badly
    /// @param columns of the result, once it succeeded
    /// @param raw     the whole answer, for the detail page
    record Run(
            String id,
            String workflowId,
            RemoteStatus status,
            String reason,
            Optional<Instant> createdAt,
            Optional<Instant> updatedAt,
            Optional<Instant> windowStart,
            Optional<Instant> windowEnd,
            Optional<Duration> took,
            List<ResultColumn> columns,
            String raw) {}

    /// @param weekly  otherwise daily
    /// @param weekday English name; empty for daily
    record Schedule(String id, String workflowId, boolean weekly, String weekday, int hourUtc, boolean enabled) {}
}
