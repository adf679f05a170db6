package io.meshws.internal.cluster.redis;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshws.internal.cluster.ClusterFixture;
import io.meshws.internal.cluster.ClusterFixture.Instance;
import io.meshws.internal.cluster.ClusterMessage.RecordStep;
import io.meshws.internal.cluster.RecordStore.Stored;
import io.meshws.internal.cluster.RecordStore.Version;
import io.meshws.internal.cluster.RecordStore.Write;
import io.meshws.internal.cluster.RecordStoreContract;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

class RedisRecordStoreIT extends RecordStoreContract {
    @Override
    protected ClusterFixture newFixture() {
        return RedisFixture.withOwnClients();
    }

    @Test
    void aScriptThatIsSentAgainIsAnsweredAgainAndNotDoneAgain() {
        RedissonClient client = RedisFixture.client();
        try {
            Keys keys = new Keys(RedisFixture.newPrefix());
            List<List<Object>> sent = new ArrayList<>();
            RScript scripts = client.getScript(StringCodec.INSTANCE);
            Scripts recording = new Scripts() {
                @Override
                public <T> CompletableFuture<T> eval(Script script, List<String> scriptKeys, List<String> arguments) {
                    sent.add(List.of(script, scriptKeys, arguments));
                    return CompletableFuture.completedFuture(scripts.<T>eval(
                            RScript.Mode.READ_WRITE,
                            script.text(),
                            script.returnType(),
                            List.copyOf(scriptKeys),
                            arguments.toArray()));
                }
            };
            RedisRecords records = new RedisRecords(recording, keys, "I", new Setbacks());
            String epoch = "e";
            Version there = Version.NONE;
            for (int i = 1; i <= 6; i++) {
                var write =
                        new Write("a", "w" + i, there, epoch, "" + i, List.of(new RecordStep(null, "" + i)), 0, false);
                assertTrue(get(records.write(write)).isEmpty());
                there = new Version(epoch, "w" + i, i);
            }
            for (List<Object> write : List.copyOf(sent.subList(sent.size() - 4, sent.size()))) {
                @SuppressWarnings("unchecked")
                List<String> answer = recording
                        .<List<String>>eval(
                                Script.WRITE_RECORD, (List<String>) write.get(1), (List<String>) write.get(2))
                        .join();
                assertEquals(List.of(), answer);
            }
            assertEquals(new Stored(there, "6"), get(records.read("a")));
        } finally {
            client.shutdown();
        }
    }

    @Test
    void anInstanceThatStopsFollowsNothing() {
        try (RedisFixture fixture = RedisFixture.withOwnClients()) {
            Instance leaving = fixture.another();
            for (int i = 0; i < 600; i++) {
                get(leaving.cluster().records().follow("r" + i, Version.NONE));
            }
            get(leaving.cluster().records().unfollow("r0"));
            get(leaving.cluster().stop());
            assertEquals(0, fixture.keys("record:*").size());
            assertEquals(0, fixture.keys("instance:*:records").size());
        }
    }
}
