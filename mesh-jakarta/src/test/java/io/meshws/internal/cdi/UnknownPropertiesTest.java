package io.meshws.internal.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnknownPropertiesTest {
    @Test
    void eachIsNamedWithTheOneThatWasMeant() {
        assertEquals(
                List.of(
                        "The property Mesh.paths is unknown and has no effect; did you mean mesh.paths?",
                        "The property mesh.colour is unknown and has no effect",
                        "The property mesh.pinginterval is unknown and has no effect; did you mean mesh.ping-interval?",
                        "The property mesh.redis.url is unknown and has no effect; did you mean mesh.redis.uri?"),
                among("mesh.redis.url", "mesh.pinginterval", "mesh.colour", "Mesh.paths", "mesh.paths"));
    }

    @Test
    void propertiesOfOthersAreNotNamed() {
        assertEquals(List.of(), among("mesh", "meshed.redis.url", "my.mesh.redis.url", "java.version", "PATH"));
    }

    @Test
    void aVariableIsNamedToo() {
        assertEquals(
                List.of(
                        "The environment variable MESH_COLOUR is unknown and has no effect",
                        "The environment variable MESH_REDIS_URL is unknown and has no effect;"
                                + " did you mean MESH_REDIS_URI?"),
                among("MESH_REDIS_URL", "MESH_COLOUR", "MESH_REDIS_URI", "MESH_PING_INTERVAL"));
    }

    /** Kubernetes sets these for services named mesh and mesh-redis. */
    @Test
    void theVariablesOfAServiceAreNotNamed() {
        assertEquals(
                List.of(),
                among(
                        "MESH_SERVICE_HOST",
                        "MESH_SERVICE_PORT",
                        "MESH_PORT",
                        "MESH_PORT_8080_TCP_ADDR",
                        "MESH_REDIS_SERVICE_HOST",
                        "MESH_REDIS_PORT"));
    }

    /** MicroProfile Config may list the property mesh.ping.interval for the variable. */
    @Test
    void theVariablesOfKnownPropertiesAreNotNamed() {
        assertEquals(List.of(), among("MESH_PING_INTERVAL", "mesh.ping.interval"));
        assertEquals(1, among("mesh.ping.interval").size());
    }

    @Test
    void systemPropertiesAndVariablesAreBothSources() {
        Properties system = new Properties();
        system.setProperty("mesh.redis.url", "redis://:secret@h");
        ConfigSource source = new ConfigSource.SystemAndEnvironment(system, Map.of("MESH_PATH", "/x"));

        assertEquals(
                List.of(
                        "The environment variable MESH_PATH is unknown and has no effect; did you mean MESH_PATHS?",
                        "The property mesh.redis.url is unknown and has no effect; did you mean mesh.redis.uri?"),
                UnknownProperties.among(source.names()));
    }

    private static List<String> among(String... names) {
        return UnknownProperties.among(Set.of(names));
    }
}
