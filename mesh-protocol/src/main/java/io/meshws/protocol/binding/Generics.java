package io.meshws.protocol.binding;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;

/** What is known of generic types. */
final class Generics {
    private Generics() {}

    /** The class behind a type; {@code Object} if there is none that is certain. */
    static Class<?> raw(Type type) {
        if (type instanceof Class<?> c) {
            return c;
        }
        if (type instanceof ParameterizedType generic) {
            return raw(generic.getRawType());
        }
        if (type instanceof GenericArrayType array) {
            return Array.newInstance(raw(array.getGenericComponentType()), 0).getClass();
        }
        return type instanceof WildcardType wildcard ? raw(wildcard.getUpperBounds()[0]) : Object.class;
    }

    /** An argument of a generic type; {@code Object} if it has none. */
    static Type argument(Type type, int index) {
        return type instanceof ParameterizedType generic && index < generic.getActualTypeArguments().length
                ? generic.getActualTypeArguments()[index]
                : Object.class;
    }

    /** What the items of an array are; {@code Object} if it is none. */
    static Type item(Type array) {
        if (array instanceof GenericArrayType generic) {
            return generic.getGenericComponentType();
        }
        return raw(array).isArray() ? raw(array).getComponentType() : Object.class;
    }

    /** What a type that a member of {@code owner} declares means there: {@code T} is {@code Integer} in a Page of them. */
    static Type resolve(Type declared, Type owner) {
        if (!(owner instanceof ParameterizedType generic)) {
            return declared;
        }
        if (declared instanceof TypeVariable<?>) {
            int index = Arrays.asList(raw(owner).getTypeParameters()).indexOf(declared);
            return index < 0 ? declared : generic.getActualTypeArguments()[index];
        }
        if (declared instanceof GenericArrayType array) {
            Type item = resolve(array.getGenericComponentType(), owner);
            return item instanceof Class<?> c ? Array.newInstance(c, 0).getClass() : declared;
        }
        return declared instanceof ParameterizedType inner ? new Resolved(inner, owner) : declared;
    }

    /** A generic type whose arguments mean what they mean in {@code owner}. */
    private record Resolved(ParameterizedType declared, Type owner) implements ParameterizedType {
        @Override
        public Type[] getActualTypeArguments() {
            return Arrays.stream(declared.getActualTypeArguments())
                    .map(argument -> resolve(argument, owner))
                    .toArray(Type[]::new);
        }

        @Override
        public Type getRawType() {
            return declared.getRawType();
        }

        @Override
        public Type getOwnerType() {
            return declared.getOwnerType();
        }
    }
}
