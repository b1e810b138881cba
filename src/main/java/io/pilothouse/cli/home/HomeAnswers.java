package io.pilothouse.cli.home;

import io.pilothouse.cli.text.Json;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.home.AreaRow;
import io.pilothouse.domain.home.CallResult;
import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.EntityState;
import io.pilothouse.domain.home.LineRestart;
import io.pilothouse.domain.home.LineStatus;
import io.pilothouse.domain.home.ServiceCatalogue.Field;
import io.pilothouse.domain.home.ServiceCatalogue.Service;
import io.pilothouse.domain.home.SystemReports.Hardware;
import io.pilothouse.domain.home.SystemReports.Network;
import io.pilothouse.domain.home.SystemReports.Urls;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What `ha` answers to scripts.
final class HomeAnswers {

    private HomeAnswers() {}

    static SequencedMap<String, @Nullable Object> json(LineStatus status) {
        return Json.object(
                "instance", status.instance(),
                "state", status.state(),
                "ready", status.ready(),
                "since", status.since(),
                "url", status.url(),
                "transport", status.transport(),
                "version", Json.orNull(status.version()),
                "homeState", status.homeState(),
                "administrator", status.administrator(),
                "roundTripMillis", status.roundTrip().map(Duration::toMillis),
                "attempt", status.attempt(),
                "nextAttemptAt", status.nextAttemptAt(),
                "reconnects", status.reconnects(),
                "connectedSince", status.connectedSince(),
                "lastMessageAt", status.lastMessageAt(),
                "eventsPerSecond", status.eventsPerSecond(),
                "entities", status.entities(),
                "lastError", status.lastProblem().map(HomeAnswers::json),
                "settingsInSync", status.inSync(),
                "tokenPresent", status.tokenPresent(),
                "epoch", status.epoch());
    }

    static SequencedMap<String, @Nullable Object> json(Problem problem) {
        return Json.object("code", problem.code().word(), "message", problem.summary(), "next", problem.advice());
    }

    static SequencedMap<String, @Nullable Object> json(LineRestart restart) {
        return switch (restart) {
            case LineRestart.Done done -> restart(done.instance(), "done", null, null);
            case LineRestart.Skipped skipped -> restart(skipped.instance(), "skipped", skipped.remaining(), null);
            case LineRestart.Failed failed -> restart(failed.instance(), "failed", null, failed.problem());
        };
    }

    private static SequencedMap<String, @Nullable Object> restart(
            Object id, String outcome, @Nullable Duration remaining, @Nullable Problem problem) {
        return Json.object(
                "instance",
                id,
                "outcome",
                outcome,
                "remainingMillis",
                remaining == null ? null : remaining.toMillis(),
                "error",
                problem == null ? null : json(problem));
    }

    static SequencedMap<String, @Nullable Object> json(AreaRow area) {
        return Json.object(
                "id", Json.orNull(area.id()),
                "name", area.name(),
                "floorId", area.floorId(),
                "floor", Json.orNull(area.floor()),
                "icon", area.icon(),
                "labels", area.labels(),
                "entities", area.entities(),
                "devices", area.devices(),
                "temperatureEntity", area.temperatureEntity(),
                "humidityEntity", area.humidityEntity());
    }

    static SequencedMap<String, @Nullable Object> json(EntityRow row) {
        return Json.object(
                "id", row.id(),
                "name", row.name(),
                "state", row.state().map(EntityState::state),
                "unit", Json.orNull(row.unit()),
                "domain", row.domain(),
                "areaId", Json.orNull(row.areaId()),
                "area", Json.orNull(row.area()),
                "floor", Json.orNull(row.floor()),
                "deviceId", row.deviceId(),
                "device", Json.orNull(row.device()),
                "origin", row.origin(),
                "changedAt", row.state().map(EntityState::changedAt),
                "updatedAt", row.state().map(EntityState::updatedAt),
                "integration", Json.orNull(row.platform()),
                "labels", row.labels(),
                "category", row.category(),
                "hidden", row.hidden(),
                "disabled", row.disabled(),
                "attributes", row.attributes());
    }

    static SequencedMap<String, @Nullable Object> json(Service service) {
        return Json.object(
                "name", service.name(),
                "domain", service.domain(),
                "title", service.title(),
                "description", service.description(),
                "targeted", service.targeted(),
                "domains", service.domains(),
                "response", service.response(),
                "fields", service.fields().stream().map(HomeAnswers::json).toList());
    }

