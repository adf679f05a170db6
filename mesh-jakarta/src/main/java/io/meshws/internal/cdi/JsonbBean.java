package io.meshws.internal.cdi;

import io.meshws.protocol.binding.JsonBinding;
import io.meshws.protocol.binding.Unfinished;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;

/** Binds payloads with the application's bean of type {@link Jsonb}, if it has one. */
final class JsonbBean {
    private JsonbBean() {}

    /**
     * @throws io.meshws.InvalidConfigException if there are several beans
     */
    static JsonBinding binding(BeanManager beans) {
        Instance<Jsonb> found = beans.createInstance().select(Jsonb.class);
        if (found.isAmbiguous()) {
            throw MeshDeployment.severalBeans("Jsonb");
        }
        return found.isUnsatisfied()
                ? JsonBinding.unconfigured(JsonbBuilder.create(Unfinished.refused()))
                : binding(found.getHandle().getBean(), beans);
    }

    /**
     * Uses the object behind the client proxy: the proxy shows the methods that JSON-B specifies, but not that Yasson
     * reads numbers exactly.
     */
    static JsonBinding binding(Bean<?> bean, BeanManager beans) {
        CreationalContext<?> creation = beans.createCreationalContext(bean);
        return new JsonBinding(
                bean.getScope() == ApplicationScoped.class
                        ? itself(bean, beans)
                        : (Jsonb) beans.getReference(bean, Jsonb.class, creation));
    }

    private static <T> Jsonb itself(Bean<T> bean, BeanManager beans) {
        return (Jsonb) beans.getContext(ApplicationScoped.class).get(bean, beans.createCreationalContext(bean));
    }
}
