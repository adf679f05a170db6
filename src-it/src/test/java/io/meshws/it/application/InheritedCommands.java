package io.meshws.it.application;

import io.meshws.Command;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.transaction.Transactional;

/** Beans whose classes have a command's method several times: by bridges of the compiler, and by inheritance. */
public final class InheritedCommands {
    private InheritedCommands() {}

    /** Makes the compiler add a bridge to each implementation. */
    public interface Handler<T> {
        String handle(T payload);
    }

    /** Has an interceptor, for which CDI creates a subclass. */
    @ApplicationScoped
    @Transactional
    public static class OfInterface implements Handler<Person> {
        @Override
        @Command("inherited/generic")
        public String handle(Person person) {
            return person.name();
        }
    }

    /** Not public, so that its public subclass gets a bridge. */
    abstract static class Hidden {
        @Command("inherited/hidden")
        public String hidden(String text) {
            return text;
        }
    }

    @ApplicationScoped
    public static class Shown extends Hidden {}

    public abstract static class Wide {
        @Command("inherited/covariant")
        public Object answer(String text) {
            return "of the superclass: " + text;
        }
    }

    @RequestScoped
    public static class Narrow extends Wide {
        @Override
        @Command("inherited/covariant")
        public String answer(String text) {
            return text;
        }
    }
}
