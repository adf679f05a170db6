package io.meshws.internal.cdi;

import io.meshws.Everywhere;
import io.meshws.MeshConfig;
import io.meshws.MeshServer;
import io.meshws.internal.instance.MeshInstance;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;

/** An application with some beans, in a CDI container of its own. */
final class CdiInstance implements AutoCloseable {
    private final SeContainer container;

    private record Config(MeshConfig config) implements Extension {
        void add(@Observes AfterBeanDiscovery event) {
            event.<MeshConfig>addBean()
                    .types(MeshConfig.class)
                    .scope(Dependent.class)
                    .createWith(creation -> config);
        }
    }

    CdiInstance(MeshConfig config, Class<?>... beans) {
        container = SeContainerInitializer.newInstance()
                .disableDiscovery()
                .addExtensions(new MeshExtension(), new Config(config))
                .addBeanClasses(MeshDeployment.class, Facades.class)
                .addBeanClasses(beans)
                .initialize();
    }

    <T> T bean(Class<T> type) {
        return container.select(type).get();
    }

    MeshInstance mesh() {
        return bean(MeshDeployment.class).instance();
    }

    MeshServer server() {
        return bean(MeshServer.class);
    }

    <T> Event<T> everywhere(Class<T> type) {
        return container.getBeanManager().getEvent().select(type, Everywhere.Literal.INSTANCE);
    }

    @Override
    public void close() {
        container.close();
    }
}
