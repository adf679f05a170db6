package io.meshws.internal.collection;

import java.util.Map;

/** Follows a bucket of an index. Called in tasks of its replica: one call at a time, which should only enqueue. */
interface IndexListener {

    /** Called first, with the contents of the bucket: values by record id. */
    void begins(Map<String, String> entries);

    /** Called with the changes since the last call: values by record id, null for records that are no longer in it. */
    void changed(Map<String, String> changes);

    /** The bucket could not be read; nothing more will come. */
    void failed(Throwable failure);
}
