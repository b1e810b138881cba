package io.pilothouse.connectors.amc;

/// Names an AMC instance; stands in the path of a request and nowhere else.
record AmcInstanceId(String value) {

    AmcInstanceId {
        value = RemoteIds.checked(value, "AMC instance id");
    }
}
