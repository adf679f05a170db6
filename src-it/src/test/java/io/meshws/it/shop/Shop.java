package io.meshws.it.shop;

import io.meshws.Command;
import io.meshws.client.MeshClient;
import io.meshws.client.MeshClientBuilder;
import io.meshws.client.MeshClientException;
import io.meshws.client.MeshEndpointUri;
import io.meshws.client.ReconnectPolicy;
import io.meshws.client.WriteOptions;
import io.meshws.protocol.MergeStrategy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Has its data elsewhere. */
@ApplicationScoped
public class Shop {
    @Inject
    @MeshEndpointUri("${stock.uri}")
    private MeshClient stock;

    @Inject
    private Till till;

    @Resource
    private ManagedExecutorService executor;

    @Resource
    private ManagedScheduledExecutorService scheduler;

    private volatile URI address;
    private volatile Following following;

    /** For injected clients. */
    void configure(@Observes MeshClientBuilder builder) {
        address = builder.uri();
        builder.reconnect(ReconnectPolicy.DEFAULT
                .first(Duration.ofMillis(50))
                .ceiling(Duration.ofMillis(500))
                .retriesFirstConnect(true));
    }

    @Command("stock-echo")
    public CompletionStage<JsonValue> echo(JsonValue payload) {
        return stock.command("echo", payload, JsonValue.class);
    }

    @Command("stock-follow")
    public boolean follow(String name) {
        following = new Following(stock, name);
        return true;
    }

    @Command("stock-told")
    public Told told() {
        return following.told();
    }

    @Command("stock-is-followed")
    public boolean isFollowed() {
        return following.isFollowing();
    }

    @Command("stock-write")
    public CompletionStage<Long> write(String name) {
        return stock.publishRecordUpdate(
                "note:" + name, Map.of("by", "shop"), WriteOptions.DEFAULT.strategy(MergeStrategy.MERGE));
    }

    @Command("is-online")
    public boolean isOnline() {
        return stock.isConnected();
    }

    @Command("one-client")
    public boolean oneClient() {
        return stock == till.stock;
    }

    /**
     * Uses a client on the managed executors of the server.
     *
     * @return the name of the thread of a listener
     */
    @Command("managed")
    public String managed(String name) throws Exception {
        try (MeshClient client = MeshClient.builder(address)
                .executor(executor)
                .scheduler(scheduler)
                .build()) {
            CompletableFuture<String> thread = new CompletableFuture<>();
            client.on(
                    "told",
                    String.class,
                    text -> thread.complete(Thread.currentThread().getName()));
            client.connectSync();
            client.joinRoomSync("room:" + name);
            client.commandSync("tell", Map.of("room", "room:" + name, "text", "hello"), Void.class);
            try {
                client.commandSync("hold-for", 5, Boolean.class, Duration.ofMillis(100));
                return "no time-out";
            } catch (MeshClientException e) {
                return e.code() + " " + thread.get(1, TimeUnit.MINUTES);
            }
        }
    }
}
