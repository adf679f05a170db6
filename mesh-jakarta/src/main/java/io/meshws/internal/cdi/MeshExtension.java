package io.meshws.internal.cdi;

import io.meshws.Command;
import io.meshws.CommandMiddleware;
import io.meshws.FromClients;
import io.meshws.MeshConfig;
import io.meshws.MeshException;
import io.meshws.MeshProperty;
import io.meshws.internal.command.CommandRegistry;
import io.meshws.internal.instance.MeshInstance;
import io.meshws.protocol.binding.JsonBinding;
import jakarta.annotation.Priority;
import jakarta.annotation.security.DeclareRoles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.Decorator;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.Interceptor;
import jakarta.enterprise.inject.spi.ProcessBean;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import jakarta.enterprise.inject.spi.ProcessObserverMethod;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.servlet.ServletContext;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the application's commands and middleware while the container starts. Fails a deployment that can't work. */
public class MeshExtension implements Extension {
    private static final System.Logger LOG = System.getLogger("io.meshws");
    private static final String REDISSON = "org.redisson.api.RedissonClient";

    private final List<CommandMethod> commands = new ArrayList<>();
    private final List<MiddlewareBean> middleware = new ArrayList<>();
    private final List<MeshException> problems = new ArrayList<>();
    private final List<Bean<?>> jsonbs = new ArrayList<>();
    private final List<Class<?>> commandBeans = new ArrayList<>();
    private final EventObservers events = new EventObservers();
    private boolean configuredByBean;
    private boolean usesRequestScope;
    private volatile String contextPath;
    private volatile Consumer<String> waiting = path -> {};

    /** Without this check, the container would only report which bean of mesh is missing. */
    void requireRedisson(@Observes AfterBeanDiscovery event) {
        try {
            Class.forName(REDISSON, false, MeshExtension.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            event.addDefinitionError(new MeshException("mesh needs Redisson, but " + REDISSON
                    + " is not in the deployment; add org.redisson:redisson to WEB-INF/lib"));
        }
    }

    void sendEvents(@Observes AfterBeanDiscovery event, BeanManager beans) {
        events.addSenders(event, beans);
    }

    <T, X> void findObservers(@Observes ProcessObserverMethod<T, X> event) {
        usesRequestScope |= RequestScopes.concern(event.getObserverMethod());
        events.found(event);
    }

    <T, X> void findEvents(@Observes ProcessInjectionPoint<T, X> event) {
        events.found(event.getInjectionPoint());
    }

    <X> void findCommands(@Observes ProcessManagedBean<X> event) {
        if (event.getBean() instanceof Interceptor<?> || event.getBean() instanceof Decorator<?>) {
            return;
        }
        Map<Method, String> names = new LinkedHashMap<>();
        for (AnnotatedMethod<? super X> method : event.getAnnotatedBeanClass().getMethods()) {
            Command command = method.getAnnotation(Command.class);
            names.put(method.getJavaMember(), command == null ? null : command.value());
        }
        if (names.values().stream().anyMatch(Objects::nonNull)) {
            commandBeans.add(event.getAnnotatedBeanClass().getJavaClass());
        }
        for (Method method : CommandMethods.of(names)) {
            try {
                commands.add(new CommandMethod(event.getBean(), method, names.get(method)));
            } catch (MeshException e) {
                problems.add(e);
            }
        }
    }

    <X> void findOthers(@Observes ProcessBean<X> event) {
        Bean<X> bean = event.getBean();
        if (bean.getTypes().contains(CommandMiddleware.class)) {
            findMiddleware(bean);
        }
        if (bean.getTypes().contains(Jsonb.class) && bean.getQualifiers().contains(Default.Literal.INSTANCE)) {
            jsonbs.add(bean);
        }
        configuredByBean |= bean.getTypes().contains(MeshConfig.class);
        usesRequestScope |= RequestScopes.concern(bean);
    }

    private void findMiddleware(Bean<?> bean) {
        try {
            middleware.add(new MiddlewareBean(bean));
        } catch (MeshException e) {
            problems.add(e);
        }
    }

    void validate(@Observes AfterDeploymentValidation event, BeanManager beans) {
        Map<String, CommandMethod> byName = new HashMap<>();
        CommandRegistry names = new CommandRegistry();
        for (CommandMethod command : commands) {
            CommandMethod other = byName.putIfAbsent(command.name(), command);
            if (other != null) {
                problems.add(new MeshException("@Command(\"" + command.name() + "\") " + duplicate(other, command)));
                continue;
            }
            try {
                names.expose(command.name(), context -> null);
            } catch (IllegalArgumentException e) {
                problems.add(new MeshException(
                        "@Command(\"" + command.name() + "\") " + command + ": " + e.getMessage() + "; rename it"));
            }
        }
        problems.addAll(events.problems(names));
        checkPayloads(beans);
        checkProperties(ConfigSource.ofThisServer());
        problems.forEach(event::addDeploymentProblem);
    }

    /** The application's Jsonb is only asked about types that an unconfigured one can't handle. */
    private void checkPayloads(BeanManager beans) {
        JsonBinding plain = JsonBinding.unconfigured(JsonbBuilder.create());
        List<CommandMethod> suspects = commands.stream()
                .filter(command -> command.obstacle(plain).isPresent())
                .toList();
        if (suspects.isEmpty() && events.obstacles(plain).isEmpty() || jsonbs.size() > 1) {
            return;
        }
        JsonBinding binding = jsonbs.isEmpty() ? plain : JsonbBean.binding(jsonbs.get(0), beans);
        suspects.forEach(command -> command.obstacle(binding).ifPresent(problems::add));
        problems.addAll(events.obstacles(binding));
    }

    private static String duplicate(CommandMethod one, CommandMethod other) {
        return one.isAlso(other)
                ? one + ": two beans have this method, " + one.beanName() + " and " + other.beanName()
                        + "; make the superclass abstract, or specialize it with @Specializes"
                : "is on both " + one + " and " + other + "; rename one";
    }

    private void checkProperties(ConfigSource source) {
        if (configuredByBean) {
            warnOfIgnored(source);
            return;
        }
        UnknownProperties.among(source.names())
                .forEach(message -> LOG.log(System.Logger.Level.WARNING, "MESH-0008 {0}", message));
        try {
            MeshConfig.from(source::value);
        } catch (MeshException e) {
            problems.add(e);
        }
    }

    private static void warnOfIgnored(ConfigSource source) {
        String ignored = MeshProperty.all().stream()
                .map(MeshProperty::propertyName)
                .filter(name -> source.value(name).isPresent())
                .collect(Collectors.joining(", "));
        if (!ignored.isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "MESH-0016 The application produces a MeshConfig, which replaces all properties,"
                            + " so these have no effect: {0}",
                    ignored);
        }
    }

