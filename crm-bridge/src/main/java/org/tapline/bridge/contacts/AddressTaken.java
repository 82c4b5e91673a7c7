package org.tapline.bridge.contacts;

/// The address belongs to another contact.
public class AddressTaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long owner;

    public AddressTaken(String address, long owner, String name, boolean deleted) {
        super(
                "address "
                        + address
                        + " already belongs to contact "
                        + owner
                        + (name.isBlank() ? "" : " (" + name + ")")
                        + (deleted ? ", which is deleted: restore it instead" : ""));
        this.owner = owner;
    }

    /// Id of the contact that has it.
    public long owner() {
        return owner;
    }
}
