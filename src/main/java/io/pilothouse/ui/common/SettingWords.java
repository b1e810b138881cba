package io.pilothouse.ui.common;

import java.util.Locale;
import java.util.regex.Pattern;

/// How a service's own settings are said on screen: `renameEpisodes` as "Rename episodes", `true` as "yes". What
/// has no words here keeps its own name, in words. Pure.
public final class SettingWords {

    private static final Pattern HUMP = Pattern.compile("(?<=[a-z])([A-Z])");

    /// The first letter of a word in the middle; an abbreviation keeps its capitals.
    private static final Pattern WORD = Pattern.compile("(?<= )[A-Z](?=[a-z])");

    private final Texts texts;

    public SettingWords(Texts texts) {
        this.texts = texts;
    }

    /// @param name as the service has it, for example `max_ratio`; what people named themselves stays as it is
    public String name(String name) {
        var known = texts.textOr("common.setting." + name.replace(' ', '-'), "");
        return known.isEmpty() ? inWords(name) : known;
    }

    public String value(String name, String value) {
        return switch (value) {
            case "true" -> texts.text("common.setting.yes");
            case "false" -> texts.text("common.setting.no");
            default -> texts.textOr("common.setting." + name.replace(' ', '-') + "." + value.replace(' ', '-'), value);
        };
    }

    private static String inWords(String name) {
        if (name.isEmpty() || name.contains(" ")) {
            return name;
        }
        var words = WORD.matcher(HUMP.matcher(name).replaceAll(" $1").replace('_', ' '))
                .replaceAll(first -> first.group().toLowerCase(Locale.ROOT));
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
