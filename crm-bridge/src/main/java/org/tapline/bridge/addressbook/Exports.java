package org.tapline.bridge.addressbook;

import de.siegmar.fastcsv.writer.CsvWriter;
import ezvcard.VCard;
import ezvcard.VCardVersion;
import ezvcard.io.text.VCardWriter;
import ezvcard.property.Email;
import ezvcard.property.StructuredName;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tapline.bridge.audit.Audit;
import org.tapline.bridge.contacts.Contact;
import org.tapline.bridge.contacts.Contacts;

/// Writes all contacts that are not deleted, the oldest first.
public final class Exports {
    /// Contacts held at once.
    private static final int PIECE = 1_000;

    private final Contacts contacts;
    private final Audit audit;

    public Exports(Contacts contacts, Audit audit) {
        this.contacts = contacts;
        this.audit = audit;
    }

    /// What an export is written in.
    public enum Format {
        CSV,
        VCARD3,
        VCARD4
    }

    /// @param actor for the audit log
    public void write(Format format, Writer out, String actor) throws IOException {
        audit.change(
                actor, "contact.export", "contacts", Optional.empty(), Optional.of(format.name()));
        switch (format) {
            case CSV -> csv(out);
            case VCARD3 -> vcards(VCardVersion.V3_0, out);
            case VCARD4 -> vcards(VCardVersion.V4_0, out);
        }
        out.flush();
    }

    /// Each contact, some of them in memory.
    private interface Each {
        void contact(Contact contact) throws IOException;
    }

    private void all(Each each) throws IOException {
        List<Contact> piece = contacts.from(0, PIECE);
        while (!piece.isEmpty()) {
            for (Contact contact : piece) {
                each.contact(contact);
            }
            piece = contacts.from(piece.getLast().id(), PIECE);
        }
    }

    private void csv(Writer out) throws IOException {
        CsvWriter csv = CsvWriter.builder().build(out);
        csv.writeRecord("id", "name", "company", "email", "further_emails", "origin", "created_at");
        all(
                contact ->
                        csv.writeRecord(
                                Long.toString(contact.id()),
                                CellGuard.written(contact.name()),
                                CellGuard.written(contact.company().orElse("")),
                                CellGuard.written(
                                        contact.emails().stream()
                                                .map(Contact.Email::address)
                                                .findFirst()
                                                .orElse("")),
                                CellGuard.written(
                                        contact.emails().stream()
                                                .skip(1)
                                                .map(Contact.Email::address)
                                                .collect(Collectors.joining(";"))),
                                contact.origin(),
                                contact.createdAt().toString()));
        csv.flush();
    }

    private void vcards(VCardVersion version, Writer out) throws IOException {
        VCardWriter cards = new VCardWriter(out, version);
        cards.setAddProdId(false);
        all(contact -> cards.write(card(contact)));
        cards.flush();
    }

    private static VCard card(Contact contact) {
        VCard card = new VCard();
        card.setFormattedName(contact.name());
        StructuredName name = new StructuredName();
        name.setGiven(contact.name());
        card.setStructuredName(name);
        contact.company().ifPresent(card::setOrganization);
        for (Contact.Email each : contact.emails()) {
            Email email = new Email(each.address());
            if (each.primary()) {
                email.setPref(1);
            }
            card.addEmail(email);
        }
        return card;
    }
}
