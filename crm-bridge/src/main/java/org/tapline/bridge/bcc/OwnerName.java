package org.tapline.bridge.bcc;

/// How the owner of an address is written, which is how the command line names it: a user by
/// address, `7` for a contact, `company-7`, `deal-7`.
public final class OwnerName {
    private OwnerName() {}

    /// The name of a contact, company or deal.
    public static String of(Scope scope, long id) {
        return switch (scope) {
            case CONTACT -> Long.toString(id);
            case COMPANY, DEAL -> scope.label() + '-' + id;
            case ORGANISATION, USER ->
                    throw new IllegalArgumentException(scope.label() + " has no number");
        };
    }

    /// The number in a name that [#of] made.
    public static long id(String name) {
        return Long.parseLong(name.substring(name.indexOf('-') + 1));
    }
}
