package io.meshws.it;

import java.util.List;

/** The lines of a server's log. */
final class LogLines {
    private LogLines() {}

    /** Whether one line has all of these parts, in this order. */
    static boolean contain(String log, List<String> parts) {
        return log.lines().anyMatch(line -> hasInOrder(line, parts));
    }

    private static boolean hasInOrder(String line, List<String> parts) {
        int from = 0;
        for (String part : parts) {
            int at = line.indexOf(part, from);
            if (at < 0) {
                return false;
            }
            from = at + part.length();
        }
        return true;
    }
}
