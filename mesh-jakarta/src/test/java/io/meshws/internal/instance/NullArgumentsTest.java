package io.meshws.internal.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.Audience;
import io.meshws.ChannelPosition;
import io.meshws.CommandException;
import io.meshws.InvalidNameException;
import io.meshws.MeshConfig;
import io.meshws.MeshConnection;
import io.meshws.StateOptions;
import io.meshws.protocol.ErrorCode;
import io.meshws.testing.CapturedLog;
import io.meshws.testing.Clusters;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonObject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every method of every facade refuses null by the parameter's name, unless null means something. */
class NullArgumentsTest {
    /** Values that are sent or kept as JSON null, and an attribute that is removed. */
    private static final Set<String> NULL_IS_A_VALUE =
            Set.of("payload", "metadata", "value", "state", "publishJson.message");

    private final TestInstance instance =
            new TestInstance(Clusters.memory(), MeshConfig.builder().build());
    private final TestClient client = instance.connect();
    private final Api api = new Api(instance, client);

    @AfterEach
    void stop() {
        instance.close();
    }

    @TestFactory
    Stream<DynamicTest> nullIsRefusedByName() {
        return api.facades().entrySet().stream()
                .flatMap(facade -> Arrays.stream(facade.getKey().getMethods())
                        .flatMap(method -> Arrays.stream(method.getParameters())
                                .filter(parameter -> isRequired(method, parameter))
                                .map(parameter -> DynamicTest.dynamicTest(
                                        method.toGenericString() + " without " + parameter.getName(),
                                        () -> assertRefused(facade.getValue(), method, parameter)))));
    }

    private static boolean isRequired(Method method, Parameter parameter) {
        return !parameter.getType().isPrimitive()
                && !NULL_IS_A_VALUE.contains(parameter.getName())
                && !NULL_IS_A_VALUE.contains(method.getName() + "." + parameter.getName());
    }

    private void assertRefused(Object facade, Method method, Parameter missing) throws Exception {
        assertTrue(missing.isNamePresent(), "compiled with -parameters");
        Object[] arguments = Arrays.stream(method.getParameters())
                .map(parameter -> parameter.equals(missing) ? null : api.argument(parameter))
                .toArray();
        method.setAccessible(true);
        Throwable refusal = assertThrows(InvocationTargetException.class, () -> method.invoke(facade, arguments))
                .getCause();
        assertTrue(
                refusal instanceof NullPointerException || refusal instanceof InvalidNameException,
                () -> "refused by " + refusal);
        assertFalse(refusal.getMessage().startsWith("Cannot invoke"), "by the JVM");
        String said = refusal.getMessage().replace(" ", "").toLowerCase(Locale.ROOT);
        assertTrue(said.contains(missing.getName().toLowerCase(Locale.ROOT)), refusal::getMessage);
    }

    @Test
    void valuesRefuseNullByNameToo() {
        Map.<String, Runnable>of(
                        "ids", () -> Audience.connections((String[]) null),
                        "connection", () -> Audience.everyone().except((MeshConnection) null),
                        "expireAfter", () -> new StateOptions(null, false),
                        "time", () -> StateOptions.DEFAULT.expireAfter(null),
                        "epoch", () -> new ChannelPosition(null, 1),
                        "code", () -> new CommandException((String) null, "message"),
                        "property", () -> MeshConfig.builder().set(null, "1"),
                        "middleware", () -> instance.mesh.commands().use(null))
                .forEach((name, call) -> assertEquals(
                        name,
                        assertThrows(NullPointerException.class, call::run).getMessage()));
    }

    @Test
    void clientsOfAHandlerThatPassesNullOnSeeACleanError() {
        try (CapturedLog log = new CapturedLog()) {
            instance.mesh
                    .commands()
                    .expose("say", context -> instance.mesh.channels().publish("news", null));
            instance.mesh
                    .commands()
                    .expose("join", context -> instance.mesh.rooms().add(null, client.connection()));
            JsonObject unnamed = client.call("join", "{}").asJsonObject();
            assertEquals("A room name must not be null", unnamed.getString("error"));
            assertEquals(ErrorCode.ENAME.name(), unnamed.getString("code"));
            JsonObject failed = client.call("say", "{}").asJsonObject();
            assertEquals(ErrorCode.ESERVER.name(), failed.getString("code"));
            assertEquals(
                    "The server failed; see its log for reference " + failed.getString("ref"),
                    failed.getString("error"));
            assertEquals(failed, client.call("say", "{}"), "under the reference that the log has");
            assertEquals(1, log.records("MESH-0201").size());
            assertEquals(
                    "message",
                    assertInstanceOf(
                                    NullPointerException.class,
                                    log.records("MESH-0201").get(0).getThrown())
                            .getMessage());
        }
    }
}
