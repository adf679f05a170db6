package io.meshws.internal.instance;

import io.meshws.AttributeKey;
import io.meshws.Audience;
import io.meshws.ChangeGuard;
import io.meshws.ChannelPosition;
import io.meshws.Channels;
import io.meshws.CollectionResolver;
import io.meshws.CommandHandler;
import io.meshws.CommandMiddleware;
import io.meshws.Commands;
import io.meshws.Connections;
import io.meshws.Events;
import io.meshws.Guard;
import io.meshws.KeepOptions;
import io.meshws.ListOptions;
import io.meshws.MeshConnection;
import io.meshws.MeshServer;
import io.meshws.NameHandler;
import io.meshws.Names;
import io.meshws.Pipes;
import io.meshws.Presence;
import io.meshws.PublisherId;
import io.meshws.RecordQuery;
import io.meshws.RecordSelection;
import io.meshws.Records;
import io.meshws.RoomHandle;
import io.meshws.RoomState;
import io.meshws.Rooms;
import io.meshws.StateOptions;
import io.meshws.protocol.Change;
import io.meshws.protocol.MergeStrategy;
import io.meshws.spi.KeptRecord;
import io.meshws.spi.RecordKeeper;
import io.meshws.testing.TestChannelKeeper;
import io.meshws.testing.TestClient;
import io.meshws.testing.TestInstance;
import java.lang.reflect.Parameter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Everything that an application gets, and arguments for its methods. */
record Api(TestInstance instance, TestClient client) {
    private static final RecordKeeper KEEPER = new RecordKeeper() {
        @Override
        public Collection<KeptRecord> load(Set<String> recordIds) {
            return List.of();
        }

        @Override
        public Set<String> save(List<KeptRecord> batch) {
            return Set.of();
        }

        @Override
        public Set<String> delete(List<KeptRecord> batch) {
            return Set.of();
        }
    };

    Map<Class<?>, Object> facades() {
        return Map.ofEntries(
                Map.entry(MeshServer.class, instance.mesh),
                Map.entry(Commands.class, instance.mesh.commands()),
                Map.entry(Connections.class, instance.mesh.connections()),
                Map.entry(Rooms.class, instance.mesh.rooms()),
                Map.entry(Channels.class, instance.mesh.channels()),
                Map.entry(Records.class, instance.mesh.records()),
                Map.entry(Presence.class, instance.mesh.presence()),
                Map.entry(RoomHandle.class, instance.mesh.room("room")),
                Map.entry(RoomState.class, instance.mesh.room("room").state()),
                Map.entry(MeshConnection.class, client.connection()),
                Map.entry(Names.class, instance.mesh.names()),
                Map.entry(Pipes.class, instance.mesh.pipes()),
                Map.entry(Events.class, instance.mesh.events()));
    }

    Object argument(Parameter parameter) {
        Class<?> type = parameter.getType();
        if (type == String.class) {
            return parameter.getName().equals("connectionId") ? client.id() : "name";
        }
        if (type.isPrimitive()) {
            return type == long.class ? (Object) 1L : 1;
        }
        return Stream.of(
                        client.connection(),
                        Guard.ANYONE,
                        (ChangeGuard) (caller, record, changes) -> true,
                        AttributeKey.of("key"),
                        Pattern.compile("p"),
                        Duration.ofSeconds(1),
                        MergeStrategy.MERGE,
                        new Change[] {Change.increment("/n")},
                        new String[] {"name"},
                        Set.of(Change.Operation.INCREMENT),
                        StateOptions.DEFAULT,
                        ChannelPosition.NOTHING_PUBLISHED,
                        PublisherId.HIDDEN,
                        Audience.everyone(),
                        String.class,
                        (CommandHandler) context -> null,
                        (NameHandler) call -> null,
                        (CollectionResolver) (caller, collection) -> RecordSelection.ids("a"),
                        RecordQuery.of(Pattern.compile("p")),
                        ListOptions.records(),
                        KEEPER,
                        new TestChannelKeeper(),
                        KeepOptions.WRITE_BEHIND,
                        new CommandMiddleware[0],
                        (CommandMiddleware) (context, chain) -> chain.proceed(),
                        (Predicate<Object>) any -> true,
                        (Consumer<Object>) any -> {},
                        (BiConsumer<Object, Object>) (name, any) -> {},
                        (Function<Object, Object>) any -> Optional.empty())
                .filter(type::isInstance)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no argument for " + parameter));
    }
}
