package org.tapline.bridge.mailbox;

/// The address belongs to another user.
public class AddressTaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AddressTaken(String address, String owner) {
        super("address " + address + " already belongs to user " + owner);
    }
}
