package io.meshws.internal.cluster;

import io.meshws.internal.cluster.RecordStore.Version;
import io.meshws.spi.KeptRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The epoch, write and deadline that belong to a version of a kept record; as text, with spaces between.
 *
 * @param deadlineMillis when the time of the record is over, since 1970; 0 if it has no end
 */
public record KeptMark(String epoch, String write, long deadlineMillis) {
    private static final Pattern TEXT = Pattern.compile("([\\w.-]{1,40}) ([\\w.-]{1,40}) (\\d{1,15})");

    /** Reads the mark; a record that mesh didn't write begins another epoch. */
    public static KeptMark of(KeptRecord kept) {
        Matcher parts = TEXT.matcher(kept.mark());
        if (parts.matches()) {
            return new KeptMark(parts.group(1), parts.group(2), Long.parseLong(parts.group(3)));
        }
        String epoch = ConnectionId.newInstanceId();
        return new KeptMark(epoch, epoch, 0);
    }

    public Version version(long number) {
        return new Version(epoch, write, number);
    }

    public String text() {
        return epoch + " " + write + " " + deadlineMillis;
    }
}
