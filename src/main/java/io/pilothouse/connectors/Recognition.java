package io.pilothouse.connectors;

import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.KindId;

/// What an address shows to anybody, without a secret.
///
/// @param product the product's name for people
/// @param version as far as it is shown without a secret, else empty
/// @param certain whether the answer can only come from this kind; otherwise it is the likeliest
/// @param address the root of the service: a longer path from a browser is cut, a url base added
public record Recognition(KindId kind, String product, String version, boolean certain, Address address) {}
