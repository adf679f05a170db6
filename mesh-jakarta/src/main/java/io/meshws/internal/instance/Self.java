package io.meshws.internal.instance;

import java.util.Optional;

/** What this instance says of itself, and doesn't change while it runs; see {@link io.meshws.InstanceInfo}. */
public record Self(String name, Optional<String> address, Optional<String> version) {}
