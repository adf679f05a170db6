package io.meshws;

/** When a write of a record that is {@linkplain Records#keep kept} counts as done. */
public enum Durability {
    /** Once the store has it; it's saved within seconds, by another instance if this one is killed. */
    WRITE_BEHIND,
    /** Once it's saved. */
    WRITE_THROUGH
}
