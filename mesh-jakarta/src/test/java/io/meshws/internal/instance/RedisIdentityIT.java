package io.meshws.internal.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedisIdentityIT extends IdentityContract {
    @Override
    TestInstance newInstance() {
        return onRedis(settings(), authenticator());
    }

    @Override
    boolean hasSeveral() {
        return true;
    }

    @Test
    void aLogoutFailsIfAnInstanceThatMayLiveCannotBeToldAndIsDoneWhereItCan() {
        TestClient ann = here.connectStuck();
        TestClient annElsewhere = there.connectStuck();
        List.of(ann, annElsewhere).forEach(client -> signIn(client, "ann"));
        EmbeddedRedis.shared().command("ZADD " + prefix + ":instances 99999999999999 deaf");

        assertEquals("EUNAVAILABLE", code(here.mesh.connections().closeUser("ann")));
        assertEquals(4003, ann.closeCode());
        assertEquals(4003, annElsewhere.closeCode());
        assertNull(here.connect().closeCode());
    }
}
