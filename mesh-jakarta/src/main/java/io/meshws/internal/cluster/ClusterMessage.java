package io.meshws.internal.cluster;

import io.meshws.Audience;
import java.util.List;

/** A message from one instance to another. */
public sealed interface ClusterMessage {

    /** Roughly how long it is: the characters of the parts that an application or a client chose, and at least 1. */
    default int length() {
        return 1;
    }

    /** The {@link Target}s for which senders wait if it's late; none if nobody waits for such messages. */
    default List<String> targets() {
        return List.of();
    }

    private static int length(String text) {
        return text == null ? 1 : text.length();
    }

    /**
     * A frame for the receiver's connections that belong to the audience.
     *
     * @param frame the text frame, encoded once by the sender
     */
    record Delivery(Audience audience, String frame) implements ClusterMessage {
        @Override
        public int length() {
            return frame.length();
        }

        @Override
        public List<String> targets() {
            if (audience.connections() != null) {
                return List.of();
            }
            return List.of(audience.room() == null ? Target.EVERYONE : Target.room(audience.room()));
        }
    }

    /**
     * An event of another instance, for one that listens to its name ({@link EventBus}).
     *
     * @param sender the instance that sent it
     * @param payload JSON text
     */
    record Fired(String sender, String name, String payload) implements ClusterMessage {
        @Override
        public int length() {
            return payload.length();
        }
    }

    /** A name was taken, its holder went away or came back, or it is free ({@link NameStore}). */
    record NameChange(NameEntry entry) implements ClusterMessage {}

    /**
     * A change of a room that this instance watches.
     *
     * @param version one more than that of the previous change
     * @param time the store's time, in ms since 1970
     * @param changes JSON array of {@code ["join",id,user or null]}, {@code ["join",id,user or null,state]} for a
     *     member that comes back with a state, {@code ["leave",id]}, {@code ["state",id,state or null,silent]}
     */
    record PresenceChange(String room, PresenceDirectory.Version version, long time, String changes)
            implements ClusterMessage {}

    /**
     * From one end of a pipe to the other.
     *
     * @param sender the connection of the end that says it
     * @param receiver a connection of the receiving instance
     * @param by the name that the sender has
     * @param to the name that the receiver has, if it's still that
     * @param pipe the name of the pipe, or its id, as the step says
     * @param body JSON text, or null
     */
    record Piped(PipeStep step, String sender, String receiver, String by, String to, String pipe, String body)
            implements ClusterMessage {
        @Override
        public int length() {
            return ClusterMessage.length(body);
        }
    }

    /** The steps of a {@link Piped}, with the names that are sent. */
    enum PipeStep {
        /** The sender opened the pipe of this name; the body has its candidate and window. */
        WANT,
        /** The answer, if the receiver opened it too; the body has the end's own data, too. */
        OPEN,
        /** A frame for the client, through the pipe of this id. */
        PASS,
        /** The answer to a frame without a receiver: there is no pipe of this id. */
        UNKNOWN,
        /** The sender closed the pipe of this name; the body has both candidates, and an error if there is one. */
        CLOSED
    }

    /**
     * Asks the owner of a connection to do something with it.
     *
     * @param callId unique at the caller
     * @param caller the instance that waits for the {@link CallResult}
     * @param connectionId a connection of the receiver; null if the operation concerns several
     * @param argument defined by the operation; may be null
     * @param body JSON text, or null
     */
    record Call(
            String callId, String caller, OwnerOperation operation, String connectionId, String argument, String body)
            implements ClusterMessage {
        @Override
        public int length() {
            return ClusterMessage.length(argument) + ClusterMessage.length(body);
        }
    }

    /**
     * The end of a {@link Call}.
     *
     * @param result JSON text if it succeeded, else null
     * @param error the JSON text of an {@link io.meshws.protocol.ErrorBody} if it failed, else null
     */
    record CallResult(String callId, String result, String error) implements ClusterMessage {
        @Override
        public int length() {
            return ClusterMessage.length(result);
        }
    }

    /**
     * The sender gets on with messages for some targets more slowly than they come ({@link io.meshws.internal.limit.Late}).
     *
     * @param late some {@link Target}s
     * @param millis how long the last of their messages waited
     */
    record Late(List<String> late, long millis) implements ClusterMessage {
        @Override
        public int length() {
            return late.stream().mapToInt(String::length).sum();
        }
    }

    /**
     * A message of a channel, for an instance that subscribed to it ({@link ChannelLog}).
     *
     * @param place has an epoch that isn't empty
     */
    record Published(String channel, ChannelPlace place, String message) implements ClusterMessage {
        @Override
        public List<String> targets() {
            return List.of(Target.channel(channel));
        }
    }

    /**
     * A record changed, once or several times in a row. The message may arrive twice, and out of order with its
     * sender's other messages: the versions show where it belongs.
     *
     * @param base the version before the first step; each step is one version
     * @param last the version after the last step
     */
    record RecordChange(String recordId, RecordStore.Version base, RecordStore.Version last, List<RecordStep> steps)
            implements ClusterMessage {
        @Override
        public List<String> targets() {
            return List.of(Target.record(recordId));
        }
    }

    /**
     * A record came to a bucket of an index, has other values there, or is no longer in it ({@link RecordIndex}).
     *
     * @param version after the change
     * @param values null if the record is no longer in it
     */
    record IndexChange(RecordIndex.Bucket bucket, RecordIndex.Version version, String recordId, String values)
            implements ClusterMessage {}

    /**
     * Records that this instance follows were changed together.
     *
     * @param changes of different records; at least two
     */
    record RecordChanges(List<RecordChange> changes) implements ClusterMessage {
        @Override
        public List<String> targets() {
            return changes.stream().flatMap(change -> change.targets().stream()).toList();
        }
    }

    /**
     * This instance removed a record, because its time was over.
     *
     * @param value the former value, JSON text
     * @param version of the deletion
     */
    record RecordExpired(String recordId, String value, long version) implements ClusterMessage {}

    /**
     * One version of a record. Without patch and value the record was deleted.
     *
     * @param patch JSON text of the RFC 6902 patch that leads from the previous version to this one, starting with the
     *     empty object if that has no value; or null
     * @param value JSON text of the value; null if only the patch is sent
     */
    record RecordStep(String patch, String value) {
        public static final RecordStep DELETED = new RecordStep(null, null);

        public boolean isDeletion() {
            return patch == null && value == null;
        }

        /** The length of its texts. */
        public int characters() {
            return (patch == null ? 0 : patch.length()) + (value == null ? 0 : value.length());
        }
    }
}
