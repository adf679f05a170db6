package io.meshws.protocol.patch;

import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the elements that two arrays have in common, in order. Common ends are cut off first. Of the rest, elements
 * that only one side has are left out, and the others are aligned by Myers' O(ND) algorithm ("An O(ND) Difference
 * Algorithm and Its Variations", 1986), with a number for each distinct value. Beyond {@value #MAX_EDITS} edits it
 * gives up and treats only the ends as common; the patch is then longer but still right.
 */
final class ArrayAlignment {
    private static final int MAX_EDITS = 500;

    private final Steps steps;
    private final int[] partners;

    private ArrayAlignment(int size, Steps steps) {
        this.steps = steps;
        this.partners = new int[size];
        Arrays.fill(partners, -1);
    }

    /** For each element of {@code before}, the index of its equal in {@code after}, or -1; the indices rise. */
    static int[] of(JsonArray before, JsonArray after, Steps steps) {
        ArrayAlignment alignment = new ArrayAlignment(before.size(), steps);
        alignment.align(before, after);
        return alignment.partners;
    }

    private void align(JsonArray before, JsonArray after) {
        int shorter = Math.min(before.size(), after.size());
        int start = 0;
        while (start < shorter && JsonEquality.equal(before.get(start), after.get(start), steps)) {
            partners[start] = start;
            start++;
        }
        int beforeEnd = before.size();
        int afterEnd = after.size();
        while (beforeEnd > start
                && afterEnd > start
                && JsonEquality.equal(before.get(beforeEnd - 1), after.get(afterEnd - 1), steps)) {
            partners[--beforeEnd] = --afterEnd;
        }
        if (beforeEnd - start > 0
                && afterEnd - start > 0
                && (beforeEnd - start > 1 || afterEnd - start > 1)
                && !isShifted(before, after, start, beforeEnd, afterEnd)) {
            alignMiddle(before.subList(start, beforeEnd), after.subList(start, afterEnd), start);
        }
    }

    /**
     * Finds the change of a list that only keeps its newest elements: the first ones are gone, others follow the last,
     * and those between are the same objects. However long they are, they needn't be looked into, so this counts no
     * steps.
     */
    private boolean isShifted(JsonArray before, JsonArray after, int start, int end, int afterEnd) {
        int gone = 1;
        while (start + gone < end && before.get(start + gone) != after.get(start)) {
            gone++;
        }
        int kept = Math.min(end - start - gone, afterEnd - start);
        if (kept <= 0 || start + gone + kept < end) {
            return false;
        }
        for (int i = 0; i < kept; i++) {
            if (before.get(start + gone + i) != after.get(start + i)) {
                return false;
            }
        }
        for (int i = 0; i < kept; i++) {
            partners[start + gone + i] = start + i;
        }
        return true;
    }

    private void alignMiddle(List<JsonValue> before, List<JsonValue> after, int start) {
        Map<Element, Integer> numbers = new HashMap<>();
        int[] a = numbered(before, numbers);
        int onlyAfter = numbers.size();
        int[] b = numbered(after, numbers);
        boolean[] inBoth = new boolean[numbers.size()];
        for (int number : b) {
            inBoth[number] = number < onlyAfter;
        }
        int[] keptA = places(a, inBoth);
        int[] keptB = places(b, inBoth);
        myers(select(a, keptA), select(b, keptB), keptA, keptB, start);
    }

    private int[] numbered(List<JsonValue> elements, Map<Element, Integer> numbers) {
        int[] result = new int[elements.size()];
        for (int i = 0; i < result.length; i++) {
            JsonValue value = elements.get(i);
            Element element = new Element(value, JsonEquality.hash(value, steps), steps);
            Integer next = numbers.size();
            Integer known = numbers.putIfAbsent(element, next);
            result[i] = known == null ? next : known;
        }
        return result;
    }

    private static int[] places(int[] numbers, boolean[] kept) {
        int[] places = new int[numbers.length];
        int count = 0;
        for (int i = 0; i < numbers.length; i++) {
            if (kept[numbers[i]]) {
                places[count++] = i;
            }
        }
        return Arrays.copyOf(places, count);
    }

    private static int[] select(int[] numbers, int[] places) {
        return Arrays.stream(places).map(place -> numbers[place]).toArray();
    }

    /** {@code furthest[k]} is how far a path of d edits gets in {@code a} on the diagonal k = x - y. */
    private void myers(int[] a, int[] b, int[] placesA, int[] placesB, int start) {
        int most = Math.min(a.length + b.length, MAX_EDITS);
        int[] furthest = new int[2 * most + 3];
        int zero = most + 1;
        List<int[]> history = new ArrayList<>();
        for (int d = 0; d <= most; d++) {
            for (int k = -d; k <= d; k += 2) {
                boolean down = k == -d || (k != d && furthest[zero + k - 1] < furthest[zero + k + 1]);
                int x = down ? furthest[zero + k + 1] : furthest[zero + k - 1] + 1;
                int from = x;
                while (x < a.length && x - k < b.length && a[x] == b[x - k]) {
                    x++;
                }
                steps.take(1L + x - from);
                furthest[zero + k] = x;
                if (x >= a.length && x - k >= b.length) {
                    backtrack(a.length, b.length, history, placesA, placesB, start);
                    return;
                }
            }
            history.add(Arrays.copyOfRange(furthest, zero - d, zero + d + 1));
        }
    }

    private void backtrack(int endX, int endY, List<int[]> history, int[] placesA, int[] placesB, int start) {
        int x = endX;
        int y = endY;
        for (int d = history.size(); d >= 0; d--) {
            int fromX = 0;
            int fromY = 0;
            if (d > 0) {
                int[] furthest = history.get(d - 1);
                int zero = d - 1;
                int k = x - y;
                boolean down = k == -d || (k != d && furthest[zero + k - 1] < furthest[zero + k + 1]);
                int fromK = down ? k + 1 : k - 1;
                fromX = furthest[zero + fromK];
                fromY = fromX - fromK;
            }
            while (x > fromX && y > fromY) {
                partners[start + placesA[--x]] = start + placesB[--y];
            }
            x = fromX;
            y = fromY;
        }
    }

    /** An element as the key of a map. Comparing it counts as steps, so keys made to collide exhaust the limit. */
    private record Element(JsonValue value, int hash, Steps steps) {
        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Element element
                    && hash == element.hash
                    && JsonEquality.equal(value, element.value, steps);
        }
    }
}
