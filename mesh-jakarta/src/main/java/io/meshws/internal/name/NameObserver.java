package io.meshws.internal.name;

import io.meshws.NameFreed;
import io.meshws.NameTaken;

/** Told of the changes that this instance made, in order. Exceptions are logged and have no other effect. */
public interface NameObserver {
    void taken(NameTaken event);

    void freed(NameFreed event);
}
