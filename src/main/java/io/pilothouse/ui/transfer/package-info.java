/// Taking instances over from another program or an export, and putting a copy of the store in place: each
/// shows first what it would do.
@NullMarked
package io.pilothouse.ui.transfer;

import org.jspecify.annotations.NullMarked;