    /** Registers the commands, middleware and observers that were found. */
    void register(MeshInstance instance, BeanManager beans) {
        CommandRegistry registry = instance.registry();
        events.register(instance.eventTable(), registry, beans);
        middleware.stream()
                .sorted(Comparator.comparingInt(MiddlewareBean::priority))
                .forEach(bean -> bean.register(registry, beans));
        commands.forEach(command -> registry.expose(command.name(), command.handler(beans), command.isOpen()));
    }

    /** Whether a bean or an observer of the deployment has to do with request scopes. They cost a part of each command. */
    boolean usesRequestScope() {
        return usesRequestScope;
    }

    /** The roles that commands and events of clients name: containers tell of those alone whether a user has them. */
    Set<String> roles() {
        return Stream.concat(
                        Stream.concat(commands.stream().flatMap(command -> command.roles().stream()), events.roles()),
                        commandBeans.stream()
                                .map(type -> type.getAnnotation(DeclareRoles.class))
                                .filter(Objects::nonNull)
                                .flatMap(declared -> Arrays.stream(declared.value())))
                .collect(Collectors.toSet());
    }

    /** Runs before any bean of the application is told of the start. Payara doesn't tell extensions. */
    void webApplicationStarts(
            @Observes
                    @Priority(jakarta.interceptor.Interceptor.Priority.PLATFORM_BEFORE)
                    @Initialized(ApplicationScoped.class)
                    ServletContext context) {
        // In an EAR the event may come from another web application.
        if (context.getClassLoader() == MeshExtension.class.getClassLoader()) {
            startsAt(context.getContextPath());
        }
    }

    /** Called when the context path is known, perhaps more than once. */
    void startsAt(String path) {
        contextPath = path;
        waiting.accept(path);
    }

    /** Has the context path passed on as soon as it's known, perhaps more than once. */
    void whenItStarts(Consumer<String> listener) {
        waiting = listener;
        contextPath().ifPresent(listener);
    }

    /**
     * The web application's context path; empty until it starts, and on servers whose start event doesn't contain it.
     */
    Optional<String> contextPath() {
        return Optional.ofNullable(contextPath);
    }

    /**
     * Warns of classes with annotations that have no effect.
     *
     * @param annotated all classes with {@link Command}, {@link ForCommands} or {@link FromClients}
     */
    void warnOfClassesThatAreNoBeans(Set<Class<?>> annotated) {
        NoBeans noBeans = new NoBeans(
                commandBeans, middleware.stream().map(MiddlewareBean::type).toList());
        List<Class<?>> others = annotated.stream()
                .filter(type -> !type.isAnnotationPresent(FromClients.class))
                .collect(Collectors.toList());
        Stream.concat(noBeans.among(others).stream(), events.unobserved(annotated).stream())
                .forEach(message -> LOG.log(System.Logger.Level.WARNING, "MESH-0010 {0}", message));
    }

    /**
     * Runs once the application has exposed its commands at start: middleware that no command matches by then never
     * runs.
     */
    void warnOfMiddlewareWithoutCommand(CommandRegistry registry) {
        middleware.stream()
                .flatMap(bean -> bean.withoutCommand(registry.allNames()).stream())
                .forEach(message -> LOG.log(System.Logger.Level.WARNING, "MESH-0009 {0}", message));
    }

    /** For logs. */
    @Override
    public String toString() {
        return "commands: " + commands.size() + ", middleware: " + middleware.size();
    }
}
