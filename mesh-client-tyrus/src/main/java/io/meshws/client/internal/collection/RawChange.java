package io.meshws.client.internal.collection;

import java.util.List;

/** What is different in a collection. */
record RawChange(List<RawRecord> added, List<String> removed, List<RawRecord> changed) {}
