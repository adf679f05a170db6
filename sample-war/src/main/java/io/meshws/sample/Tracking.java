package io.meshws.sample;

import io.meshws.Presence;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.regex.Pattern;

/** Who is in a room of the sample is shown to everyone who asks. */
@ApplicationScoped
public class Tracking {
    private static final Duration TTL = Duration.ofSeconds(30);

    void begin(@Observes @Initialized(ApplicationScoped.class) Object start, Presence presence) {
        presence.track(Pattern.compile("room:.*"), TTL);
    }
}
