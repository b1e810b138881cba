package io.pilothouse.ui.palette;

import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.instance.Instance;
import java.util.Optional;

/// One line of the palette. What it is about was captured when it was offered.
///
/// @param id        stable, under which its use is counted: `action instance.edit`, `page radarr movies`
/// @param sort      what it is
/// @param about     what stands behind the title in grey; may be empty
/// @param also      other words it is found by, not shown; may be empty
/// @param key       as people read it; may be empty
/// @param target    the instance it is about
/// @param guarded   what the guards are asked about it; empty where they need not be
/// @param reason    why it cannot be done now
/// @param insert    the text that choosing it types, instead of doing something
/// @param run       does it, after the palette has closed
/// @param elsewhere does it in another window
record PaletteEntry(
        String id,
        Sort sort,
        String title,
        String about,
        String also,
        String key,
        Optional<Instance> target,
        Optional<ActionClass> guarded,
        Optional<String> reason,
        Optional<String> insert,
        Runnable run,
        Optional<Runnable> elsewhere) {

    /// What an entry is; each has its sign to be asked for alone.
    enum Sort {
        COMMAND('>'),
        PAGE('>'),
        PLACE('>'),
        INSTANCE('@'),
        LABEL('#'),
        ITEM('/'),
        TASK(':'),
        HELP('?');

        private final char sign;

        Sort(char sign) {
            this.sign = sign;
        }

        char sign() {
            return sign;
        }
    }

    static PaletteEntry of(String id, Sort sort, String title, Runnable run) {
        return new PaletteEntry(
                id,
                sort,
                title,
                "",
                "",
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                run,
                Optional.empty());
    }

    PaletteEntry withAbout(String words) {
        return new PaletteEntry(id, sort, title, words, also, key, target, guarded, reason, insert, run, elsewhere);
    }

    PaletteEntry alsoCalled(String words) {
        return new PaletteEntry(id, sort, title, about, words, key, target, guarded, reason, insert, run, elsewhere);
    }

    PaletteEntry withKey(String words) {
        return new PaletteEntry(id, sort, title, about, also, words, target, guarded, reason, insert, run, elsewhere);
    }

    PaletteEntry on(Optional<Instance> instance) {
        return new PaletteEntry(id, sort, title, about, also, key, instance, guarded, reason, insert, run, elsewhere);
    }

    PaletteEntry askingGuards(ActionClass what) {
        return new PaletteEntry(
                id, sort, title, about, also, key, target, Optional.of(what), reason, insert, run, elsewhere);
    }

    PaletteEntry notNow(String why) {
        return new PaletteEntry(
                id, sort, title, about, also, key, target, guarded, Optional.of(why), insert, run, elsewhere);
    }

    PaletteEntry typing(String text) {
        return new PaletteEntry(
                id, sort, title, about, also, key, target, guarded, reason, Optional.of(text), run, elsewhere);
    }

    PaletteEntry orElsewhere(Runnable inNewWindow) {
        return new PaletteEntry(
                id, sort, title, about, also, key, target, guarded, reason, insert, run, Optional.of(inNewWindow));
    }
}
