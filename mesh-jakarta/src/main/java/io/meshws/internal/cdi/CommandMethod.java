package io.meshws.internal.cdi;

import io.meshws.CommandHandler;
import io.meshws.MeshConnection;
import io.meshws.MeshContext;
import io.meshws.MeshException;
import io.meshws.protocol.binding.JsonBinding;
import io.meshws.protocol.binding.Unfinished;
import jakarta.enterprise.context.ConversationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.SessionScoped;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

/** A method with {@link io.meshws.Command}, checked once and then called through its bean, interceptors included. Thread-safe. */
final class CommandMethod {
    private final Bean<?> bean;
    private final Method method;
    private final String name;
    private final CommandCallers callers;

    /** @throws MeshException if the method can't be a command; the message says which method, why, and what to do */
    CommandMethod(Bean<?> bean, Method method, String name) {
        this.bean = bean;
        this.method = method;
        this.name = name;
        check();
        this.callers = callers();
    }

    private CommandCallers callers() {
        try {
            return CommandCallers.of(method, bean.getBeanClass());
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage(), "keep one, and name roles or use @DenyAll");
        }
    }

    /** The roles that let clients call it. */
    Set<String> roles() {
        return callers.named();
    }

    /** Whether clients may call it that have to sign in and didn't. */
    boolean isOpen() {
        return callers.isOpen();
    }

    String name() {
        return name;
    }

    /** Whether the other method is the same one, inherited by another bean. */
    boolean isAlso(CommandMethod other) {
        return method.equals(other.method);
    }

    String beanName() {
        return bean.getBeanClass().getName();
    }

    @Override
    public String toString() {
        return method.getDeclaringClass().getName() + "." + method.getName();
    }

    /** Describes why the payload can never be read, if that's so. */
    Optional<MeshException> obstacle(JsonBinding binding) {
        return Arrays.stream(method.getGenericParameterTypes())
                .filter(CommandMethod::isPayload)
                .flatMap(type -> binding.obstacle(type).stream())
                .map(obstacle -> wrong(
                        "JSON-B cannot create " + obstacle, "use a record, or give your Jsonb bean an adapter for it"))
                .findFirst();
    }

    private static boolean isPayload(Type type) {
        return type != MeshContext.class && type != MeshConnection.class;
    }

    /** The handler; available once the container can create beans. */
    CommandHandler handler(BeanManager beans) {
        CommandHandler open = ofEveryone(beans);
        return context -> {
            callers.check(context.connection());
            return open.handle(context);
        };
    }

    private CommandHandler ofEveryone(BeanManager beans) {
        method.setAccessible(true);
        Type[] types = method.getGenericParameterTypes();
        if (bean.getScope() == Dependent.class) {
            return context -> {
                CreationalContext<?> creation = beans.createCreationalContext(bean);
                try {
                    return call(reference(beans, creation), context, types);
                } finally {
                    creation.release();
                }
            };
        }
        // A client proxy, which finds the right instance at each call.
        Object reference = reference(beans, beans.createCreationalContext(bean));
        return context -> call(reference, context, types);
    }

    private Object reference(BeanManager beans, CreationalContext<?> creation) {
        Type type = bean.getTypes().contains(method.getDeclaringClass())
                ? method.getDeclaringClass()
                : bean.getTypes().iterator().next();
        return beans.getReference(bean, type, creation);
    }

    private Object call(Object reference, MeshContext context, Type[] types) throws Exception {
        Object[] arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            arguments[i] = argument(types[i], context);
        }
        try {
            return method.invoke(reference, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw (Error) e.getCause();
        }
    }

    private static Object argument(Type type, MeshContext context) {
        if (type == MeshContext.class) {
            return context;
        }
        return type == MeshConnection.class ? context.connection() : context.payload(type);
    }

    private void check() {
        if (Modifier.isStatic(method.getModifiers()) || Modifier.isPrivate(method.getModifiers())) {
            throw wrong("a command method must be neither static nor private", "remove the modifier");
        }
        if (bean.getScope() == SessionScoped.class || bean.getScope() == ConversationScoped.class) {
            throw wrong(
                    "a command has no session or conversation", "use @ApplicationScoped, @RequestScoped or @Dependent");
        }
        int payloads = 0;
        for (Type type : method.getGenericParameterTypes()) {
            if (isPayload(type)) {
                payloads++;
                checkBindable("the parameter type", type);
            }
        }
        if (payloads > 1) {
            throw wrong("more than one parameter would receive the payload", "use one record that contains them all");
        }
        checkBindable("the result type", result());
    }

    /** The type of the value that becomes the reply. */
    private Type result() {
        Class<?> returned = method.getReturnType();
        Type type = method.getGenericReturnType();
        if (CompletionStage.class.isAssignableFrom(returned)) {
            type = type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : Object.class;
        } else if (Future.class.isAssignableFrom(returned)) {
            throw wrong(
                    "nothing waits for the " + returned.getName() + " that it returns",
                    "return a CompletionStage, such as a CompletableFuture, or the value itself");
        }
        String full = type.getTypeName();
        Unfinished.inType(type).ifPresent(held -> {
            throw wrong(
                    "nothing waits for the " + held.getName() + " in its result " + full,
                    "return one CompletionStage of the complete value, using thenCompose or allOf");
        });
        return type;
    }

    private void checkBindable(String what, Type type) {
        if (type instanceof TypeVariable<?> || (type instanceof WildcardType && what.contains("parameter"))) {
            throw wrong(what + " " + type + " is not known", "use a concrete type");
        }
        if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                checkBindable(what, argument);
            }
        }
        if (type instanceof Class<?> c && isOfApplication(c) && !Modifier.isPublic(c.getModifiers())) {
            throw wrong(what + " " + c.getName() + " cannot be read or written by JSON-B", "make the type public");
        }
    }

    private static boolean isOfApplication(Class<?> c) {
        return !c.isPrimitive()
                && !c.isArray()
                && !c.isEnum()
                && !c.getPackageName().startsWith("java.")
                && !c.getPackageName().startsWith("jakarta.");
    }

    private MeshException wrong(String why, String fix) {
        return new MeshException("@Command(\"" + name + "\") " + this + ": " + why + "; " + fix);
    }
}
