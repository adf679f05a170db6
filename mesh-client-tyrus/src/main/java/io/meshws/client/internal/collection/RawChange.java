package io.meshws.client.internal.collection;

import java.util.List;

/** A difference of a collection. */
record RawChange(List<RawRecord> added, List<String> removed, List<RawRecord> changed) {}
