package io.meshws.protocol.binding;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;

/**
 * A named value that JSON-B reads into an object.
 *
 * @param name its name in Java
 * @param type the type that JSON-B reads
 * @param source the public method or field that shows a value of that type; null if there is none
 */
record Member(String name, Type type, AccessibleObject source) {

    /** The member's value in an object; null if it can't be determined, too. */
    Object valueIn(Object owner) {
        try {
            if (source instanceof Method getter) {
                return getter.invoke(owner);
            }
            return source instanceof Field field ? field.get(owner) : null;
        } catch (IllegalAccessException | InvocationTargetException e) {
            // Then the value is unknown.
            return null;
        }
    }
}
