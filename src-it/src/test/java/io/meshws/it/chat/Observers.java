package io.meshws.it.chat;

import io.meshws.CommandException;
import io.meshws.ConnectionOpened;
import io.meshws.protocol.Change;
import io.meshws.protocol.Json;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;

/** Observes posts, one after the other; each observer tells the author that it runs. */
@ApplicationScoped
public class Observers {
    void second(@Observes @Priority(200) ConnectionOpened event) {
        event.connection().send("opened", "second");
    }

    void first(@Observes @Priority(100) ConnectionOpened event) {
        event.connection().send("opened", "first");
    }

    void announce(@Observes @Priority(300) Posted post) {
        told(post, "announced");
        post.room().emitExcept(post.by(), "posted", post.text());
    }

    void moderate(@Observes @Priority(100) Posted post) {
        told(post, "moderated");
        if (post.text().equals("spam")) {
            throw new CommandException("ESPAM", "No advertisements, please");
        }
        if (post.text().equals("bug")) {
            throw new IllegalStateException("internal words");
        }
    }

    void keep(@Observes @Priority(200) Posted post) {
        told(post, "kept");
        Map<String, String> message = Map.of("by", post.by().id(), "text", post.text());
        post.room().state().change(Change.push("/messages", message).keep(2));
    }

    /** Beside the reply, and before it. */
    private static void told(Posted post, String what) {
        post.by().send("progress", Json.string(what + " " + post.text()));
    }
}
