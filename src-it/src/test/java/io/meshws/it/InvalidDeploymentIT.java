package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.it.deployment.AtStart;
import io.meshws.it.deployment.Early;
import io.meshws.it.deployment.OneRoom;
import io.meshws.it.deployment.Plain;
import io.meshws.it.deployment.Unbound;
import io.meshws.it.invalid.Guards;
import io.meshws.it.invalid.Mistakes;
import io.meshws.it.stores.Users;
import io.meshws.protocol.Json;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The log of deployments that fail, and of those that start with warnings. One server for all. */
class InvalidDeploymentIT {
    private static final String CLASS = Mistakes.class.getName();
    private static final String GUARDS = Guards.class.getName() + "$";

    /** The parts of each message, in this order. */
    private static final List<List<String>> MESSAGES = List.of(
            List.of("@Command(\"twice\") is on both", CLASS + ".", "and " + CLASS + ".", "rename one"),
            List.of(
                    "@Command(\"two-payloads\") " + CLASS + ".twoPayloads",
                    "more than one parameter",
                    "use one record"),
            List.of("@Command(\"private\") " + CLASS + ".hidden", "neither static nor private", "remove the modifier"),
            List.of(
                    "@Command(\"hidden-payload\") " + CLASS + ".hiddenPayload",
                    CLASS + "$Hidden",
                    "make the type public"),
            List.of(
                    "@Command(\"inherited\") " + CLASS + "$Base.inherited: two beans have this method",
                    CLASS + "$",
                    " and " + CLASS + "$",
                    "make the superclass abstract"),
            List.of(
                    "@Command(\"interface\") " + CLASS + ".ofInterface",
                    "JSON-B cannot create " + CLASS + "$Shape, which is an interface",
                    "give your Jsonb bean an adapter"),
            List.of(
                    "@Command(\"closed\") " + CLASS + ".closed",
                    "JSON-B cannot create " + CLASS + "$Closed, which has no public no-argument constructor",
                    "use a record"),
            List.of(
                    "@Command(\"future\") " + CLASS + ".future",
                    "nothing waits for the java.util.concurrent.Future that it returns",
                    "return a CompletionStage"),
            List.of(
                    "@Command(\"stages\") " + CLASS + ".stages",
                    "nothing waits for the java.util.concurrent.CompletionStage in its result",
                    "return one CompletionStage of the complete value"),
            List.of("@Command(\"mesh/reserved\") " + CLASS + ".reserved", "is reserved", "rename it"),
            List.of(
                    "@ForCommands(\"mesh/joinroom\") on " + GUARDS + "Misspelt",
                    "is not one of mesh's commands",
                    "did you mean mesh/join-room?"),
            List.of("@ForCommands(\"mesh/jion*\") on " + GUARDS + "MisspeltPrefix", "not one of mesh's commands"),
            List.of("@ForCommands(\"ping\") on " + GUARDS + "NoCommand", "can never be a command", "is reserved"),
            List.of("@ForCommands on " + GUARDS + "Nothing", "names no command", "remove the annotation"),
            List.of(
                    "mesh.redis.uri: the given value is not allowed",
                    "several hosts need redis-cluster:// or redis-sentinel://"),
            List.of("MESH-0008 The property mesh.pinginterval is unknown", "did you mean mesh.ping-interval?"),
            List.of("mesh.command-timeout: 'abc' is not allowed", "allowed: a time such as"),
            List.of("mesh.paths: 'no-slash' is not allowed", "allowed: paths that begin with '/'"));

    /** Payara Micro accepts no EARs, and can't disable CDI for an archive. */
    private static final String WILDFLY = "WILDFLY";

    private static final Map<String, String> SIGN_IN = Map.of("mesh.authentication", "required");

    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.started();

    private static Redeployable server;

    private int logged;

