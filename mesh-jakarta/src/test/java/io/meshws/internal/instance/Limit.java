package io.meshws.internal.instance;

import io.meshws.MeshProperty;
import jakarta.json.JsonValue;

/**
 * A limit on what clients do.
 *
 * @param told what the refusal says; no other limit with the same code says so
 * @param code of the refusal, and of its counter
 * @param setting in the refusal, with a counter of its own; null if the code says enough
 * @param edge the last number that is accepted
 * @param each whether all numbers up to it come one after the other, on the same instance
 * @param go goes as far as a number, and returns the answer
 */
record Limit(String told, String code, MeshProperty<?> setting, int edge, boolean each, Way go) {
    @FunctionalInterface
    interface Way {
        JsonValue to(LimitsContract clients, int number);
    }

    /** On the size of one thing. */
    static Limit ofSize(int edge, String told, String code, MeshProperty<?> setting, Way go) {
        return new Limit(told, code, setting, edge, false, go);
    }

    static Limit ofSize(int edge, String told, String code, Way go) {
        return ofSize(edge, told, code, null, go);
    }

    /** On how many there are. */
    static Limit ofNumber(int edge, String told, String code, MeshProperty<?> setting, Way go) {
        return new Limit(told, code, setting, edge, true, go);
    }

    static Limit ofNumber(int edge, String told, String code, Way go) {
        return ofNumber(edge, told, code, null, go);
    }

    String limit() {
        return setting == null ? "" : setting.toString();
    }

    @Override
    public String toString() {
        return code + ": " + told;
    }
}
