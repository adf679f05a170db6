package io.meshws.internal.instance;

import java.util.Optional;

/** The part of this instance's description that doesn't change while it runs; see {@link io.meshws.InstanceInfo}. */
public record Self(String name, Optional<String> address, Optional<String> version) {}
