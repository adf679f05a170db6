package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.RecordIndex.Bucket;

/** What follows {@link Keys#indexPrefix} in the key of a bucket; scripts know buckets by it. */
final class BucketName {
    private static final String END_OF_SLOT = "}:";

    private BucketName() {}

    static String of(Keys keys, Bucket bucket) {
        return keys.index(bucket.slot(), bucket.name())
                .substring(keys.indexPrefix().length());
    }

    static Bucket bucket(String name) {
        int end = name.indexOf(END_OF_SLOT);
        String slot =
                name.substring(0, end).replace("%7D", "}").replace("%7B", "{").replace("%25", "%");
        return new Bucket(slot, name.substring(end + END_OF_SLOT.length()));
    }
}
