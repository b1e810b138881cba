package io.pilothouse.store;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;

/// The store cannot be opened because its file is damaged.
public final class DamagedStoreException extends StoreException {

    private static final long serialVersionUID = 1L;

    private final transient DamagedStore damage;

    DamagedStoreException(DamagedStore damage, Throwable cause) {
        super(explain(damage), cause);
        this.damage = damage;
    }

    public DamagedStore damage() {
        return damage;
    }

    private static Problem explain(DamagedStore damage) {
        return damage.copies().isEmpty()
                ? new Problem(
                        ProblemCode.STORE_DAMAGED,
                        "The store " + damage.store() + " failed its check, and there is no good copy of it.",
                        "Restore a backup file of yours, or start with an empty folder by --data.")
                : new Problem(
                        ProblemCode.STORE_DAMAGED,
                        "The store " + damage.store() + " failed its check. Newest good copy: "
                                + damage.copies().getFirst().at() + ", "
                                + counted(damage.copies().getFirst().instances()) + ".",
                        "Restore the copy " + damage.copies().getFirst().file().getFileName()
                                + "; the damaged file is kept.");
    }

    private static String counted(int instances) {
        return instances + (instances == 1 ? " instance" : " instances");
    }
}
