package io.meshws.internal.cdi;

import io.meshws.MeshProperty;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds properties that look like mesh's but aren't, so that their values have no effect. */
final class UnknownProperties {
    private static final String PREFIX = "mesh.";
    private static final String VARIABLE_PREFIX = ConfigSource.variable(PREFIX);
    private static final List<String> KNOWN = all(Function.identity());
    private static final List<String> KNOWN_VARIABLES = all(ConfigSource::variable);

    /** Kubernetes sets these if a service is named mesh or mesh-…. */
    private static final Pattern OF_A_SERVICE = Pattern.compile("MESH_(.+_)?(SERVICE_(HOST|PORT)|PORT)(_.*)?");

    private UnknownProperties() {}

    /**
     * One message for each property.
     *
     * @param names the names of all properties that are set
     */
    static List<String> among(Set<String> names) {
        return Stream.concat(
                        names.stream()
                                .filter(name -> name.regionMatches(true, 0, PREFIX, 0, PREFIX.length()))
                                .filter(name -> !KNOWN.contains(name) && !standsForVariable(name, names))
                                .map(name -> message("property", name, KNOWN)),
                        names.stream()
                                .filter(name -> name.startsWith(VARIABLE_PREFIX) && !KNOWN_VARIABLES.contains(name))
                                .filter(name -> !OF_A_SERVICE.matcher(name).matches())
                                .map(name -> message("environment variable", name, KNOWN_VARIABLES)))
                .sorted()
                .toList();
    }

    /** MicroProfile Config also lists some variables as properties, with a dot for each underscore. */
    private static boolean standsForVariable(String name, Set<String> names) {
        String variable = ConfigSource.variable(name);
        return names.contains(variable) && KNOWN_VARIABLES.contains(variable);
    }

    private static String message(String kind, String name, List<String> known) {
        return "The " + kind + " " + name + " is unknown and has no effect" + Spelling.hint(name, known);
    }

    private static List<String> all(Function<String, String> form) {
        return MeshProperty.all().stream()
                .map(property -> form.apply(property.propertyName()))
                .toList();
    }
}
