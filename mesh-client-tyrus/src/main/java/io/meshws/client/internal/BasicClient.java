package io.meshws.client.internal;

import io.meshws.client.CollectionSubscription;
import io.meshws.client.CollectionUpdate;
import io.meshws.client.MeshClient;
import io.meshws.client.Pipe;
import io.meshws.client.Subscription;
import io.meshws.client.internal.pipe.Pipes;
import io.meshws.client.internal.runtime.Promise;
import java.lang.reflect.Type;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The state that all parts of a client share, with its collections and pipes. */
abstract class BasicClient implements MeshClient {
    final Core core;
    final Commands commands;

    BasicClient(Core core) {
        this.core = core;
        this.commands = new Commands(core);
    }

    /** For a future that completes on a thread that must not block. */
    final <S, T> CompletableFuture<T> promise(CompletableFuture<S> source, Function<S, T> convert) {
        return Promise.of(source, convert, core.executor(), () -> {});
    }

    /** A handle of a subscription, under the type that the application knows. */
    final <T> CompletableFuture<T> handle(CompletableFuture<? extends T> source) {
        return promise(source, handle -> handle);
    }

    @Override
    public <T> CompletableFuture<CollectionSubscription<T>> subscribeCollection(
            String collectionId, Type type, Consumer<CollectionUpdate<T>> listener) {
        commands.checkType(type);
        return handle(core.collections.subscribe(collectionId, type, listener));
    }

    @Override
    public CompletableFuture<Boolean> unsubscribeCollection(String collectionId) {
        return promise(core.collections.unsubscribeAll(collectionId), Answers::flag);
    }

    @Override
    public <T> CompletableFuture<Pipe<T>> openPipe(String self, String peer, String name, Type type) {
        checkPipe(type);
        return handle(core.pipes.<T>open(self, peer, name, type));
    }

    @Override
    public <T> Subscription onPipe(Pattern names, Class<T> type, Consumer<? super Pipe<T>> acceptor) {
        checkPipe(type);
        return core.pipes.onPipe(names, type, acceptor);
    }

    private void checkPipe(Type type) {
        if (!Pipes.areBytes(type)) {
            commands.checkType(type);
        }
    }
}
