package org.tapline.cli.demo;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/// The mail of the demo: what comes in from outside, what is sent, and what must be on whose
/// timeline afterwards.
final class Conversation {
    static final String ANNA = "anna@acme.test";
    static final String BEN = "ben@acme.test";
    static final String CAROL = "carol@globex.test";
    static final String DAN = "dan@initech.test";

    private final SampleMailServer mailServer;
    private final MailClient anna;
    private final MailClient ben;
    private final String run = Long.toHexString(System.currentTimeMillis());
    private final List<Expected> expected = new ArrayList<>();

    /// @param messageId without angle brackets
    record Expected(String contact, String messageId) {}

    Conversation(SampleMailServer mailServer, MailClient anna, MailClient ben) {
        this.mailServer = mailServer;
        this.anna = anna;
        this.ben = ben;
    }

    /// Everything in the order it happens.
    ///
    /// @return what the timelines must show
    List<Expected> play() throws MessagingException, IOException {
        MimeMessage question =
                mail(anna.session(), 1, "Carol Jones <" + CAROL + ">", "Anna Berg <" + ANNA + ">");
        question.setSubject("Question about your offer");
        question.setText("Dear Anna,\n\ndoes the price include delivery?\n\nCarol\n");
        question.saveChanges();
        mailServer.deliver(ANNA, question);
        anna.readInbox();
        expect(CAROL, question);

        MimeMessage answer =
                mail(anna.session(), 2, "Anna Berg <" + ANNA + ">", "Carol Jones <" + CAROL + ">");
        answer.setSubject("Re: Question about your offer");
        answer.setHeader("In-Reply-To", question.getMessageID());
        answer.setHeader("References", question.getMessageID());
        answer.setText("Dear Carol,\n\nit does. I look forward to your order.\n\nAnna\n");
        anna.send(answer);
        anna.fileIn("Sent", answer);
        expect(CAROL, answer);

        MimeMessage visit = mail(ben.session(), 3, "Ben Ode <" + BEN + ">", "Dan Wu <" + DAN + ">");
        visit.setSubject("Visit on Thursday");
        visit.setRecipients(Message.RecipientType.BCC, CAROL);
        visit.setText("Dan,\n\nwe shall be there at ten.\n\nBen\n");
        ben.send(visit);
        expect(DAN, visit);
        expect(CAROL, visit);

        MimeMessage agreed =
                mail(ben.session(), 4, "Dan Wu <" + DAN + ">", "Ben Ode <" + BEN + ">");
        agreed.setSubject("Re: Visit on Thursday");
        agreed.setHeader("In-Reply-To", visit.getMessageID());
        agreed.setText("Ten is fine.\n\nDan\n");
        agreed.saveChanges();
        mailServer.deliver(BEN, agreed);
        ben.readInbox();
        expect(DAN, agreed);

        MimeMessage lunch =
                mail(anna.session(), 5, "Anna Berg <" + ANNA + ">", "Ben Ode <" + BEN + ">");
        lunch.setSubject("Lunch?");
        lunch.setText("At one?\n");
        anna.send(lunch);
        return List.copyOf(expected);
    }

    private void expect(String contact, MimeMessage message) throws MessagingException {
        expected.add(new Expected(contact, message.getMessageID().replaceAll("^<|>$", "")));
    }

    private MimeMessage mail(Session session, int number, String from, String to)
            throws MessagingException {
        String messageId = "<" + number + "." + run + "@demo.test>";
        MimeMessage message =
                new MimeMessage(session) {
                    @Override
                    protected void updateMessageID() throws MessagingException {
                        setHeader("Message-ID", messageId);
                    }
                };
        message.setHeader("Message-ID", messageId);
        message.setFrom(new InternetAddress(from));
        message.setRecipients(Message.RecipientType.TO, to);
        message.setHeader(
                "Date",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
        return message;
    }
}
