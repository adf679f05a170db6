package io.meshws.protocol.binding;

import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbException;
import jakarta.json.stream.JsonParser;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;

/**
 * Lets a {@link Jsonb} read a value that is already parsed. Yasson accepts a parser, so it gets numbers exactly. JSON-B
 * specifies text only, and other providers read it with a precision of their own. Thread-safe.
 */
final class Reading {
    private final Jsonb jsonb;
    /** Yasson's method; null for other providers. */
    private final MethodHandle fromParser;

    Reading(Jsonb jsonb) {
        this.jsonb = jsonb;
        this.fromParser = fromParser(jsonb);
    }

    private static MethodHandle fromParser(Jsonb jsonb) {
        for (Class<?> level = jsonb.getClass(); level != null; level = level.getSuperclass()) {
            for (Class<?> type : level.getInterfaces()) {
                try {
                    Method method = type.getMethod("fromJson", JsonParser.class, Type.class);
                    if (Modifier.isPublic(type.getModifiers())) {
                        return MethodHandles.publicLookup().unreflect(method).bindTo(jsonb);
                    }
                } catch (NoSuchMethodException | IllegalAccessException e) {
                    // The provider has another interface, or hides this one.
                }
            }
        }
        return null;
    }

    /** JSON-B refused a value. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final String place;

        private Refused(JsonbException cause, String place) {
            super(cause.getMessage(), cause, false, false);
            this.place = place;
        }

        /** The place where JSON-B stopped reading: at the value that it refused, or just behind it. Null if unknown. */
        String place() {
            return place;
        }
    }

    /**
     * The value as the given type.
     *
     * @throws BindingException if JSON-B asks for an integer and the number isn't one
     * @throws Refused if JSON-B refuses it for another reason
     */
    Object read(JsonValue value, Type type) throws BindingException, Refused {
        if (fromParser == null) {
            return call(() -> jsonb.fromJson(value.toString(), type), null);
        }
        PayloadParser parser = new PayloadParser(value, false);
        try {
            return read(parser, type);
        } catch (Refused e) {
            if (parser.isAtDisguisedInteger()) {
                // JSON-B takes an int from 5.0, but reads a BigInteger, short or byte from digits only.
                return readAsDigits(value, type, e);
            }
            throw e;
        }
    }

    private Object readAsDigits(JsonValue value, Type type, Refused first) throws BindingException, Refused {
        try {
            return read(new PayloadParser(value, true), type);
        } catch (Refused e) {
            throw first;
        }
    }

    private Object read(PayloadParser parser, Type type) throws BindingException, Refused {
        Object result;
        try {
            result = call(() -> fromParser.invoke(parser, type), parser);
        } catch (Refused e) {
            if (parser.refusal() != null) {
                throw parser.refusal();
            }
            throw e;
        }
        if (!parser.isAtEnd()) {
            // It stopped at the end of an inner array as if that were the outer one.
            throw BindingException.misfit(parser.place());
        }
        return result;
    }

    private interface Call {
        Object run() throws Throwable;
    }

    private static Object call(Call call, PayloadParser parser) throws Refused {
        try {
            return call.run();
        } catch (JsonbException e) {
            throw new Refused(e, parser == null ? null : parser.place());
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new Refused(new JsonbException("Reading failed: " + e, e), parser == null ? null : parser.place());
        }
    }
}
