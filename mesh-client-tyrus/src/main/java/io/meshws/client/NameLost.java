package io.meshws.client;

/**
 * A client lost a name that it had.
 *
 * @param why {@code ENAMETAKEN} if another holder has it now; {@code EFORBIDDEN} if the server took it away, or does not
 *     let the client have it any more
 */
public record NameLost(String name, MeshClientException why) {}
