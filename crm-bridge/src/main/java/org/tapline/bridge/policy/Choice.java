package org.tapline.bridge.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The policies whose value is one of a few words. A word is the constant's name in lower case with
/// hyphens.
public final class Choice {

    private Choice() {}

    /// `sync.direction`.
    public enum Direction {
        TWO_WAY,
        ONE_WAY
    }

    /// `contacts.create`.
    public enum Creation {
        OFF,
        SENT,
        SENT_AND_RECEIVED,
        REPLIED
    }

    /// `contacts.second-addresses`: what a reply from an address that nobody knows comes to.
    public enum SecondAddresses {
        PROPOSE,
        ADD,
        OFF
    }

    /// `store.body`.
    public enum Body {
        FULL,
        TEXT,
        NONE
    }

    /// `visibility.inbound`, `visibility.outbound`: what colleagues see.
    public enum Sharing {
        METADATA,
        SUBJECT,
        EVERYTHING
    }

    /// `visibility.merge`.
    public enum Merge {
        STRICTEST,
        MOST_OPEN
    }

    /// `admin.read`.
    public enum AdminRead {
        AUDITED,
        NEVER
    }

    /// `thread.order`.
    public enum Order {
        NEWEST_FIRST,
        OLDEST_FIRST
    }

    /// `search.language`: the text search configurations that every PostgreSQL brings along.
    public enum Language {
        /// Words as they are written, for any language.
        SIMPLE,
        ARABIC,
        ARMENIAN,
        BASQUE,
        CATALAN,
        DANISH,
        DUTCH,
        ENGLISH,
        FINNISH,
        FRENCH,
        GERMAN,
        GREEK,
        HINDI,
        HUNGARIAN,
        INDONESIAN,
        IRISH,
        ITALIAN,
        LITHUANIAN,
        NEPALI,
        NORWEGIAN,
        PORTUGUESE,
        ROMANIAN,
        RUSSIAN,
        SERBIAN,
        SPANISH,
        SWEDISH,
        TAMIL,
        TURKISH,
        YIDDISH
    }

    /// `never-log.mode`: what a listed participant does to a message.
    public enum NeverLogMode {
        /// Excludes it when nobody else outside takes part; otherwise is left off it.
        SOLE,
        /// Always excludes it.
        ANY,
        /// Is only left off it.
        LEAVE_OFF
    }

    /// The word for a constant: `SENT_AND_RECEIVED` is `sent-and-received`.
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static <E extends Enum<E>> Syntax<E> syntax(E[] constants) {
        List<String> words = Arrays.stream(constants).map(Choice::word).toList();
        return Syntax.replacing(
                String.join(", ", words),
                text -> {
                    int index = words.indexOf(text.strip().toLowerCase(Locale.ROOT));
                    return index >= 0
                            ? Syntax.Read.ok(constants[index])
                            : Syntax.Read.no(Syntax.notOneOf(text, words));
                },
                Choice::word);
    }
}
