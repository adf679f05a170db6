package io.meshws.it;

import io.meshws.client.MeshClient;
import io.meshws.client.ReconnectPolicy;
import io.meshws.client.WhenOffline;
import io.meshws.it.chat.Chat;
import io.meshws.it.conformance.ConformanceAuthenticator;
import io.meshws.it.deeds.Deeds;
import io.meshws.it.keeping.Ledger;
import io.meshws.it.live.LiveData;
import io.meshws.it.names.Counter;
import io.meshws.it.pipes.Desks;
import io.meshws.keeper.jdbc.JdbcRecordKeeper;
import io.meshws.keeper.jpa.JpaRecordKeeper;
import io.meshws.spi.KeptRecord;
import io.meshws.testing.EmbeddedRedis;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.tools.Server;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/**
 * Two instances with one Redis that the classes of a JVM share, one class after the other, because starting servers takes
 * longest. The servers end with the JVM. A class kills the second instance in its last test, if at all; it's started again
 * for the next class.
 */
abstract class InstancesSetting {
    static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Comes back soon, however often its link breaks. */
    static final ReconnectPolicy OFTEN =
            ReconnectPolicy.DEFAULT.first(Duration.ofMillis(50)).ceiling(Duration.ofMillis(200));

    /** The module of a page's functions. */
    static final String MODULE = "/abilities.js";

    /** The address of a database for both instances, in this JVM. */
    static final String DATABASE = "jdbc:h2:tcp://127.0.0.1:" + databasePort() + "/mem:kept;DB_CLOSE_DELAY=-1";

    /** In the database when the instances start. */
    static final KeptRecord FROM_BEFORE = new KeptRecord("account:from-before", 5, "5", "");

    /** The lease is longer than Redis stands still in any test. */
    private static final Map<String, String> PROPERTIES = Map.of(
            "mesh.instance-lease",
            "6s",
            "mesh.latency-interval",
            "1s",
            "mesh.name-grace",
            "1m",
            "mesh.max-record-size",
            "10000",
            Ledger.DATABASE,
            DATABASE);

    private static TwoInstances instances;
    static EmbeddedRedis redis;
    static ServerProcess one;
    static ServerProcess two;

    final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void start() throws SQLException {
        if (instances == null) {
            new JdbcRecordKeeper(h2()).createTable().save(List.of(FROM_BEFORE));
            instances = new TwoInstances(PROPERTIES, InstancesSetting::war);
        }
        redis = instances.redis();
        one = instances.one();
        two = instances.two();
    }

    static JdbcDataSource h2() {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setUrl(DATABASE);
        return h2;
    }

    private static WebArchive war() {
        return ReadmeExample.addedTo(TwoInstances.with(
                        LiveData.class, Chat.class, Counter.class, Desks.class, Ledger.class, Deeds.class))
                .addClass(ConformanceAuthenticator.class)
                .addAsLibraries(
                        Wars.jar(JdbcRecordKeeper.class),
                        Wars.jar(JpaRecordKeeper.class),
                        Wars.jar(JdbcDataSource.class))
                .addAsWebInfResource(new StringAsset(Deeds.descriptor(DATABASE)), "web.xml")
                .addAsResource(new StringAsset(Deeds.PERSISTENCE), "META-INF/persistence.xml")
                .addAsWebResource("browser" + MODULE, MODULE.substring(1))
                .addAsWebResource("browser/checks.js", "checks.js")
                .addAsWebResource("browser/sections.js", "sections.js")
                .addAsWebResource("browser/modules.js", "modules.js")
                .addAsWebResource("browser/pipes.js", "pipes.js");
    }

    private static int databasePort() {
        try {
            return Server.createTcpServer("-tcpPort", "0", "-ifNotExists", "-tcpDaemon")
                    .start()
                    .getPort();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    MeshClient connect(ServerProcess server) {
        MeshClient client = client(server);
        client.connectSync();
        return client;
    }

    /** Not connected yet. */
    MeshClient client(ServerProcess server) {
        MeshClient client = of(server);
        opened.add(client);
        return client;
    }

    /** A client of a server that may be killed. */
    static MeshClient of(ServerProcess server) {
        return MeshClient.builder(server.uri("/mesh"))
                // The first handshake of a server on a busy machine takes its time.
                .connectTimeout(PATIENCE)
                .requestTimeout(PATIENCE)
                // Calls after an instance was killed would wait for its return.
                .whenOffline(WhenOffline.FAIL)
                .build();
    }
}
