package io.meshws.internal.keep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives a batch to a keeper: as a whole, and if that fails one by one, as long as it is worth it. Runs on a worker. Not
 * thread-safe.
 *
 * @param <T> the items that are saved
 */
final class SaveAttempt<T> {
    /** If so many fail one after the other, and none was saved, the keeper itself is probably away. */
    private static final int ENOUGH = 3;

    private final List<T> saved = new ArrayList<>();
    private final Map<T, Throwable> failed = new LinkedHashMap<>();
    /** Not tried alone. */
    private final List<T> left = new ArrayList<>();

    private boolean answered;

    interface Saving<T> {
        /** Returns the saved items; notes the fate of the others elsewhere. */
        List<T> of(List<T> batch) throws Exception;
    }

    /** Never throws. */
    SaveAttempt<T> all(List<T> batch, Saving<T> saving) {
        if (batch.isEmpty()) {
            return this;
        }
        Optional<Throwable> failure = tried(batch, saving);
        if (failure.isEmpty()) {
            return this;
        }
        if (batch.size() == 1) {
            failed.put(batch.get(0), failure.get());
            return this;
        }
        int inVain = 0;
        for (T one : batch) {
            if (inVain == ENOUGH) {
                left.add(one);
                continue;
            }
            Optional<Throwable> alone = tried(List.of(one), saving);
            alone.ifPresent(why -> failed.put(one, why));
            // Once one is saved, the keeper is there.
            inVain = alone.isPresent() && !answered ? inVain + 1 : 0;
        }
        return this;
    }

    private Optional<Throwable> tried(List<T> batch, Saving<T> saving) {
        try {
            saved.addAll(saving.of(batch));
            answered = true;
            return Optional.empty();
        } catch (Throwable e) {
            return Optional.of(e);
        }
    }

    /** It could not be saved, alone or with others, because of its own content. */
    void failed(T one, Throwable why) {
        failed.put(one, why);
    }

    List<T> saved() {
        return saved;
    }

    Map<T, Throwable> failed() {
        return failed;
    }

    List<T> left() {
        return left;
    }
}
