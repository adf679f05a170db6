package io.meshws.internal.instance;

import static io.meshws.internal.instance.PresenceSetting.apply;
import static io.meshws.internal.instance.PresenceSetting.publish;
import static io.meshws.internal.instance.PresenceSetting.subscribe;
import static io.meshws.internal.instance.PresenceSetting.updates;

import io.meshws.StateOptions;
import io.meshws.testing.Setback.Way;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Redis goes back to an earlier state: every subscriber sees the presence that it acknowledges afterwards. */
class RedisPresenceGoesBackIT extends SetbackSetting {
    private static TestClient joined(TestInstance instance, String room) {
        TestClient client = instance.connect();
        acknowledged(() -> instance.mesh.rooms().add(room, client.id()));
        return client;
    }

    private static Set<String> ids(List<TestClient> clients) {
        return clients.stream().map(TestClient::id).collect(Collectors.toSet());
    }

    /** Fails if the client was told something twice. */
    private static Set<String> seen(TestClient watcher) {
        Set<String> present = new HashSet<>();
        updates(watcher).forEach(update -> apply(present, update));
        return present;
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void everySubscriberEndsWithTheTrueState(Way way) {
        start(way);
        for (int round = 1; round <= (way == Way.FAILOVER ? 1 : 3); round++) {
            String room = "room" + round;
            List<TestClient> watchers = List.of(one.connect(), two.connect());
            // Redis may just be away.
            watchers.forEach(
                    watcher -> eventually(() -> subscribe(watcher, room).getBoolean("success", false)));
            List<TestClient> members = new ArrayList<>();
            members.add(joined(one, room));
            redis.remember();
            for (int i = 0; i < 5; i++) {
                members.add(joined(two, room));
            }
            TestClient stateful = members.get(5);
            publish(stateful, room, "\"state\":\"lost\"");
            Set<String> before = ids(members);
            watchers.forEach(watcher -> eventually(() -> seen(watcher).equals(before)));
            redis.goBack();
            // As many changes as were lost, and more, by the instance that comes first.
            for (int i = 0; i < 4; i++) {
                members.add(joined(one, room));
            }
            TestClient leaver = joined(one, room);
            acknowledged(() -> one.mesh.rooms().remove(room, leaver.id()));
            for (int i = 0; i < 4; i++) {
                members.add(joined(i % 2 == 0 ? two : one, room));
            }
            acknowledged(() -> two.mesh.presence().publishState(room, stateful.id(), "kept", StateOptions.DEFAULT));
            allAvailable();
            TestClient late = joined(two, room);
            members.add(late);
            Set<String> all = ids(members);
            for (TestClient watcher : watchers) {
                eventually(() ->
                        seen(watcher).equals(all) && updates(watcher).contains("state " + stateful.id() + " \"kept\""));
            }
            eventually(
                    () -> acknowledged(() -> one.mesh.presence().present(room)).equals(all));
            eventually(() -> acknowledged(() -> two.mesh.rooms().members(room)).equals(all));
            late.vanish();
            all.remove(late.id());
            watchers.forEach(watcher -> eventually(() -> seen(watcher).equals(all)));
        }
    }
}
