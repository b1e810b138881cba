package io.pilothouse.ui.instances;

import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.secret.Secret;
import java.util.Map;

/// A form whose fields are all good, read: everything a test depends on.
///
/// @param secrets those that were typed, by field; others stay as they are stored
record FormValues(Configuration configuration, Map<String, Secret> secrets) {}
