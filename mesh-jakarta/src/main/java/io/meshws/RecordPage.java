package io.meshws;

import java.util.List;
import java.util.Optional;

/**
 * A part of the records that {@link RecordCollections#list} found.
 *
 * @param next for {@link ListOptions#after}; empty if this was the last part
 * @param <T> the type that the records were mapped to
 */
public record RecordPage<T>(List<T> records, Optional<String> next) {}
