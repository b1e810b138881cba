/// What every screen uses: loading views, texts, words for times and sizes, themes, the drawn shapes
/// of states, monograms, bands, small pictures of history, messages, and the services as one record.
///
/// Colours come from `app.css`, `light.css` and `dark.css` beside this file, never from code. May use:
/// domain, tasks. Used by: every other package of ui.
@NullMarked
package io.pilothouse.ui.common;

import org.jspecify.annotations.NullMarked;
