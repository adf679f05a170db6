package io.meshws.internal.cluster.redis;

import static io.meshws.testing.Eventually.get;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshws.MeshConfig;
import io.meshws.MeshProperty;
import io.meshws.RedisUri;
import io.meshws.internal.cluster.Cluster;
import io.meshws.internal.cluster.ClusterFixture.Instance;
import io.meshws.internal.cluster.ClusterMessage;
import io.meshws.testing.Clusters;
import io.meshws.testing.EmbeddedRedis;
import io.meshws.testing.Eventually;
import io.meshws.testing.RecordingReceiver;
import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Nothing of the engine survives its stop, so a WAR can be redeployed forever. */
class RedisLeaksIT {

    private static Set<Thread> engineThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("(mesh-|redisson|globalEventExecutor|nioEventLoop).*"))
                .collect(Collectors.toSet());
    }

    @Test
    void leavesNoThread() {
        Set<Thread> before = engineThreads();
        for (int i = 0; i < 5; i++) {
            Instance instance = start(EmbeddedRedis.shared());
            get(instance.cluster().connections().put(instance.newConnection(), "1"));
            get(instance.cluster().bus().sendTo(instance.id(), new ClusterMessage.CallResult("1", "2", null)));
            get(instance.cluster().stop());
            assertNoneBut(before);
        }
    }

    @Test
    void leavesNoThreadIfRedisNeverCame() {
        Set<Thread> before = engineThreads();
        Cluster cluster = Clusters.redis(
                RedisFixture.config(EmbeddedRedis.absent(), RedisFixture.newPrefix(), Duration.ofMillis(500)));
        cluster.start(new RecordingReceiver());
        // Long enough for some attempts: a put fails at once, a stop waits for the attempt in progress.
        get(cluster.stop());
        assertNoneBut(before);
    }

    @Test
    void leavesNoThreadIfRedisDied() {
        Set<Thread> before = engineThreads();
        try (EmbeddedRedis redis = EmbeddedRedis.started()) {
            Instance instance = Instance.start(
                    Clusters.redis(RedisFixture.config(redis, RedisFixture.newPrefix(), Duration.ofMillis(500))));
            redis.kill();
            Eventually.holds(() -> !instance.cluster().isAvailable());
            get(instance.cluster().stop());
        }
        assertNoneBut(before);
    }

    /**
     * Works like a server: the application is in its own class loader, and is called on threads that stay. The last
     * application may remain until there is another: a heap dump shows no strong reference to it, but the JVM holds on
     * to it.
     */
    @Test
    void doesNotPileUpClassLoaders() throws Exception {
        ExecutorService server = Executors.newFixedThreadPool(1);
        try {
            List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int port = EmbeddedRedis.shared().port();
                loaders.add(server.submit(() -> deployAndUndeploy(port)).get(60, TimeUnit.SECONDS));
            }
            Eventually.holds(Duration.ofSeconds(20), () -> {
                System.gc();
                return loaders.subList(0, 3).stream().allMatch(loader -> loader.get() == null);
            });
        } finally {
            server.shutdownNow();
        }
    }

    private static WeakReference<ClassLoader> deployAndUndeploy(int port) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(new File(entry).toURI().toURL());
        }
        URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try (loader) {
            Class<?> application = Class.forName(Application.class.getName(), true, loader);
            ((IntConsumer) application.getDeclaredConstructor().newInstance()).accept(port);
        } finally {
            thread.setContextClassLoader(before);
        }
        return new WeakReference<>(loader);
    }

    /** Runs in the other class loader. */
    public static final class Application implements IntConsumer {
        @Override
        public void accept(int port) {
            MeshConfig config = MeshConfig.builder()
                    .set(MeshProperty.REDIS_URI, RedisUri.parse("redis://127.0.0.1:" + port))
                    .set(MeshProperty.REDIS_PREFIX, RedisFixture.newPrefix())
                    .build();
            Instance instance = Instance.start(Clusters.redis(config));
            String id = instance.newConnection();
            get(instance.cluster().connections().put(id, "1"));
            get(instance.cluster().rooms().join("room", id));
            get(instance.cluster().bus().sendToRoom("room", new ClusterMessage.CallResult("1", "2", null)));
            get(instance.cluster().bus().sendTo(instance.id(), new ClusterMessage.CallResult("1", "2", null)));
            instance.receiver().next();
            get(instance.cluster().stop());
        }
    }

    private static Instance start(EmbeddedRedis redis) {
        return Instance.start(
                Clusters.redis(RedisFixture.config(redis, RedisFixture.newPrefix(), Duration.ofSeconds(5))));
    }

    private static void assertNoneBut(Set<Thread> before) {
        Eventually.holds(Duration.ofSeconds(2), () -> {
            Set<Thread> left = new HashSet<>(engineThreads());
            left.removeAll(before);
            return left.isEmpty();
        });
        Set<Thread> left = new HashSet<>(engineThreads());
        left.removeAll(before);
        assertEquals(Set.of(), left);
    }
}
