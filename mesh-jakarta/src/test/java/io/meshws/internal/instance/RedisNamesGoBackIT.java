package io.meshws.internal.instance;

import static io.meshws.internal.instance.NamesSetting.take;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.Guard;
import io.meshws.NameHolder;
import io.meshws.protocol.Json;
import io.meshws.testing.Eventually;
import io.meshws.testing.Setback.Way;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Redis goes back to an earlier state: each name has one holder, who knows it, and whom every call reaches. */
class RedisNamesGoBackIT extends SetbackSetting {
    private static final String CALL = "hello";

    /** By name, those who were told that they have it. */
    private final Map<String, List<TestClient>> winners = new HashMap<>();

    private void allow() {
        for (TestInstance instance : List.of(one, two)) {
            instance.mesh.names().allow(Pattern.compile("till:.+"), Guard.ANYONE, Guard.ANYONE);
        }
    }

    /** Takes a name, once Redis answers; returns whether it was free. */
    private boolean taken(TestClient client, String name, String more) {
        List<JsonObject> replies = new ArrayList<>();
        eventually(() -> {
            JsonObject reply = take(client, name, "of-" + client.id(), more);
            replies.add(reply);
            return reply.getBoolean("success", false)
                    || reply.getString("code", "").equals("ENAMETAKEN");
        });
        boolean success = replies.get(replies.size() - 1).getBoolean("success", false);
        if (success) {
            winners.computeIfAbsent(name, key -> new ArrayList<>()).add(client);
        }
        return success;
    }

    private TestClient holder(TestInstance instance, String name) {
        TestClient client = instance.connect();
        assertTrue(taken(client, name, ""));
        return client;
    }

    private static boolean lost(TestClient client, String name) {
        return client.events("mesh/name-lost").stream()
                .anyMatch(event -> event.asJsonObject().getString("name").equals(name));
    }

    /** Those who have the name, as far as they were told. */
    private List<TestClient> believers(String name) {
        return winners.getOrDefault(name, List.of()).stream()
                .filter(client -> !lost(client, name))
                .toList();
    }

    private boolean isOf(String name, TestClient client) {
        Optional<NameHolder> now = acknowledged(() -> one.mesh.names().holder(name));
        return now.filter(holder -> !holder.isAway())
                .flatMap(NameHolder::connectionId)
                .filter(client.id()::equals)
                .isPresent();
    }

    /** Calls of both instances reach the one that has it. */
    private void hasOneHolder(String name, TestClient holder) {
        eventually(() -> believers(name).equals(List.of(holder)) && isOf(name, holder));
        for (TestInstance instance : List.of(one, two)) {
            String[] told = new String[1];
            // A call that Redis lost on its way fails as unknown, after a while.
            eventually(TestInstance.attempts(() -> {
                String token = UUID.randomUUID().toString();
                return instance.mesh.names().send(name, CALL, token).thenApply(sent -> {
                    told[0] = sent ? token : null;
                    return true;
                });
            }));
            assertNotNull(told[0], "somebody has the name");
            Eventually.holds(() -> holder.events(CALL).contains(Json.string(told[0])));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void eachNameHasOneHolderWhoKnowsItAndGetsTheCalls(Way way) {
        start(way);
        allow();
        for (int round = 1; round <= (way == Way.FAILOVER ? 1 : 3); round++) {
            String prefix = "till:" + round + "-";
            TestClient kept = holder(one, prefix + "kept");
            TestClient other = holder(two, prefix + "other");
            TestClient replaced = holder(one, prefix + "replaced");
            TestClient gone = holder(one, prefix + "gone");
            redis.remember();
            TestClient lost = holder(two, prefix + "lost");
            TestClient moreLost = holder(one, prefix + "more-lost");
            TestClient replacing = two.connect();
            assertTrue(taken(replacing, prefix + "replaced", ",\"ifTaken\":\"replace\""));
            eventually(() -> lost(replaced, prefix + "replaced"));
            gone.call("mesh/free-name", "{\"name\":\"" + prefix + "gone\"}");
            TestClient contested = holder(two, prefix + "contested");
            // Both instances know numbers that Redis will forget, as far as they call the names.
            hasOneHolder(prefix + "contested", contested);
            hasOneHolder(prefix + "lost", lost);
            redis.goBack();
            TestClient rival = one.connect();
            boolean won = taken(rival, prefix + "contested", "");
            TestClient after = holder(two, prefix + "after");
            allAvailable();
            TestClient last = holder(one, prefix + "last");
            hasOneHolder(prefix + "contested", won ? rival : contested);
            hasOneHolder(prefix + "kept", kept);
            hasOneHolder(prefix + "other", other);
            hasOneHolder(prefix + "lost", lost);
            hasOneHolder(prefix + "more-lost", moreLost);
            hasOneHolder(prefix + "after", after);
            hasOneHolder(prefix + "last", last);
            // Redis had the one that was replaced as its holder again, who may take it, as may the other.
            eventually(() ->
                    believers(prefix + "replaced").stream().allMatch(client -> isOf(prefix + "replaced", client)));
            assertEquals(
                    List.of(),
                    believers(prefix + "replaced").stream()
                            .filter(replaced::equals)
                            .toList());
            TestClient heir = two.connect();
            assertTrue(taken(heir, prefix + "replaced", ",\"ifTaken\":\"replace\""));
            hasOneHolder(prefix + "replaced", heir);
            List.of(kept, other, lost, moreLost, after, last, heir, replacing).forEach(TestClient::vanish);
        }
    }
}
