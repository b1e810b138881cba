package io.pilothouse.ui.common;

import io.pilothouse.domain.Problem;
import java.text.MessageFormat;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The words on screen. The first part of a key names the bundle: `fleet.title` is the line
/// `fleet.title` of `io/pilothouse/ui/fleet.properties`. Thread-safe.
public final class Texts {

    /// The language tag that lengthens and accents every text, to find hard-coded and clipped ones.
    public static final String PSEUDO = "qps";

    /// The languages that have texts.
    public static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);

    /// English where a language has no texts, never that of the computer.
    static final ResourceBundle.Control ONLY_WANTED =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final Locale locale;
    private final Map<String, ResourceBundle> byFeature = new ConcurrentHashMap<>();
    private final Map<String, MessageFormat> formats = new ConcurrentHashMap<>();
    private final ResourceBundle all = new AllBundles();
    private final Said said = new Said(this);
    /// What was said until now, with its places.
    private final Set<String> patterns = ConcurrentHashMap.newKeySet();

    public Texts(Locale locale) {
        this.locale = locale;
    }

    /// @param wanted what the person chose: `system`, or a language tag
    /// @param system the computer's
    /// @return a locale that has texts
    public static Locale language(String wanted, Locale system) {
        var locale = wanted.equals("system") ? system : Locale.forLanguageTag(wanted);
        return known(locale) ? locale : Locale.ENGLISH;
    }

    /// @return whether there are texts in it
    static boolean known(Locale locale) {
        return locale.getLanguage().equals(PSEUDO)
                || LANGUAGES.stream().anyMatch(one -> one.getLanguage().equals(locale.getLanguage()));
    }

    public Locale locale() {
        return locale;
    }

    /// @param arguments for the places `{0}`, `{1}`; pass ids as strings, so that no digits are grouped
    /// @throws MissingResourceException if no bundle has the key: a fault of the program
    public String text(String key, Object... arguments) {
        if (arguments.length == 0) {
            return pattern(key);
        }
        var format = formats.computeIfAbsent(key, known -> new MessageFormat(pattern(known), locale));
        synchronized (format) { // reading a pattern takes much longer than using it
            return format.format(arguments);
        }
    }

    private String pattern(String key) {
        var pattern = key.startsWith("said.")
                ? Said.plain(bundleOf(key).getString(key))
                : bundleOf(key).getString(key);
        var spoken = PSEUDO.equals(locale.getLanguage()) ? pseudo(pattern) : pattern;
        patterns.add(spoken);
        return spoken;
    }

    /// @return the texts that were said until now, with their places: every word of ours on screen comes from one
    Set<String> patterns() {
        return patterns;
    }

    /// @return the sentences that are said as they were made below the window: all where it is English that is wanted
    Collection<String> saidAsMade() {
        if (!locale.getLanguage().equals(Locale.ENGLISH.getLanguage())) {
            return List.of(); // said by `text`, as all others
        }
        var bundle = bundleOf("said.any");
        return bundle.keySet().stream()
                .map(key -> Said.plain(bundle.getString(key)))
                .toList();
    }

    /// @return the text, or `otherwise` where no bundle has the key; for words made from stored values
    public String textOr(String key, String otherwise, Object... arguments) {
        try {
            // asked first: a missing text is usual here and its exception costs more than all the words
            return bundleOf(key).containsKey(key) ? text(key, arguments) : otherwise;
        } catch (MissingResourceException e) { // not even a bundle of that name
            return otherwise;
        }
    }

    /// What was said below the window, in its language; what nobody knows stays as it is.
    public String said(String english) {
        return said.of(english);
    }

    /// @return what happened, without what to do
    public String summary(Problem problem) {
        return said(problem.summary());
    }

    public String advice(Problem problem) {
        return said(problem.advice());
    }

    /// @return what happened and what to do
    public String said(Problem problem) {
        return summary(problem) + " " + advice(problem);
    }

    /// @return the texts of all features, for `%key` in FXML
    public ResourceBundle bundle() {
        return all;
    }

    private ResourceBundle bundleOf(String key) {
        int dot = key.indexOf('.');
        var feature = dot < 0 ? key : key.substring(0, dot);
        return byFeature.computeIfAbsent(
                feature,
                name -> ResourceBundle.getBundle(
                        "io.pilothouse.ui." + name, locale, getClass().getClassLoader(), ONLY_WANTED));
    }

    static String pseudo(String pattern) {
        var plain = "aeiouAEIOUcnsyCNSY";
        var accented = "áéíóúÁÉÍÓÚçñšýÇÑŠÝ";
        var text = new StringBuilder("[");
        int depth = 0;
        int letters = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            int at = depth == 0 ? plain.indexOf(c) : -1;
            text.append(at < 0 ? c : accented.charAt(at));
            letters++;
        }
        return text.append("~".repeat((letters * 2 + 4) / 5)).append(']').toString();
    }

    private final class AllBundles extends ResourceBundle {
        @Override
        protected Object handleGetObject(String key) {
            return text(key);
        }

        @Override
        public boolean containsKey(String key) {
            return !textOr(key, "").isEmpty();
        }

        @Override
        public Enumeration<String> getKeys() {
            return Collections.emptyEnumeration();
        }
    }
}
