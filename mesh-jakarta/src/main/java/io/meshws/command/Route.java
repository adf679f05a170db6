package io.meshws.command;

import io.meshws.CommandChain;
import io.meshws.CommandHandler;
import io.meshws.CommandMiddleware;
import io.meshws.MeshContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A command's way: its middleware in order, then its handler. Immutable. */
record Route(CommandHandler handler, List<CommandMiddleware> middleware) {

    /** The result, or a stage of it. */
    Object run(MeshContext context) throws Exception {
        return middleware.isEmpty() ? handler.handle(context) : new Rest(context, 0).proceed();
    }

    private final class Rest implements CommandChain {
        private final MeshContext context;
        private final int next;
        private boolean begun;

        Rest(MeshContext context, int next) {
            this.context = context;
            this.next = next;
        }

        @Override
        public CompletionStage<Object> proceed() {
            if (begun) {
                return CompletableFuture.failedFuture(new IllegalStateException("proceed() runs the rest once"));
            }
            begun = true;
            try {
                return next < middleware.size() ? around(middleware.get(next)) : stage(handler.handle(context));
            } catch (Exception | Error e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        private CompletionStage<Object> around(CommandMiddleware middleware) throws Exception {
            CompletionStage<Object> stage = middleware.handle(context, new Rest(context, next + 1));
            if (stage == null) {
                throw new IllegalStateException(middleware.getClass().getName() + " returned null instead of a stage");
            }
            return stage;
        }

        private static CompletionStage<Object> stage(Object result) {
            return result instanceof CompletionStage<?> stage
                    ? stage.thenApply(value -> (Object) value)
                    : CompletableFuture.completedFuture(result);
        }
    }
}
