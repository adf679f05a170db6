package io.meshws;

import java.time.Instant;
import java.util.Optional;

/**
 * An instance, as it described itself within the last seconds.
 *
 * @param id {@link MeshServer#instanceId()}; connection ids begin with it
 * @param name of its machine or container
 * @param address of its machine or container in the network; empty if it's not known
 * @param version the {@code Implementation-Version} in the manifest of the web application; empty if it has none
 * @param since when it joined, by Redis' clock
 * @param connections how many clients are connected to it
 * @param pipes how many ends of pipes these have
 */
public record InstanceInfo(
        String id,
        String name,
        Optional<String> address,
        Optional<String> version,
        Instant since,
        int connections,
        int pipes) {}
