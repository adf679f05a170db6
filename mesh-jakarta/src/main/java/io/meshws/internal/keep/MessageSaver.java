package io.meshws.internal.keep;

import io.meshws.internal.cluster.UnsavedMessages;
import io.meshws.spi.ChannelKeeper;
import io.meshws.spi.KeptMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Gives unsaved messages to their keepers, those of several channels together. A message that is refused waits longer each time,
 * while its channel goes on; if a keeper seems to be away, the channel waits. Thread-safe.
 */
final class MessageSaver implements Saver.Saving {
    /** How many channels are read at a time. */
    private static final int CHANNELS = 16;

    private static final int MAX_REFUSED = 10_000;

    private final UnsavedMessages unsaved;
    private final Function<String, Optional<Keeping<ChannelKeeper, Long>>> keepings;
    private final Executor executor;
    private final LongSupplier nanos;
    private final KeeperLog log;
    private final Retries retries = new Retries();
    /** When to try each refused message again. */
    private final Map<String, Long> refused = new ConcurrentHashMap<>();

    /** The next part of a channel to read. */
    private record Part(Keeping<ChannelKeeper, Long> keeping, String channel, long after) {}

    /** @param executor runs keepers */
    MessageSaver(
            UnsavedMessages unsaved,
            Function<String, Optional<Keeping<ChannelKeeper, Long>>> keepings,
            Executor executor,
            LongSupplier nanos,
            KeeperLog log) {
        this.unsaved = unsaved;
        this.keepings = keepings;
        this.executor = executor;
        this.nanos = nanos;
        this.log = log;
    }

    /** The item of a message. */
    static String item(String channel, long offset) {
        return offset + " " + channel;
    }

    private static String item(KeptMessage message) {
        return item(message.channel(), message.offset());
    }

    @Override
    public CompletionStage<Map<String, Throwable>> save(List<String> channels) {
        Map<Keeping<ChannelKeeper, Long>, List<Part>> groups = new LinkedHashMap<>();
        List<String> others = new ArrayList<>();
        for (String channel : channels) {
            keepings.apply(channel)
                    .ifPresentOrElse(
                            keeping -> groups.computeIfAbsent(keeping, none -> new ArrayList<>())
                                    .add(new Part(keeping, channel, 0)),
                            () -> others.add(channel));
        }
        Map<String, Throwable> not = new LinkedHashMap<>();
        CompletionStage<Void> last =
                // Another instance keeps them.
                others.isEmpty() ? CompletableFuture.completedStage(null) : unsaved.putOff(others, Retries.MAX);
        for (List<Part> parts : groups.values()) {
            for (int from = 0; from < parts.size(); from += CHANNELS) {
                List<Part> some = parts.subList(from, Math.min(parts.size(), from + CHANNELS));
                last = last.thenCompose(done -> saveParts(some, not));
            }
        }
        return last.thenApply(done -> not);
    }

