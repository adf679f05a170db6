package io.meshws.protocol.patch;

import io.meshws.protocol.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.util.Map;

/**
 * Computes the difference between two JSON documents as an RFC 6902 patch, for subscribers of records.
 *
 * <p>Two documents are equal if RFC 6902 says so: members in any order, elements in order, 1 and 1.0 are the same
 * number. So writing 1.0 over 1 changes nothing, and a patch that changes something else leaves the 1 as it was.
 * Equality is found regardless of the limit on work: it takes one pass over both.
 *
 * <p>The result is the full value if
 *
 * <ul>
 *   <li>either side is a string, number, boolean or null, or one is an object and the other an array: JavaScript clients
 *       apply a patch to the object that they hold, and an operation at the root can't change it;
 *   <li>the work exceeds the limit;
 *   <li>the patch's text is longer than the full value's by more than the limit. Each operation repeats its path, so a
 *       small write can make a patch many times its length. The diff ends as soon as that's certain;
 *   <li>the patch would lead through a member named {@code __proto__}, or {@code prototype} in {@code constructor}:
 *       JavaScript clients (fast-json-patch) refuse it.
 * </ul>
 *
 * <p>JSON-P's own {@code createDiff} is right but has no limit. Parsson 1.1 fills a table with a cell for each pair of
 * elements and then recurses once for each element; arrays of 10,000 take seconds and 400 MB and end in a {@code
 * StackOverflowError}. Here objects are compared member by member, and arrays aligned by {@link ArrayAlignment}.
 * Elements between two common ones are paired in order and compared inside.
 */
public final class JsonDiff {
    private static final int STEPS_AN_OPERATION = 20;
    private static final int PATH_CHARACTERS_A_STEP = 8;

    /**
     * After so many steps the full value replaces the patch. Work is counted, not timed, so the same pair ends the same
     * way on every machine: one step for each value looked at and each comparison of two array elements, more for long
     * strings, long numbers and each operation that is written. This many take about 50 ms on one slow core.
     */
    static final long MAX_STEPS = 500_000;

    /**
     * How many characters longer than the full value's text the patch's text may be: enough for a few operations on a
     * small value.
     */
    static final int MAX_EXCESS = 1024;

    private final Steps steps;
    private final long maxLength;
    private final StringBuilder path = new StringBuilder();
    private final StringBuilder patch = new StringBuilder("[");

    /** There is a difference, but no patch. */
    private static final class NoPatch extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoPatch() {
            super(null, null, false, false);
        }
    }

    private JsonDiff(Steps steps, long maxLength) {
        this.steps = steps;
        this.maxLength = maxLength;
    }

    /**
     * The difference that turns {@code before} into {@code after}.
     *
     * @param fullLength the length of the text of {@code after}
     */
    public static Difference between(JsonValue before, JsonValue after, int fullLength) {
        return between(before, after, (long) fullLength + MAX_EXCESS, new Steps(MAX_STEPS));
    }

    static Difference between(JsonValue before, JsonValue after, long maxLength, Steps steps) {
        boolean patchable = before instanceof JsonStructure && before.getValueType() == after.getValueType();
        try {
            if (!patchable) {
                return equalOrFull(before, after, steps);
            }
            JsonDiff diff = new JsonDiff(steps, maxLength);
            diff.compare(before, after);
            return diff.result();
        } catch (NoPatch e) {
            return Difference.Full.FULL;
        } catch (Steps.Exhausted e) {
            return equalOrFull(before, after, Steps.unlimited());
        }
    }

    private static Difference equalOrFull(JsonValue before, JsonValue after, Steps steps) {
        return JsonEquality.equal(before, after, steps) ? Difference.Unchanged.UNCHANGED : Difference.Full.FULL;
    }

    private Difference result() {
        return patch.length() == 1
                ? Difference.Unchanged.UNCHANGED
                : new Difference.Patch(patch.append(']').toString());
    }

    private void compare(JsonValue before, JsonValue after) {
        steps.visit(before);
        if (before == after) {
            return;
        }
        if (before instanceof JsonObject source && after instanceof JsonObject target) {
            members(source, target);
        } else if (before instanceof JsonArray source && after instanceof JsonArray target) {
            elements(source, target);
        } else if (!JsonEquality.equal(before, after, steps)) {
            write("replace", after);
        }
    }

    private void members(JsonObject before, JsonObject after) {
        for (Map.Entry<String, JsonValue> member : before.entrySet()) {
            JsonValue value = after.get(member.getKey());
            int length = enter(JsonPath.escape(member.getKey()));
            if (value == null) {
                write("remove", null);
            } else {
                compare(member.getValue(), value);
            }
            path.setLength(length);
        }
        after.forEach((name, value) -> {
            steps.take(1);
            if (!before.containsKey(name)) {
                int length = enter(JsonPath.escape(name));
                write("add", value);
                path.setLength(length);
            }
        });
    }

    /** Works front to back: everything before {@code at} is in its new state, the rest in its old one. */
    private void elements(JsonArray before, JsonArray after) {
        int[] partners = ArrayAlignment.of(before, after, steps);
        int i = 0;
        int j = 0;
        int at = 0;
        while (i < before.size() || j < after.size()) {
            int nextI = i;
            while (nextI < before.size() && partners[nextI] < 0) {
                nextI++;
            }
            int nextJ = nextI < before.size() ? partners[nextI] : after.size();
            for (; i < nextI && j < nextJ; i++, j++, at++) {
                int length = enter(Integer.toString(at));
                compare(before.get(i), after.get(j));
                path.setLength(length);
            }
            for (; i < nextI; i++) {
                at("remove", at, null);
            }
            for (; j < nextJ; j++, at++) {
                at("add", at, after.get(j));
            }
            if (i < before.size()) {
                i++;
                j++;
                at++;
            }
        }
    }

    private void at(String op, int index, JsonValue value) {
        int length = enter(Integer.toString(index));
        write(op, value);
        path.setLength(length);
    }

    /** Returns the length to which the path is later cut back. */
    private int enter(String token) {
        int length = path.length();
        path.append('/').append(token);
        return length;
    }

    private void write(String op, JsonValue value) {
        steps.take(STEPS_AN_OPERATION + path.length() / PATH_CHARACTERS_A_STEP);
        if (isRefusedByClients() || patch.length() + path.length() > maxLength) {
            throw new NoPatch();
        }
        patch.append(patch.length() == 1 ? "" : ",")
                .append("{\"op\":\"")
                .append(op)
                .append("\",\"path\":")
                .append(Json.quote(path.toString()));
        if (value != null) {
            patch.append(",\"value\":").append(Json.text(value));
        }
        patch.append('}');
        // The closing bracket comes on top.
        if (patch.length() >= maxLength) {
            throw new NoPatch();
        }
    }

    private boolean isRefusedByClients() {
        String closed = path + "/";
        return closed.contains("/__proto__/") || closed.contains("/constructor/prototype/");
    }
}
