package io.meshws.internal.security;

import java.util.Objects;
import java.util.regex.Pattern;

/** The names that an application means. Patterns of the same text and flags are equal. */
public sealed interface Selector {
    static Selector channel(String name) {
        return new Name(NameRules.channel(name));
    }

    static Selector record(String recordId) {
        return new Name(NameRules.record(recordId));
    }

    static Selector collection(String collectionId) {
        return new Name(NameRules.collection(collectionId));
    }

    static Selector name(String name) {
        return new Name(NameRules.name(name));
    }

    static Selector room(String name) {
        return new Name(NameRules.room(name));
    }

    /**
     * The names that the pattern matches as a whole.
     *
     * @param parameter its name in the application's code
     */
    static Matching matching(Pattern pattern, String parameter) {
        return new Matching(Objects.requireNonNull(pattern, parameter));
    }

    record Name(String name) implements Selector {}

    record Matching(Pattern pattern) implements Selector {
        public boolean matches(String name) {
            return BoundedText.matches(pattern, name);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Matching same
                    && pattern.pattern().equals(same.pattern.pattern())
                    && pattern.flags() == same.pattern.flags();
        }

        @Override
        public int hashCode() {
            return Objects.hash(pattern.pattern(), pattern.flags());
        }
    }
}