    @BeforeAll
    static void start() {
        server = Redeployable.start(Wars.withMesh(), Map.of("mesh.redis.url", "redis://:secret@h"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void anApplicationWithMistakesIsNotDeployedAndTheLogNamesEachWithItsFix() {
        refused(Wars.configured(
                Wars.withMeshAt("mistakes").addPackage(Mistakes.class.getPackage()),
                Map.of(
                        "mesh.command-timeout", "abc",
                        "mesh.paths", "no-slash",
                        "mesh.redis.uri", "redis://:secret@a,b",
                        "mesh.pinginterval", "1s")));
        String log = log();

        assertAll(MESSAGES.stream()
                .map(parts -> () -> assertTrue(LogLines.contain(log, parts), parts + " is not in a line of " + log)));
        assertFalse(log.contains("secret"), log);
        assertThrows(CompletionException.class, () -> WireClient.connect(server.uri("/mistakes/mesh")));
    }

    @Test
    void anApplicationWithoutRedissonIsToldSo() {
        refused(Wars.without("redisson", Wars.withMeshAt("noredisson", OneRoom.class)));
        assertLogged("mesh needs Redisson", "add org.redisson:redisson to WEB-INF/lib");
    }

    @Test
    @EnabledIfSystemProperty(named = "it.server", matches = WILDFLY)
    void anApplicationWithoutCdiIsToldSo() {
        refused(Wars.withMeshAt("nocdi", OneRoom.class)
                .addAsWebInfResource(
                        new StringAsset("<jboss-deployment-structure><deployment><exclude-subsystems>"
                                + "<subsystem name=\"weld\"/></exclude-subsystems></deployment>"
                                + "</jboss-deployment-structure>"),
                        "jboss-deployment-structure.xml"));
        assertLogged("mesh needs CDI", "disabled for the web application /nocdi");
    }

    @Test
    @EnabledIfSystemProperty(named = "it.server", matches = WILDFLY)
    void anApplicationWithMeshInTheLibOfItsEarIsToldSo() {
        refused(Wars.withMeshInEar("earlib", OneRoom.class));
        assertLogged("mesh-jakarta is not among the libraries of the web application /earlib", "to WEB-INF/lib");
    }

    @Test
    @EnabledIfSystemProperty(named = "it.server", matches = WILDFLY)
    void anApplicationAloneInAnEarWorks() {
        Archive<?> ear = Wars.ear("alone", application("single"));
        server.deploy(ear);
        try (Visitor here = Visitor.connect(server.uri("/single/mesh"));
                Visitor there = Visitor.connect(server.uri("/single/mesh"))) {
            here.join("room");
            there.join("room");
            assertEquals(Set.of(here.id(), there.id()), Set.copyOf(members(here)));
            here.ask("tell", "everybody");
            Eventually.equal("told", WireClient.SOON, List.of("everybody"), there::told);
        }
        server.undeploy(ear);
    }

    @Test
    @EnabledIfSystemProperty(named = "it.server", matches = WILDFLY)
    void twoApplicationsInAnEarShareNothing() {
        Archive<?> ear = Wars.ear("both", application("one"), application("two"));
        server.deploy(ear);
        assertShareNothing("one", "two");
        server.undeploy(ear);
    }

    @Test
    void twoApplicationsWithOneRedisShareNothing() {
        Archive<?> three = application("three");
        Archive<?> four = application("four");
        server.deploy(three);
        server.deploy(four);
        assertShareNothing("three", "four");
        server.undeploy(three);
        server.undeploy(four);
    }

    @Test
    void anApplicationIsToldIfItsClientsCouldNotSignIn() {
        refused(Wars.configured(Wars.withMeshAt("locked", OneRoom.class), SIGN_IN));
        assertLogged("mesh.authentication is required, but there is neither a bean of type Authenticator nor");
    }

    @Test
    void withoutAnAuthenticatorTheIdentityStoresCheckNamesAndPasswords() {
        Archive<?> war = Wars.configured(Wars.withMeshAt("stores", OneRoom.class, Users.class), SIGN_IN);
        server.deploy(war);
        try (Visitor ada = Visitor.connect(server.uri("/stores/mesh"))) {
            assertEquals(
                    Json.object().add("principal", "ada").build(), ada.ask("mesh/authenticate", password("lovelace")));
            ada.join("room");
        }
        for (JsonValue wrong : List.of(
                password("babbage"), Json.object().add("credential", "ada").build())) {
            try (WireClient thief = WireClient.connect(server.uri("/stores/mesh"))) {
                thief.send("{\"id\":1,\"command\":\"mesh/authenticate\",\"payload\":" + wrong + "}");
                assertEquals(4003, thief.awaitClose().code());
            }
        }
        server.undeploy(war);
    }

    @Test
    void identityStoresAreNotAskedUnlessClientsHaveToSignIn() {
        Archive<?> war = Wars.withMeshAt("open", OneRoom.class, Users.class);
        server.deploy(war);
        try (WireClient guessing = WireClient.connect(server.uri("/open/mesh"))) {
            guessing.send("{\"id\":1,\"command\":\"mesh/authenticate\",\"payload\":" + password("lovelace") + "}");
            String answer = guessing.await(text -> text.startsWith("{\"id\":1,"), WireClient.SOON);
            assertTrue(answer.contains("\"code\":\"ENOTFOUND\""), answer);
        }
        server.undeploy(war);
    }

    private static JsonValue password(String password) {
        return Json.readTrusted("{\"credential\":{\"username\":\"ada\",\"password\":\"" + password + "\"}}");
    }

    /** Includes an EJB that starts before the context path is known. */
    @Test
    void theStartIsLoggedWithTheFindingsAndTheSettingsWithoutEffect() {
        Archive<?> war = application("all")
                .addClasses(Plain.class, Unbound.class, Early.class, AtStart.class)
                .addClass("io.meshws.it.deployment.LogParameters");
        logged = server.log().length();
        server.deploy(war);

        assertLogged("MESH-0008 The property mesh.redis.url is unknown", "did you mean mesh.redis.uri?");
        assertLogged("MESH-0010 @Command in " + Plain.class.getName() + " has no effect", "give it a scope");
        assertLogged("MESH-0011 An operation that needs Redis failed", "without mesh.redis.prefix");
        // a busy machine may connect only after the start
        Eventually.holds("connected to Redis", WireClient.SOON, () -> log().contains("MESH-0100"));
        assertLogged("MESH-0012 mesh.security is open");
        assertLogged("MESH-0100 Application /all is connected to Redis at " + redis.uri(), "begin with mesh:all");
        assertLogged(
                "MESH-0007 mesh is ready at /all/mesh",
                "commands: 2, middleware: 1, engine: Redis at " + redis.uri() + " with the prefix mesh:all");
        Eventually.holds("middleware without a command is logged", WireClient.SOON, () -> log().contains("MESH-0009"));
        assertLogged(
                "MESH-0009 @ForCommands(\"memberss\") on " + Unbound.class.getName(),
                "there is no such command; did you mean members?");
        assertEquals(1, log().split("MESH-0009", -1).length - 1, log());
        try (Visitor visitor = Visitor.connect(server.uri("/all/mesh"))) {
            assertEquals(Json.string("ClusterUnavailableException"), visitor.ask("late", JsonValue.NULL));
            visitor.join("room");
            assertEquals(Json.readTrusted("1"), visitor.ask("at-start", JsonValue.NULL), "written at the start");
            assertEquals(Json.readTrusted("[\"java.lang.String\"]"), visitor.ask("log-parameters", JsonValue.NULL));
        }
        server.undeploy(war);
    }

    private static WebArchive application(String name) {
        return Wars.configured(
                Wars.withMeshAt(name, OneRoom.class), Map.of("mesh.redis.uri", redis.uri(), "mesh.security", "open"));
    }

    private void refused(Archive<?> archive) {
        logged = server.log().length();
        server.deployInVain(archive);
    }

    /** Since the deployment. */
    private String log() {
        return server.log().substring(logged);
    }

    private void assertLogged(String... parts) {
        assertTrue(LogLines.contain(log(), List.of(parts)), List.of(parts) + " is not in a line of " + log());
    }

    private void assertShareNothing(String name, String other) {
        try (Visitor here = Visitor.connect(server.uri("/" + name + "/mesh"));
                Visitor there = Visitor.connect(server.uri("/" + other + "/mesh"))) {
            here.join("room");
            there.join("room");
            assertEquals(List.of(here.id()), members(here));
            assertEquals(List.of(there.id()), members(there));
            here.ask("tell", "from here");
            there.ask("tell", "from there");
            Eventually.equal("what each was told", WireClient.SOON, List.of("from here"), here::told);
            Eventually.equal("what each was told", WireClient.SOON, List.of("from there"), there::told);
        }
    }

    private static List<String> members(Visitor visitor) {
        return visitor.ask("members", JsonValue.NULL).asJsonArray().stream()
                .map(id -> ((JsonString) id).getString())
                .toList();
    }
}
