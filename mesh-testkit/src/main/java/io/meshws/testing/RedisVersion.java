package io.meshws.testing;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import redis.embedded.core.ExecutableProvider;

/** The versions of Redis that tests have. */
public enum RedisVersion {
    /** 6.2, the oldest that mesh is tested on. */
    REDIS_6,
    /** 7.0, with shard channels. */
    REDIS_7;

    private Path executable;

    /** Unpacked from a jar once a run. */
    synchronized Path executable() {
        if (executable == null) {
            try {
                executable = this == REDIS_6
                        ? ExecutableProvider.newJarResourceProvider().get().toPath()
                        : unpacked("redis-server-7.0.15-" + platform());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return executable;
    }

    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch");
        return (system.startsWith("mac") ? "darwin" : system) + "-"
                + (processor.equals("aarch64") ? "arm64" : processor.equals("x86_64") ? "amd64" : processor);
    }

    private static Path unpacked(String resource) throws IOException {
        try (InputStream bytes = RedisVersion.class.getResourceAsStream("/" + resource)) {
            if (bytes == null) {
                throw new FileNotFoundException("The tests have no " + resource);
            }
            Path directory = Files.createTempDirectory("mesh-redis");
            Path file = directory.resolve(resource);
            Files.copy(bytes, file);
            file.toFile().setExecutable(true);
            directory.toFile().deleteOnExit();
            file.toFile().deleteOnExit();
            return file;
        }
    }
}
