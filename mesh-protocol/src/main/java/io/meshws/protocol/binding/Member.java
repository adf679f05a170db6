package io.meshws.protocol.binding;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;

/**
 * What JSON-B reads into an object under one name.
 *
 * @param name its name in Java
 * @param type the type that JSON-B reads
 * @param source the public method or field that shows a value of that type; null if there is none
 */
record Member(String name, Type type, AccessibleObject source) {

    /** What it is in an object; null also if that cannot be told. */
    Object of(Object owner) {
        try {
            if (source instanceof Method getter) {
                return getter.invoke(owner);
            }
            return source instanceof Field field ? field.get(owner) : null;
        } catch (IllegalAccessException | InvocationTargetException e) {
            // Nothing is known of it then.
            return null;
        }
    }
}
