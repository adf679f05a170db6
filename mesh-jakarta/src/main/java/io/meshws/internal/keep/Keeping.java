package io.meshws.internal.keep;

import io.meshws.KeepOptions;
import io.meshws.spi.RecordKeeper;

/** How some records are kept. */
record Keeping(RecordKeeper keeper, KeepOptions options, RecordLoader loader) {}
