package io.meshws.internal.cdi;

import io.meshws.EventName;
import io.meshws.InvalidNameException;
import io.meshws.MeshException;
import io.meshws.internal.security.NameRules;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A class of events that travel. */
record EventType(Class<?> type) {
    private static final String ID = "MESH-0013 ";

    /**
     * The classes of events that an observer of this type is told of: itself, or those that a sealed type permits. None
     * for {@code Object}, of which every class is one.
     *
     * @param where the place of the observer, for messages
     * @throws MeshException if events of this type can't travel; the message says why and what to do
     */
    static List<EventType> of(Type observed, String where) {
        if (observed == Object.class) {
            return List.of();
        }
        if (!(observed instanceof Class<?> type) || type.getTypeParameters().length > 0 || type.isArray()) {
            throw wrong(
                    where,
                    observed,
                    "has a type that is not known when it arrives",
                    "use a class without type parameters");
        }
        if (type.isSealed()) {
            return Stream.concat(
                            Stream.of(type).filter(EventType::isConcrete).map(EventType::new),
                            Arrays.stream(type.getPermittedSubclasses()).flatMap(sub -> of(sub, where).stream()))
                    .distinct()
                    .toList();
        }
        if (!isConcrete(type)) {
            throw wrong(
                    where,
                    type,
                    "is not the class of any event",
                    "observe the classes of the events, or seal the type");
        }
        EventType found = new EventType(type);
        try {
            NameRules.event(found.name());
        } catch (InvalidNameException e) {
            throw wrong(where, type, "has no usable name: " + e.getMessage(), "change its @EventName");
        }
        return List.of(found);
    }

    /** The name on the way. */
    String name() {
        EventName name = type.getAnnotation(EventName.class);
        return name == null ? type.getName() : name.value();
    }

    private static boolean isConcrete(Class<?> type) {
        return !type.isInterface() && !Modifier.isAbstract(type.getModifiers());
    }

    static MeshException wrong(String where, Type type, String why, String fix) {
        return new MeshException(ID + where + ": " + type.getTypeName() + " " + why + "; " + fix);
    }
}
