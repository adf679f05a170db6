package io.meshws.it.admission;

import io.meshws.Command;

/** A command of an interface: who may call it is said by the bean. */
public interface Closing {
    @Command("close-office")
    default void close() {}
}
