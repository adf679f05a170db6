package io.meshws.keeper.jpa;

import io.meshws.spi.KeptRecord;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * A record in the table {@code mesh_record}, which is that of {@code mesh-keeper-jdbc} too. To be listed as {@code <class>} in the
 * application's persistence unit. Applications may query it, and must not change it.
 */
@Entity(name = "MeshRecord")
@Table(name = "mesh_record")
public class RecordRow {
    @Id
    @Column(length = 256)
    private String id;

    @Column(nullable = false)
    private long version;

    /** Not a {@code @Lob}, which Hibernate would put elsewhere in PostgreSQL. */
    @Column(columnDefinition = "TEXT")
    private String content;

    @Column(length = KeptRecord.MAX_MARK, nullable = false)
    private String mark;

    protected RecordRow() {}

    RecordRow(KeptRecord kept) {
        id = kept.recordId();
        accept(kept);
    }

    final void accept(KeptRecord kept) {
        version = kept.version();
        content = kept.value();
        mark = kept.mark();
    }

    KeptRecord kept() {
        return new KeptRecord(id, version, content, mark == null ? "" : mark);
    }

    /** Of the record. */
    public String getId() {
        return id;
    }

    public long getVersion() {
        return version;
    }

    /** The value as JSON text; null if the record was deleted. */
    public String getContent() {
        return content;
    }
}
