package io.meshws.internal.cdi;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which known name was meant. */
final class Spelling {
    /**
     * The most typing errors in a name that is still taken for a known one: additional, missing, wrong or swapped
     * letters.
     */
    private static final int MAX_ERRORS = 3;

    private Spelling() {}

    /** The nearest known name, ignoring case; empty if none is near. */
    static Optional<String> nearest(String given, Collection<String> known) {
        String wrong = given.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(name -> errors(wrong, name.toLowerCase(Locale.ROOT)) <= allowed(name))
                .min(Comparator.<String>comparingInt(name -> errors(wrong, name.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** The question to append to a message about the given name; empty if no known name is near. */
    static String hint(String given, Collection<String> known) {
        return nearest(given, known).map(name -> "; did you mean " + name + "?").orElse("");
    }

    /** Fewer errors are allowed in a short name: half of it must be right. */
    private static int allowed(String name) {
        return Math.min(MAX_ERRORS, (name.length() - 1) / 2);
    }

    /** The edit distance, with swaps of neighbours. */
    private static int errors(String a, String b) {
        int[][] distance = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                distance[i][j] = i == 0 || j == 0 ? i + j : step(a, b, i, j, distance);
            }
        }
        return distance[a.length()][b.length()];
    }

    private static int step(String a, String b, int i, int j, int[][] distance) {
        int wrong = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(distance[i - 1][j - 1] + wrong, Math.min(distance[i - 1][j], distance[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, distance[i - 2][j - 2] + 1) : least;
    }
}
