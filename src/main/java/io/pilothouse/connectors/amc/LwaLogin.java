package io.pilothouse.connectors.amc;

import io.pilothouse.domain.instance.Address;

/// A credential and where it is exchanged for access tokens.
///
/// @param address root of the token endpoint
record LwaLogin(LwaCredential credential, Address address) {}
