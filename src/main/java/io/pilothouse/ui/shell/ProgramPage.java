package io.pilothouse.ui.shell;

import java.util.function.Supplier;
import org.kordamp.ikonli.Ikon;

/// A page that belongs to no instance, for example the Fleet. Its title is `page.<id>` in the texts.
public record ProgramPage(String id, Ikon icon, Supplier<PageView> open) {}
