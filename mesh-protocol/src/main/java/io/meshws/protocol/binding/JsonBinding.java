package io.meshws.protocol.binding;

import io.meshws.protocol.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbException;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns JSON values into Java values and back, through JSON-B. Every value that the Jsonb can read is accepted, and
 * becomes the Jsonb's result.
 *
 * <p>JSON-B coerces silently: 1.5 becomes 1, 99999999999 becomes 1215752191, {@code "yes"} becomes false. If that
 * certainly happened, the value is refused and the message names its place. Thread-safe.
 */
public final class JsonBinding {
    private static final Pattern PROPERTY = Pattern.compile("property '([^']*)'");
    private static final String ROOT = "payload";

    private final Jsonb jsonb;
    private final Reading reading;
    private final Reading bare;
    private final Scalars scalars;
    private final Coercions coercions;
    private final Expectation expectation;
    private final Obstacles obstacles;

    /** Uses a Jsonb that an application made, with unknown settings. */
    public JsonBinding(Jsonb jsonb) {
        // The plain Jsonb shows how the given one differs. It holds nothing that needs closing.
        this(jsonb, JsonbBuilder.newBuilder().withProvider(Json.provider()).build());
    }

    private JsonBinding(Jsonb jsonb, Jsonb bare) {
        Members members = new Members();
        this.jsonb = jsonb;
        this.reading = new Reading(jsonb);
        this.bare = new Reading(bare);
        this.scalars = new Scalars(jsonb, bare);
        this.coercions = new Coercions(
                members,
                scalars,
                jsonb == bare ? Naming.IDENTITY : Naming.of(jsonb).orElse(null));
        this.expectation = new Expectation(members);
        this.obstacles = new Obstacles(jsonb, members);
    }

    /** Uses a Jsonb that was made without a configuration, or with {@link Unfinished#refused}. */
    public static JsonBinding unconfigured(Jsonb jsonb) {
        return new JsonBinding(jsonb, jsonb);
    }

    /**
     * The JSON text of a value; {@code null} becomes {@code null}.
     *
     * @throws JsonbException if JSON cannot express the value, or it is a future or stage, or holds one
     */
    public String toText(Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof JsonValue json) {
            return Json.text(json);
        }
        if (value instanceof String text && scalars.isPlain(String.class)) {
            return Json.quote(text);
        }
        if ((value instanceof Boolean || value instanceof Integer || value instanceof Long)
                && scalars.isPlain(value.getClass())) {
            return value.toString();
        }
        Unfinished.inValue(value).ifPresent(type -> {
            throw Unfinished.refusal(type);
        });
        try {
            return jsonb.toJson(value);
        } catch (StackOverflowError e) {
            // Without the cause: the same line a thousand times doesn't help.
            throw new JsonbException("The value refers to itself");
        }
    }

    /** The value as JSON-P; converted through its text unless it already is JSON-P. */
    public JsonValue toJson(Object value) {
        return value instanceof JsonValue json ? json : Json.readTrusted(toText(value));
    }

    /**
     * The class in a type that JSON-B can't build from any JSON, and why. Empty if there is none, as far as that's
     * certain.
     */
    public Optional<String> obstacle(Type type) {
        return obstacles.find(type).map(Object::toString);
    }

    /**
     * The value as the given type. JSON null becomes {@code null}, or an empty optional if that's the type.
     *
     * @throws BindingException if the value doesn't fit
     * @throws IllegalArgumentException if JSON-B can't build the type from any value
     */
    public Object bind(JsonValue value, Type type) throws BindingException {
        if (type == Void.class || type == void.class) {
            return null;
        }
        if (type instanceof Class<?> c && JsonValue.class.isAssignableFrom(c)) {
            return json(value, c);
        }
        Object simple = simple(value, type);
        if (simple != null) {
            return simple;
        }
        if (value == JsonValue.NULL) {
            return ofNull(type);
        }
        Object bound;
        try {
            bound = reading.read(value, type);
        } catch (Reading.Refused e) {
            throw refusal(value, type, e);
        }
        coercions.check(value, bound, type, ROOT);
        return bound;
    }

    private static Object json(JsonValue value, Class<?> type) throws BindingException {
        if (type.isInstance(value)) {
            return value;
        }
        if (value == JsonValue.NULL) {
            return null;
        }
        throw BindingException.at(ROOT, "a " + type.getSimpleName(), Json.describe(value));
    }

    /** Handles values that don't need JSON-B, which are most of the traffic; null for all others. */
    private Object simple(JsonValue value, Type type) {
        if (value instanceof JsonString string
                && (type == String.class || type == CharSequence.class || type == Object.class)) {
            return scalars.isPlain(String.class) ? string.getString() : null;
        }
        if (value instanceof JsonNumber number
                && (type == double.class || type == Double.class)
                && scalars.isPlain(Double.class)) {
            double decimal = number.doubleValue();
            return Double.isFinite(decimal) ? decimal : null;
        }
        return null;
    }

    private Object ofNull(Type type) throws BindingException {
        Class<?> c = Generics.raw(type);
        if (c == Optional.class) {
            return Optional.empty();
        }
        if (c == OptionalInt.class) {
            return OptionalInt.empty();
        }
        if (c == OptionalLong.class) {
            return OptionalLong.empty();
        }
        if (c == OptionalDouble.class) {
            return OptionalDouble.empty();
        }
        if (c.isPrimitive()) {
            throw BindingException.at(ROOT, Scalar.expected(c), "null");
        }
        return null;
    }

    private BindingException refusal(JsonValue value, Type type, Reading.Refused refused) {
        obstacles.causeOf(refused, type).ifPresent(obstacle -> {
            throw new IllegalArgumentException("JSON-B cannot create " + obstacle, refused);
        });
        BindingException explained =
                isOfBareJsonb(value, type, refused) ? expectation.explain(value, type, ROOT) : null;
        return explained != null ? explained : BindingException.misfit(place(refused));
    }

    /**
     * Whether an unconfigured Jsonb refuses the value in the same words, so that the application's configuration isn't
     * the cause.
     */
    private boolean isOfBareJsonb(JsonValue value, Type type, Reading.Refused refused) {
        try {
            bare.read(value, type);
            return false;
        } catch (Reading.Refused e) {
            return words(e).equals(words(refused));
        } catch (BindingException e) {
            return false;
        }
    }

    /** Leaves out parts that depend on objects, or on how often the JVM had the same failure. */
    private static String words(Reading.Refused refused) {
        return String.valueOf(refused.getMessage()).replaceAll("(Internal error|Error setting value on):.*", "$1");
    }

    /** The place where JSON-B stopped, unless that is behind the property that its message names. */
    private static String place(Reading.Refused refused) {
        StringBuilder named = new StringBuilder(ROOT);
        Matcher property = PROPERTY.matcher(String.valueOf(refused.getMessage()));
        while (property.find()) {
            named.append('.').append(property.group(1));
        }
        String stopped = refused.place();
        boolean agree = stopped != null && stopped.replaceAll("\\[\\d+]", "").equals(named.toString());
        return agree ? stopped : named.toString();
    }
}
