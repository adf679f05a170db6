package io.meshws.internal.command;

import io.meshws.CommandChain;
import io.meshws.CommandHandler;
import io.meshws.CommandMiddleware;
import io.meshws.MeshContext;
import io.meshws.internal.host.AppStages;
import io.meshws.internal.host.Carried;
import io.meshws.protocol.BuiltIn;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The route of a command: its middleware in order, then its handler. Immutable.
 *
 * @param isOpen to clients that have to sign in and didn't, too
 */
record CommandRoute(CommandHandler handler, List<CommandMiddleware> middleware, boolean isOpen) {

    /**
     * Returns the result, or a stage of it.
     *
     * @param scope of this thread, which has begun; after asynchronous middleware it surrounds the rest, on another thread
     * @param stages passes stages of mesh's own handlers on to middleware
     */
    Object run(MeshContext context, CommandScope scope, AppStages stages) throws Exception {
        if (!middleware.isEmpty()) {
            return new Rest(context, scope, stages, 0).here();
        }
        Object before = Carried.set(context.connection());
        try {
            return handler.handle(context);
        } finally {
            Carried.set(before);
        }
    }

    private final class Rest implements CommandChain {
        private final MeshContext context;
        private final CommandScope scope;
        private final AppStages stages;
        private final int next;
        private boolean begun;

        Rest(MeshContext context, CommandScope scope, AppStages stages, int next) {
            this.context = context;
            this.scope = scope;
            this.stages = stages;
            this.next = next;
        }

        @Override
        public CompletionStage<Object> proceed() {
            if (begun) {
                return CompletableFuture.failedFuture(new IllegalStateException("proceed() may be called only once"));
            }
            begun = true;
            Runnable end = scope.begin();
            try {
                return here();
            } finally {
                end.run();
            }
        }

        /** In the scope of this thread. */
        CompletionStage<Object> here() {
            Object before = Carried.set(context.connection());
            try {
                return next < middleware.size() ? around(middleware.get(next)) : stage(handler.handle(context));
            } catch (Exception | Error e) {
                return CompletableFuture.failedFuture(e);
            } finally {
                Carried.set(before);
            }
        }

        private CompletionStage<Object> around(CommandMiddleware middleware) throws Exception {
            CompletionStage<Object> stage = middleware.handle(context, new Rest(context, scope, stages, next + 1));
            if (stage == null) {
                throw new IllegalStateException(middleware.getClass().getName() + " returned null instead of a stage");
            }
            return stage;
        }

        private CompletionStage<Object> stage(Object result) {
            if (result instanceof CompletionStage<?> stage) {
                // The application's own stages complete on the thread that it chooses.
                boolean own = !context.command().startsWith(BuiltIn.PREFIX);
                return (own ? stage : stages.of(context.command(), stage)).thenApply(value -> (Object) value);
            }
            return CompletableFuture.completedFuture(result);
        }
    }
}
