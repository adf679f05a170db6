package io.meshws.client.internal.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.client.ManualTimers;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.glassfish.tyrus.spi.ClientEngine;
import org.glassfish.tyrus.spi.ClientEngine.ClientUpgradeInfo;
import org.glassfish.tyrus.spi.ClientEngine.ClientUpgradeStatus;
import org.glassfish.tyrus.spi.Connection;
import org.glassfish.tyrus.spi.UpgradeResponse;
import org.junit.jupiter.api.Test;

class TyrusHandshakeTest {
    private final ManualTimers timers = new ManualTimers();
    private final TyrusHandshake attempt = new TyrusHandshake(1000, error -> {});
    private int flushed;

    /** As Tyrus gives it: the session opens before there is a connection. */
    private ClientUpgradeInfo upgraded() {
        ClientUpgradeInfo info = fake(
                ClientUpgradeInfo.class,
                Map.of(
                        "getUpgradeStatus",
                        ClientUpgradeStatus.SUCCESS,
                        "createConnection",
                        fake(Connection.class, Map.of())));
        ClientEngine engine = fake(ClientEngine.class, Map.of("processResponse", info));
        return attempt.watch(engine).processResponse(new Switching(), null, null);
    }

    private static <T> T fake(Class<T> type, Map<String, Object> results) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> results.get(method.getName())));
    }

    private static final class Switching extends UpgradeResponse {
        @Override
        public int getStatus() {
            return 101;
        }

        @Override
        public void setStatus(int status) {}

        @Override
        public String getReasonPhrase() {
            return null;
        }

        @Override
        public void setReasonPhrase(String reason) {}

        @Override
        public Map<String, List<String>> getHeaders() {
            return Map.of();
        }
    }

    @Test
    void closingWhileTheSessionOpensCompletesWhenAllIsWritten() {
        ClientUpgradeInfo info = upgraded();
        attempt.flush(timers, () -> flushed++);
        assertEquals(0, flushed);
        info.createConnection();
        assertEquals(1, flushed);
        attempt.flush(timers, () -> flushed++);
        assertEquals(2, flushed);
    }
}
