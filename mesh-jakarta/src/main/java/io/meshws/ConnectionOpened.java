package io.meshws;

/** CDI event: a client connected to this instance. Observers run before its first command. */
public record ConnectionOpened(MeshConnection connection) {}