    /** Saves parts of channels that one keeper keeps, and then the parts after them. */
    private CompletionStage<Void> saveParts(List<Part> parts, Map<String, Throwable> not) {
        Keeping<ChannelKeeper, Long> keeping = parts.get(0).keeping();
        int batch = keeping.options().batch();
        List<CompletableFuture<List<KeptMessage>>> reads = parts.stream()
                .map(part -> unsaved.after(part.channel(), part.after(), batch).toCompletableFuture())
                .toList();
        return all(reads).thenCompose(done -> {
            List<KeptMessage> messages = new ArrayList<>();
            List<Part> next = new ArrayList<>();
            List<CompletionStage<Void>> told = new ArrayList<>();
            List<String> ended = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                Part part = parts.get(i);
                List<KeptMessage> found = reads.get(i).join();
                if (found.isEmpty() && part.after() == 0) {
                    told.add(unsaved.empty(part.channel()));
                } else if (found.size() < batch && length(found) <= UnsavedMessages.MAX_CHARACTERS) {
                    ended.add(part.channel());
                } else {
                    next.add(new Part(
                            keeping, part.channel(), found.get(found.size() - 1).offset()));
                }
                found.stream().filter(this::isDue).forEach(messages::add);
            }
            return save(keeping, messages, not).thenCompose(away -> {
                Map<Boolean, List<Part>> rest =
                        next.stream().collect(Collectors.partitioningBy(part -> away.containsKey(part.channel())));
                rest.get(true).forEach(part -> ended.add(part.channel()));
                told.addAll(putOff(ended, away));
                return all(told)
                        .thenCompose(ready -> rest.get(false).isEmpty()
                                ? CompletableFuture.completedStage(null)
                                : saveParts(rest.get(false), not));
            });
        });
    }

    private static long length(List<KeptMessage> messages) {
        return messages.stream().mapToLong(one -> one.content().length()).sum();
    }

    private boolean isDue(KeptMessage message) {
        Long time = refused.get(item(message));
        return time == null || nanos.getAsLong() - time >= 0;
    }

    /** To be looked at again at the next tick: then a channel that has nothing more is let go. */
    private List<CompletionStage<Void>> putOff(List<String> channels, Map<String, Duration> away) {
        Map<Duration, List<String>> times = new HashMap<>();
        channels.forEach(
                channel -> times.computeIfAbsent(away.getOrDefault(channel, Retries.FIRST), time -> new ArrayList<>())
                        .add(channel));
        List<CompletionStage<Void>> told = new ArrayList<>();
        times.forEach((time, some) -> told.add(unsaved.putOff(some, time)));
        return told;
    }

    /** Completes with the channels that wait because their keeper seems to be away, and for how long. */
    private CompletionStage<Map<String, Duration>> save(
            Keeping<ChannelKeeper, Long> keeping, List<KeptMessage> messages, Map<String, Throwable> not) {
        Map<String, Duration> away = new HashMap<>();
        CompletionStage<Void> last = CompletableFuture.completedStage(null);
        int batch = keeping.options().batch();
        for (int from = 0; from < messages.size(); from += batch) {
            List<KeptMessage> some = messages.subList(from, Math.min(messages.size(), from + batch));
            last = last.thenCompose(
                    done -> away.isEmpty() ? saveBatch(keeping, some, away, not) : left(some, away, not));
        }
        return last.thenApply(done -> away);
    }

    private CompletionStage<Void> saveBatch(
            Keeping<ChannelKeeper, Long> keeping,
            List<KeptMessage> some,
            Map<String, Duration> away,
            Map<String, Throwable> not) {
        return CompletableFuture.supplyAsync(
                        () -> new SaveAttempt<KeptMessage>().all(some, batch -> {
                            keeping.keeper().save(batch);
                            return batch;
                        }),
                        executor)
                .thenCompose(attempt -> {
                    attempt.failed().forEach((one, failure) -> {
                        log.notSaved(
                                keeping.keeper(), one.offset() + " of the channel \"" + one.channel() + "\"", failure);
                        not.put(item(one), failure);
                    });
                    if (attempt.left().isEmpty()) {
                        attempt.failed().keySet().forEach(this::refused);
                    } else {
                        List<KeptMessage> waiting =
                                new ArrayList<>(attempt.failed().keySet());
                        waiting.addAll(attempt.left());
                        waits(
                                waiting,
                                away,
                                attempt.failed().values().iterator().next(),
                                not);
                    }
                    return saved(attempt.saved());
                });
    }

    private void refused(KeptMessage message) {
        if (refused.size() >= MAX_REFUSED) {
            refused.clear();
        }
        refused.put(
                item(message), nanos.getAsLong() + retries.failed(item(message)).toNanos());
    }

    private CompletionStage<Void> left(List<KeptMessage> some, Map<String, Duration> away, Map<String, Throwable> not) {
        waits(some, away, not.values().iterator().next(), not);
        return CompletableFuture.completedStage(null);
    }

    private void waits(
            Collection<KeptMessage> some, Map<String, Duration> away, Throwable failure, Map<String, Throwable> not) {
        for (KeptMessage one : some) {
            not.putIfAbsent(item(one), failure);
            away.computeIfAbsent(one.channel(), retries::failed);
        }
    }

    private CompletionStage<Void> saved(List<KeptMessage> messages) {
        Map<String, List<KeptMessage>> byChannel = new LinkedHashMap<>();
        for (KeptMessage one : messages) {
            refused.remove(item(one));
            byChannel
                    .computeIfAbsent(one.channel(), channel -> new ArrayList<>())
                    .add(one);
        }
        retries.succeeded(byChannel.keySet());
        retries.succeeded(messages.stream().map(MessageSaver::item).toList());
        List<CompletionStage<Void>> told = new ArrayList<>();
        byChannel.forEach((channel, some) -> told.add(unsaved.saved(channel, some)));
        return all(told);
    }

    private static CompletionStage<Void> all(Collection<? extends CompletionStage<?>> stages) {
        return CompletableFuture.allOf(
                stages.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new));
    }
}
