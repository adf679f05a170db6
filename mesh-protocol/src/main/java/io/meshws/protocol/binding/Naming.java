package io.meshws.protocol.binding;

import io.meshws.protocol.Json;
import jakarta.json.JsonException;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The standard strategies by which JSON-B names an object's members after those of a class. */
enum Naming {
    /** The default, and {@code CASE_INSENSITIVE} as long as the case is the same. */
    IDENTITY(name -> name),
    LOWER_CASE_WITH_DASHES(name -> separated(name, "-").toLowerCase(Locale.ROOT)),
    LOWER_CASE_WITH_UNDERSCORES(name -> separated(name, "_").toLowerCase(Locale.ROOT)),
    UPPER_CAMEL_CASE(Naming::capitalised),
    UPPER_CAMEL_CASE_WITH_SPACES(name -> separated(capitalised(name), " "));

    private final UnaryOperator<String> translation;

    Naming(UnaryOperator<String> translation) {
        this.translation = translation;
    }

    /** Written once to see how its member is named. */
    public record Sample(int sampleOfNames) {
        private static final String NAME = "sampleOfNames";
    }

    /** The strategy of a Jsonb; empty if it's none of these. */
    static Optional<Naming> of(Jsonb jsonb) {
        Set<String> written;
        try {
            written =
                    Json.readTrusted(jsonb.toJson(new Sample(1))).asJsonObject().keySet();
        } catch (JsonbException | JsonException | ClassCastException e) {
            return Optional.empty();
        }
        return Arrays.stream(values())
                .filter(naming -> written.equals(Set.of(naming.translate(Sample.NAME))))
                .findFirst();
    }

    /** The name that a member of a class has in JSON. */
    String translate(String member) {
        return translation.apply(member);
    }

    private static String separated(String name, String separator) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", separator);
    }

    private static String capitalised(String name) {
        return name.isEmpty() ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
