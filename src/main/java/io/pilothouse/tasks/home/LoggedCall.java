package io.pilothouse.tasks.home;

import io.pilothouse.domain.home.CallResult;
import io.pilothouse.domain.home.HomeResult;
import io.pilothouse.domain.home.ServiceCall;
import io.pilothouse.domain.instance.InstanceId;
import java.time.Instant;

/// One call of a service and how it ended, newest calls are kept while the program runs.
public record LoggedCall(Instant at, InstanceId instance, ServiceCall call, HomeResult<CallResult> result) {}
