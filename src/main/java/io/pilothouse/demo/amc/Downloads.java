package io.pilothouse.demo.amc;

import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Reply;
import io.pilothouse.demo.service.Request;
import io.pilothouse.demo.service.Setting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The store that results lie in, on another port than the API, behind signed addresses that die (section
/// 6.7). The query holds
/// `%2F` and a bare `+`, which an address that was encoded again no longer has.
final class Downloads {

    private static final String ROOT = "results/";
    private static final Duration FRESH = Duration.ofSeconds(600);
    private static final String TRAP = "X-Amz-Credential=sim%2Fharbour+store%2Fs3";

    private final Setting setting;
    private final World world;

    Downloads(Setting setting, World world) {
        this.setting = setting;
        this.world = world;
    }

    Reply addresses(Executions.Execution execution) {
        if (!world.executions.ready(execution, world.clock.now())) {
            return AmcSimulator.refusal(404, "Execution with ID " + execution.id() + " is unavailable for download.");
        }
        var urls = new ArrayList<String>();
        for (int part = 0; part < execution.plan().parts(); part++) {
            urls.add(address(execution, "part-" + (part + 1) + ".csv"));
        }
        return Reply.json(Json.object(
                "downloadUrls",
                urls,
                "metadataDownloadUrls",
                List.of(address(execution, "metadata.json")),
                "nextToken",
                null));
    }

    private String address(Executions.Execution execution, String file) {
        long issued = world.clock.now().getEpochSecond();
        return setting.aside().get() + ROOT
                + execution.instance().id() + "/" + execution.id() + "/"
                + file + "?" + TRAP + "&X-Amz-Date=" + issued + "&X-Amz-Expires=" + FRESH.toSeconds()
                + "&X-Amz-Signature=" + signature(execution.id() + file, issued);
    }

    private String signature(String what, long issued) {
        return setting.secret("signature " + what + issued, 32, Setting.HEX);
    }

    Reply answer(Request request, List<String> parts) {
        if (request.header("Authorization").isPresent()) {
            return xml(400, "InvalidArgument", "Only one auth mechanism allowed");
        }
        var execution = parts.size() < 4
                ? Optional.<Executions.Execution>empty()
                : world.executions.find(parts.get(1), parts.get(2));
        long issued = request.number("X-Amz-Date", 0);
        boolean signed = execution.isPresent()
                && request.query().startsWith(TRAP + "&")
                && request.parameter("X-Amz-Signature")
                        .filter(signature(parts.get(2) + parts.get(3), issued)::equals)
                        .isPresent();
        if (!signed) {
            return xml(403, "SignatureDoesNotMatch", "The request signature does not match");
        }
        if (!Instant.ofEpochSecond(issued).plus(FRESH).isAfter(world.clock.now())) {
            return xml(403, "AccessDenied", "Request has expired");
        }
        return file(execution.orElseThrow(), parts.get(3));
    }

    private Reply file(Executions.Execution execution, String name) {
        if (name.equals("metadata.json")) {
            return Reply.json(Json.object("workflowExecutionId", execution.id()));
        }
        int part = Integer.parseInt(name.replaceAll("\\D", "")) - 1;
        var bytes = Executions.result(execution).bytes(part);
        if (part > 0 && world.switches.headerOnce() && !execution.plan().gzip()) {
            int header = 0;
            while (bytes[header] != '\n') {
                header++;
            }
            bytes = Arrays.copyOfRange(bytes, header + 1, bytes.length);
        }
        return Reply.of(200, execution.plan().gzip() ? "application/octet-stream" : "text/csv", bytes);
    }

    private static Reply xml(int status, String code, String message) {
        var text = "<Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>";
        return Reply.of(status, "application/xml", FaultRules.ascii(text));
    }
}
