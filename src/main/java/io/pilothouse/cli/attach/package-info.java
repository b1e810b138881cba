/// Running a command inside a console or engine that already has the store open, over a Unix-domain
/// socket that only its owner can use. Nothing listens on the network.
@NullMarked
package io.pilothouse.cli.attach;

import org.jspecify.annotations.NullMarked;
