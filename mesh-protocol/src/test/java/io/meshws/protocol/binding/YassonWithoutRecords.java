package io.meshws.protocol.binding;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.spi.JsonbProvider;
import java.io.IOException;
import java.io.InputStream;
import java.util.jar.JarFile;
import org.eclipse.yasson.JsonBindingProvider;

/** Loads Yasson without its classes for later Java, as a program does in which Payara Micro is embedded. */
final class YassonWithoutRecords extends ClassLoader {
    private static final String YASSON = "org.eclipse.yasson.";

    private YassonWithoutRecords() {
        super(YassonWithoutRecords.class.getClassLoader());
    }

    static Jsonb jsonb() throws ReflectiveOperationException {
        Class<?> provider = new YassonWithoutRecords().loadClass(JsonBindingProvider.class.getName());
        return ((JsonbProvider) provider.getConstructor().newInstance())
                .create()
                .build();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(YASSON)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        String jar = JsonBindingProvider.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        try (JarFile file = new JarFile(jar);
                InputStream in = file.getInputStream(file.getEntry(name.replace('.', '/') + ".class"))) {
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
