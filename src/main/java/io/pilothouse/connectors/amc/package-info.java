/// Amazon Marketing Cloud: Amazon's advertising API behind a Login with Amazon. Sections in comments are
/// those of its contract.
@NullMarked
package io.pilothouse.connectors.amc;

import org.jspecify.annotations.NullMarked;
