package io.meshws.internal.cdi;

import io.meshws.CommandException;
import io.meshws.CommandHandler;
import io.meshws.FromClients;
import io.meshws.protocol.ErrorCode;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.lang.reflect.Type;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A class of events that clients fire: a command with the event as its payload. */
record ClientEvent(Class<?> type) {
    String command() {
        return type.getAnnotation(FromClients.class).value();
    }

    /** @throws IllegalArgumentException if the annotations of the class contradict each other */
    CommandCallers callers() {
        return CommandCallers.of(type);
    }

    /** @param fire fires a valid event; the command is answered when the stage completes */
    CommandHandler handler(BeanManager beans, Function<Object, CompletionStage<Void>> fire) {
        CommandCallers callers = callers();
        return context -> {
            callers.check(context.connection());
            Object event = context.payload((Type) type);
            if (event == null) {
                throw new CommandException(ErrorCode.EPAYLOAD, "payload: an event must not be null");
            }
            Constraints.check(event, beans);
            return fire.apply(event);
        };
    }

    @Override
    public String toString() {
        return "@FromClients(\"" + command() + "\") on " + type.getName();
    }

    /** A plain servlet container may have no Bean Validation; then there are no constraints. */
    private static final class Constraints {
        private static final boolean AVAILABLE = isAvailable();

        static void check(Object event, BeanManager beans) {
            if (AVAILABLE) {
                Validation.check(event, beans);
            }
        }

        private static boolean isAvailable() {
            try {
                Class.forName("jakarta.validation.Validator", false, Constraints.class.getClassLoader());
                return true;
            } catch (ClassNotFoundException e) {
                return false;
            }
        }
    }

    /** Loaded only if the API is available. */
    private static final class Validation {
        static void check(Object event, BeanManager beans) {
            Instance<Validator> validator = beans.createInstance().select(Validator.class);
            if (validator.isResolvable()) {
                Set<ConstraintViolation<Object>> violations = validator.get().validate(event);
                if (!violations.isEmpty()) {
                    throw new ConstraintViolationException(violations);
                }
            }
        }
    }
}