    private static SequencedMap<String, @Nullable Object> json(Field field) {
        return Json.object(
                "key",
                field.key(),
                "title",
                field.title(),
                "description",
                field.description(),
                "section",
                Json.orNull(field.section()),
                "required",
                field.required(),
                "advanced",
                field.advanced(),
                "default",
                field.usual(),
                "example",
                field.example(),
                "selector",
                field.selector().map(it -> Json.object("type", it.type(), "options", it.options())));
    }

    static SequencedMap<String, @Nullable Object> json(CallResult result) {
        return Json.object(
                "service",
                result.call().name(),
                "target",
                result.call().target().asMap(),
                "data",
                result.call().data(),
                "contextId",
                Json.orNull(result.contextId()),
                "tookMillis",
                result.took().toMillis(),
                "response",
                result.response(),
                "connectionEnded",
                result.ended(),
                "changes",
                result.changes().stream()
                        .map(change -> Json.object(
                                "entity", change.entityId(),
                                "name", change.name(),
                                "from", change.from(),
                                "to", change.to(),
                                "afterMillis", change.after().toMillis()))
                        .toList());
    }

    static SequencedMap<String, @Nullable Object> json(Hardware hardware) {
        return Json.object(
                "supervisor",
                hardware.supervisor(),
                "boards",
                hardware.boards().stream()
                        .map(board -> Json.object(
                                "name",
                                board.name(),
                                "manufacturer",
                                Json.orNull(board.manufacturer()),
                                "model",
                                Json.orNull(board.model()),
                                "dongle",
                                board.dongle()
                                        .map(dongle -> Json.object(
                                                "vendorId", dongle.vendorId(),
                                                "productId", dongle.productId(),
                                                "serial", Json.orNull(dongle.serial()),
                                                "manufacturer", Json.orNull(dongle.manufacturer()),
                                                "description", Json.orNull(dongle.description()))),
                                "url",
                                Json.orNull(board.url())))
                        .toList(),
                "devices",
                hardware.devices().stream()
                        .map(device -> Json.object(
                                "name", device.name(), "path", device.path(), "subsystem", device.subsystem()))
                        .toList(),
                "drives",
                hardware.drives().stream()
                        .map(drive -> Json.object(
                                "vendor", drive.vendor(),
                                "model", drive.model(),
                                "serial", Json.orNull(drive.serial()),
                                "sizeBytes", drive.sizeBytes(),
                                "bus", drive.bus(),
                                "removable", drive.removable()))
                        .toList(),
                "host",
                hardware.host(),
                "disk",
                hardware.disk()
                        .map(disk -> Json.object(
                                "totalBytes", disk.totalBytes(),
                                "usedBytes", disk.usedBytes(),
                                "freeBytes", disk.freeBytes(),
                                "usedUpPercent", number(disk.usedUpPercent()))),
                "system",
                hardware.system(),
                "notes",
                hardware.notes());
    }

    static SequencedMap<String, @Nullable Object> json(Network network) {
        return Json.object(
                "supervisor",
                network.supervisor(),
                "adapters",
                network.adapters().stream()
                        .map(adapter -> Json.object(
                                "name", adapter.name(),
                                "type", Json.orNull(adapter.type()),
                                "enabled", adapter.enabled(),
                                "connected", adapter.connected(),
                                "default", adapter.usual(),
                                "mac", Json.orNull(adapter.mac()),
                                "addresses", adapter.addresses(),
                                "gateways", adapter.gateways(),
                                "nameServers", adapter.nameServers()))
                        .toList(),
                "docker",
                network.docker()
                        .map(docker -> Json.object(
                                "interface", docker.name(),
                                "address", docker.address(),
                                "gateway", docker.gateway(),
                                "dns", docker.dns())),
                "hostInternet",
                network.hostInternet(),
                "supervisorInternet",
                network.supervisorInternet(),
                "urls",
                json(network.urls()),
                "notes",
                network.notes());
    }

    static SequencedMap<String, @Nullable Object> json(Urls urls) {
        return Json.object(
                "internal", urls.internal(),
                "external", urls.external(),
                "cloud", urls.cloud(),
                "inUse", urls.inUse(),
                "source", urls.source(),
                "notes", urls.notes());
    }

    static @Nullable Object number(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : null;
    }
}
