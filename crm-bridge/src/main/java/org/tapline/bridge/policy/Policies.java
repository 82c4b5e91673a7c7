package org.tapline.bridge.policy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.tapline.bridge.identity.AddressFolding;
import org.tapline.bridge.identity.AddressLists;

/// The effective policies of one mailbox: what organisation, user and mailbox set, resolved. A more
/// particular level replaces a more general one; the `never-log` lists add up.
public final class Policies {

    private static final Policies DEFAULTS = of(Map.of());

    private record Effective(Object value, Level origin) {}

    /// By key name: a text's hash is computed once, a key's anew each time.
    private final Map<String, Effective> values = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final AddressLists lists;
    private final NeverLog neverLog;

    private Policies(Map<Level, Map<String, String>> stored) {
        var levels = new EnumMap<Level, Map<String, String>>(Level.class);
        levels.putAll(stored);
        levels.forEach((level, texts) -> noteUnknown(level, texts.keySet()));
        for (PolicyKey<?> key : PolicyKeys.all()) {
            values.put(key.name(), resolve(key, levels));
        }
        lists =
                new AddressLists(
                        exceptions(PolicyKeys.ROLES_ADD, PolicyKeys.ROLES_REMOVE),
                        exceptions(PolicyKeys.PERSONAL_ADD, PolicyKeys.PERSONAL_REMOVE),
                        exceptions(PolicyKeys.DISPOSABLE_ADD, PolicyKeys.DISPOSABLE_REMOVE));
        neverLog = NeverLog.of(this);
    }

    /// Nothing set anywhere.
    public static Policies defaults() {
        return DEFAULTS;
    }

    /// Resolves what is stored. Names and values that are not understood are left aside and named
    /// in [#problems], so that a database written by a newer version does not stop the mail.
    ///
    /// @param stored per level the texts by key name; levels may be missing
    public static Policies of(Map<Level, Map<String, String>> stored) {
        return new Policies(stored);
    }

    /// Checks a value that somebody wants to set.
    ///
    /// @return the value in its one spelling, or a whole sentence saying what is wrong
    public static Syntax.Read<String> check(String name, String text, Level level) {
        return PolicyKeys.named(name)
                .map(key -> check(key, text, level))
                .orElseGet(() -> Syntax.Read.no(PolicyKeys.unknown(name)));
    }

    /// The effective value.
    public <T> T get(PolicyKey<T> key) {
        @SuppressWarnings("unchecked") // resolve() put a value of the key's own syntax there
        T value = (T) effective(key).value();
        return value;
    }

    /// Where the effective value comes from.
    public Level origin(PolicyKey<?> key) {
        return effective(key).origin();
    }

    /// Every key with its effective value, in the order of [PolicyKeys#all].
    public List<Setting> settings() {
        return PolicyKeys.all().stream().<Setting>map(this::setting).toList();
    }

    /// What was stored and not understood, one sentence each.
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /// The shipped lists with the organisation's exceptions.
    public AddressLists lists() {
        return lists;
    }

    /// How addresses are folded before they are compared.
    public AddressFolding folding() {
        return new AddressFolding(get(PolicyKeys.PLUS_TAGS), get(PolicyKeys.GMAIL_DOTS));
    }

    /// The people and domains of the never-log lists, ready for looking up.
    NeverLog neverLog() {
        return neverLog;
    }

    private Effective effective(PolicyKey<?> key) {
        return Objects.requireNonNull(values.get(key.name()), () -> "not a registered key: " + key);
    }

    private <T> Setting setting(PolicyKey<T> key) {
        String value = key.syntax().writer().apply(get(key));
        return new Setting(key.name(), value, origin(key), key.text());
    }

    private <T> Effective resolve(PolicyKey<T> key, Map<Level, Map<String, String>> levels) {
        T value = key.standard();
        Level origin = Level.DEFAULT;
        for (Map.Entry<Level, Map<String, String>> entry : levels.entrySet()) {
            String text = entry.getValue().get(key.name());
            if (text == null) {
                continue;
            }
            Level level = entry.getKey();
            switch (read(key, text, level)) {
                case Syntax.Read.Accepted<T> read -> {
                    value = key.syntax().join().apply(value, read.value());
                    origin = level;
                }
                case Syntax.Read.Refused<T> refused ->
                        problems.add(
                                "%s (%s): %s"
                                        .formatted(key.name(), level.label(), refused.message()));
            }
        }
        return new Effective(Objects.requireNonNull(value), origin);
    }

    private void noteUnknown(Level level, Set<String> names) {
        for (String name : names) {
            if (PolicyKeys.named(name).isEmpty()) {
                problems.add("%s: %s".formatted(level.label(), PolicyKeys.unknown(name)));
            }
        }
    }

    private AddressLists.Exceptions exceptions(
            PolicyKey<List<String>> add, PolicyKey<List<String>> remove) {
        return new AddressLists.Exceptions(Set.copyOf(get(add)), Set.copyOf(get(remove)));
    }

    private static <T> Syntax.Read<T> read(PolicyKey<T> key, String text, Level level) {
        if (!key.levels().contains(level)) {
            List<String> levels = key.levels().stream().sorted().map(Level::label).toList();
            return Syntax.Read.no(
                    "cannot be set per %s, only for: %s"
                            .formatted(level.label(), String.join(", ", levels)));
        }
        return key.syntax().reader().apply(text);
    }

    private static <T> Syntax.Read<String> check(PolicyKey<T> key, String text, Level level) {
        return switch (read(key, text, level)) {
            case Syntax.Read.Accepted<T> read ->
                    Syntax.Read.ok(key.syntax().writer().apply(read.value()));
            case Syntax.Read.Refused<T> refused ->
                    Syntax.Read.no(key.name() + ": " + refused.message());
        };
    }
}
