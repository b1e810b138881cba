/// The ground every simulated service stands on: one loopback server with a port per service, the
/// request log, the injectable faults, the certificates.
///
/// Uses Undertow's HTTP protocol directly over one XNIO worker instead of one `Undertow` object,
/// because a service that is *down* must close its port alone and open it again later.
///
/// May use: the JDK, Undertow, Jackson, BouncyCastle; nothing else of Pilothouse. Used by: the
/// simulators beside it and `demo`.
@NullMarked
package io.pilothouse.demo.service;

import org.jspecify.annotations.NullMarked;
