package io.meshws.client;

import io.meshws.testing.Eventually;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;

/** A client whose link breaks and is mended when a test says so, on the test's clock. */
abstract class OfflineSetting {
    final ScriptedServer server = new ScriptedServer();
    final ManualTimers timers = new ManualTimers();
    MeshClient client;

    void connect(Consumer<MeshClientBuilder> settings) {
        MeshClientBuilder builder = server.builder();
        settings.accept(builder);
        client = builder.build(timers.threads());
        client.connectSync();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    void breakLink() {
        server.close(1001, "restart");
        Eventually.holds("lost", () -> client.state() instanceof ConnectionState.Reconnecting);
    }

    void mend() {
        timers.advance(ReconnectPolicy.DEFAULT.first());
        Eventually.holds("back", client::isConnected);
    }

    void reconnect() {
        breakLink();
        mend();
    }
}
