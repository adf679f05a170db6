package io.meshws.internal.cluster.redis;

import io.meshws.internal.cluster.RecordIndex.Bucket;

/** The part of a bucket's key after {@link Keys#indexPrefix}, by which scripts know the bucket. */
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
