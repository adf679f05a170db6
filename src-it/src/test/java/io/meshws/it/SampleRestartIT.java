package io.meshws.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.client.MeshClient;
import io.meshws.client.RecordSubscription;
import io.meshws.client.WriteOptions;
import io.meshws.keeper.jdbc.JdbcRecordKeeper;
import io.meshws.protocol.Json;
import io.meshws.protocol.MergeStrategy;
import io.meshws.spi.KeptRecord;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The sample's notes outlive its server, which is killed, and its Redis, which is emptied. */
class SampleRestartIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String BOARD = "note:attic";
    private static final String LATER_BOARD = "note:cellar";
    private static final JsonObject PASS = Json.object()
            .add("pass", "a".repeat(32))
            .add("name", "Ada")
            .add("hue", 0)
            .build();

    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.started();

    @TempDir
    private Path home;

    private ServerProcess started(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(properties);
        // The database is a file there.
        all.put("user.home", home.toString());
        return ServerProcess.launch(Wars.sample(), all).awaitReady();
    }

    private static MeshClient visitor(ServerProcess server) {
        MeshClient visitor = MeshClient.builder(server.uri("/mesh"))
                .credential(() -> PASS)
                .connectTimeout(PATIENCE)
                .requestTimeout(PATIENCE)
                .build();
        visitor.connectSync();
        return visitor;
    }

    private static long write(MeshClient visitor, String board, String text) {
        return visitor.publishRecordUpdateSync(
                board, Map.of("mine", Map.of("text", text)), WriteOptions.DEFAULT.strategy(MergeStrategy.DEEP_MERGE));
    }

    /** The version of a board that the database has. */
    private List<Long> kept(String board) {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setUrl("jdbc:h2:" + home.resolve(".mesh-sample/notes") + ";AUTO_SERVER=TRUE");
        h2.setUser("sample");
        h2.setPassword("sample");
        try {
            return new JdbcRecordKeeper(h2)
                    .load(Set.of(board)).stream().map(KeptRecord::version).toList();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void isKept(String board, long version) {
        Eventually.equal("version of " + board, PATIENCE, List.of(version), () -> kept(board));
    }

    private void survives(Map<String, String> properties, Runnable between) {
        try (ServerProcess server = started(properties);
                MeshClient visitor = visitor(server)) {
            assertEquals(1, write(visitor, BOARD, "first"));
            assertEquals(2, write(visitor, BOARD, "Water the plants"));
            isKept(BOARD, 2);
            // H2 shows a row before it's in the file; this one is saved after the first is.
            assertEquals(1, write(visitor, LATER_BOARD, "later"));
            isKept(LATER_BOARD, 1);
            server.kill();
        }
        between.run();
        try (ServerProcess server = started(properties);
                MeshClient visitor = visitor(server)) {
            RecordSubscription<JsonObject> board = visitor.subscribeRecordSync(BOARD, JsonObject.class, update -> {});
            assertEquals("Water the plants", board.value().getJsonObject("mine").getString("text"));
            assertEquals(2, board.version());
            assertEquals(3, write(visitor, BOARD, "Water them again"));
            isKept(BOARD, 3);
        }
    }

    @Test
    void aKilledServerAndAnEmptyRedis() {
        survives(Map.of("mesh.redis.uri", redis.uri()), () -> {
            redis.kill();
            redis.start();
            assertEquals(0, redis.size());
        });
    }

    /** As {@code ./mvnw -Prun} starts it. */
    @Test
    void aKilledServerWithoutRedis() {
        survives(Map.of(), () -> {});
    }
}
