package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.ChannelEntry;
import io.meshws.internal.cluster.UnsavedMessages;
import io.meshws.spi.KeptMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The unsaved messages of a channel are in its slot; the script that publishes adds them. One sorted set names the channels that may
 * have some. A channel is noted there before it gets one, with a ticket; and before the note is removed, that is written in the
 * channel's slot, so that no publication relies on a ticket that is no longer noted. Thread-safe.
 */
final class RedisMessages implements UnsavedMessages {
    private final Scripts scripts;
    private final Keys keys;
    private final String ttlMillis;
    private final UnsavedSet channels;
    /** When this instance took each channel, until it knows more about it. */
    private final Map<String, Long> taken = new ConcurrentHashMap<>();
    /** The tickets of this instance. */
    private final Notes notes = new Notes((channel, ticket) -> noted(channel, 0));

    RedisMessages(Scripts scripts, Keys keys, Duration ttl) {
        this.scripts = scripts;
        this.keys = keys;
        this.ttlMillis = Long.toString(ttl.toMillis());
        this.channels = new UnsavedSet(scripts, keys.unsavedChannels());
    }

    /** Redis may have lost the notes. */
    void rejoined() {
        notes.lost();
    }

    /** Completes with the ticket of the note. */
    CompletionStage<String> note(String channel, long delayMillis) {
        return noted(channel, delayMillis).thenApply(ticket -> Long.toString(ticket));
    }

    private CompletableFuture<Long> noted(String channel, long delayMillis) {
        return notes.add(
                channel,
                () -> scripts.<Long>eval(
                        Script.NOTE_UNSAVED,
                        List.of(keys.unsavedChannels()),
                        List.of(channel, Long.toString(delayMillis))));
    }

    @Override
    public CompletionStage<Taken> take(int limit, Duration ahead) {
        notes.addAgain();
        return channels.take(limit, ahead).thenApply(found -> {
            found.taken().names().forEach(channel -> taken.put(channel, found.timeMillis()));
            return found.taken();
        });
    }

    @Override
    public CompletionStage<Void> putOff(Collection<String> names, Duration time) {
        names.forEach(taken::remove);
        return channels.putOff(names, time);
    }

    @Override
    public CompletionStage<Void> empty(String channel) {
        Long time = taken.remove(channel);
        if (time == null) {
            return putOff(List.of(channel), Duration.ZERO);
        }
        return scripts.<Long>eval(
                        Script.UNLIST_CHANNEL,
                        List.of(keys.channel(channel), keys.channelUnsaved(channel)),
                        List.of(Long.toString(time)))
                .thenCompose(unlisted -> unlisted == 0
                        ? putOff(List.of(channel), Duration.ZERO)
                        : done(
                                Script.FORGET_UNSAVED,
                                keys.unsavedChannels(),
                                List.of(channel, Long.toString(time + CLAIM.toMillis()))));
    }

    @Override
    public CompletionStage<List<KeptMessage>> after(String channel, long offset, int limit) {
        return read(channel, "0", offset, limit);
    }

    @Override
    public CompletionStage<List<KeptMessage>> before(String channel, long offset, int limit) {
        return read(channel, "1", offset, limit);
    }

    private CompletionStage<List<KeptMessage>> read(String channel, String newestFirst, long offset, int limit) {
        return scripts.<List<String>>eval(
                        Script.READ_UNSAVED_MESSAGES,
                        List.of(keys.channelUnsaved(channel)),
                        List.of(
                                newestFirst,
                                Long.toString(offset),
                                Integer.toString(limit),
                                Integer.toString(MAX_CHARACTERS)))
                .thenApply(entries ->
                        entries.stream().map(entry -> message(channel, entry)).toList());
    }

    private static KeptMessage message(String channel, String entry) {
        int place = entry.indexOf(' ');
        int colon = entry.indexOf(':', place);
        int text = entry.indexOf(' ', colon);
        return new KeptMessage(
                channel,
                entry.substring(0, place),
                Long.parseLong(entry.substring(place + 1, colon)),
                Long.parseLong(entry.substring(colon + 1, text)),
                ChannelEntry.content(entry.substring(text + 1)));
    }

    @Override
    public CompletionStage<Void> saved(String channel, List<KeptMessage> messages) {
        List<String> arguments = new ArrayList<>();
        messages.forEach(one -> arguments.addAll(List.of(Long.toString(one.offset()), one.epoch())));
        return done(Script.SAVED_MESSAGES, keys.channelUnsaved(channel), arguments);
    }

    private CompletionStage<Void> done(Script script, String key, List<String> arguments) {
        return scripts.<Long>eval(script, List.of(key), arguments).thenApply(one -> null);
    }

    @Override
    public CompletionStage<Void> resume(String channel, long offset) {
        return scripts.<Long>eval(
                        Script.RESUME_CHANNEL,
                        List.of(
                                keys.channel(channel),
                                keys.channelHistory(channel),
                                keys.channelPublications(channel),
                                keys.channelUnsaved(channel)),
                        List.of(Publications.newEpoch(), Long.toString(offset), ttlMillis))
                .thenApply(one -> null);
    }
}
