package io.pilothouse.domain.amc;

/// Names an AMC instance; stands in the path of a request and nowhere else.
public record AmcInstanceId(String value) {

    public AmcInstanceId {
        value = RemoteIds.checked(value, "AMC instance id");
    }
}
