package io.meshws.internal.cluster.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.internal.cluster.InstanceNames;
import io.meshws.testing.CapturedLog;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinkLogTest {
    private static final String UNREACHABLE =
            "WARNING MESH-0101 Application /shop cannot reach Redis at redis://h:6379; retrying: refused";
    private static final String LOST =
            "WARNING MESH-0102 Application /shop lost Redis at redis://h:6379; reconnecting: refused";
    private static final String AGAIN = "INFO MESH-0103 Application /shop can reach Redis at redis://h:6379 again;"
            + " writing the data of this instance again";

    private long now;
    private final CapturedLog log = new CapturedLog(LinkLog.class.getPackageName());
    private final LinkLog link =
            new LinkLog(new InstanceNames("id", "/shop", "mesh:shop"), "redis://h:6379", () -> now);

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void theConnectionIsLoggedWithTheDetailsThatTellItFromOthers() {
        link.connected();
        assertLogged("INFO MESH-0100 Application /shop is connected to Redis at redis://h:6379 as instance id; its keys"
                + " begin with mesh:shop");
    }

    @Test
    void anOutageIsLoggedOnceAndItsEndOnce() {
        link.connected();
        log.clear();
        link.lost("refused");
        link.unreachable("refused");
        link.unreachable("refused");
        link.connected();
        assertLogged(LOST, AGAIN);
    }

    @Test
    void anOutageThatLastsIsLoggedAgainEveryTenMinutes() {
        for (int second = 0; second < 21 * 60; second += 2) {
            link.unreachable("refused");
            pass(Duration.ofSeconds(2));
        }
        assertLogged(UNREACHABLE, UNREACHABLE, UNREACHABLE);
    }

    @Test
    void outagesInQuickSuccessionAreCountedAndLoggedOnceAMinute() {
        link.connected();
        log.clear();
        for (int second = 0; second <= 60; second += 10) {
            link.lost("refused");
            link.unreachable("refused");
            link.connected();
            pass(Duration.ofSeconds(10));
        }
        assertLogged(LOST, AGAIN, LOST + "; further failures not logged: 5", AGAIN);
    }

    @Test
    void anOutageSoonAfterAnotherIsLoggedIfItLasts() {
        link.connected();
        link.lost("refused");
        link.connected();
        log.clear();
        pass(Duration.ofSeconds(5));
        link.lost("refused");
        link.unreachable("refused");
        assertLogged();
        pass(Duration.ofSeconds(55));
        link.unreachable("refused");
        assertLogged(UNREACHABLE + "; further failures not logged: 1");
    }

    @Test
    void reconnectionsInQuickSuccessionAreLoggedOnceAMinute() {
        link.connected();
        log.clear();
        link.reconnected();
        link.reconnected();
        assertLogged(AGAIN);
        pass(Duration.ofMinutes(1));
        link.reconnected();
        assertLogged(AGAIN, AGAIN);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private void assertLogged(String... messages) {
        assertEquals(List.of(messages), log.messages());
    }
}
