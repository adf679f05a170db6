package io.meshws.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meshws.Records;
import io.meshws.protocol.MergeStrategy;
import io.meshws.sample.Visitors.Visitor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonString;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Passes that nobody can forge: the visitor and an HMAC of it, so that an instance stores nothing of its visitors. All instances
 * have the same key: it is in a record that is exposed to no client, and the first instance that needs it writes it.
 */
@ApplicationScoped
public class Passes {
    private static final String KEY = "secret:passes";
    private static final String ALGORITHM = "HmacSHA256";

    @Inject
    private Records records;

    private volatile SecretKeySpec known;

    CompletionStage<String> write(Visitor visitor) {
        String content = encode((visitor.id() + "\n" + visitor.hue() + "\n" + visitor.name()).getBytes(UTF_8));
        return key().thenApply(key -> content + "." + encode(sign(content, key)));
    }

    /** Empty if the pass is forged, or of a cluster that is no more. */
    CompletionStage<Optional<Visitor>> read(String pass) {
        return key().thenApply(key -> {
            try {
                String[] parts = pass.split("\\.", 2);
                if (parts.length < 2
                        || !MessageDigest.isEqual(
                                sign(parts[0], key), Base64.getUrlDecoder().decode(parts[1]))) {
                    return Optional.empty();
                }
                String[] fields = new String(Base64.getUrlDecoder().decode(parts[0]), UTF_8).split("\n", 3);
                return Optional.of(new Visitor(fields[0], fields[2], Integer.parseInt(fields[1])));
            } catch (IllegalArgumentException notBase64) {
                return Optional.empty();
            }
        });
    }

    private CompletionStage<SecretKeySpec> key() {
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        byte[] fresh = new byte[32];
        new SecureRandom().nextBytes(fresh);
        return records.write(KEY, encode(fresh), MergeStrategy.REPLACE, 0)
                .handle((written, orThereIsOne) -> null)
                .thenCompose(done -> records.get(KEY))
                .thenApply(found -> {
                    String text = ((JsonString) found.value().orElseThrow()).getString();
                    return known = new SecretKeySpec(Base64.getUrlDecoder().decode(text), ALGORITHM);
                });
    }

    private static byte[] sign(String content, SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(content.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has " + ALGORITHM, e);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
