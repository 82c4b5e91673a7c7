package org.tapline.bridge.mime;

import java.util.Locale;
import java.util.regex.Pattern;

/// Whether a mail without a delivery status is a bounce all the same: sent by a mail system, and
/// saying that something was not delivered.
final class BounceWords {
    /// Characters of the text that are looked at: mail systems come to the point.
    private static final int LOOKED_AT = 8_192;

    private static final Pattern DAEMON =
            Pattern.compile(
                    "^\"?(?:mailer[-_.]?daemon|mail[-_.]?daemon|mmdf|uucp|mailerdaemon"
                            + "|post_?mast(?:er)?|mdaemon|mail[-_.]?delivery|maildelivery"
                            + "|bounces?|mailsystem|mail-?system|errors?|daemon|no-?reply-?bounce"
                            + "|mailadm|mailmaster|mrmailer|microsoftexchange[0-9a-f]*"
                            + "|system[- ]?administrator|smtp|mta[-_.].*|postoffice|internet)"
                            + "(?:[-+.0-9].*)?[\"\\\\]?@",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern DAEMON_NAME =
            Pattern.compile(
                    "mail(?:er)? ?(?:delivery|system|daemon)|mailer-daemon|delivery sub"
                            + "|postmaster|system administrator|mail administrator"
                            + "|mail ?server|exchange",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern SUBJECT =
            Pattern.compile(
                    "undeliver|delivery (?:status|failure|failed|notification|report|problem|error"
                            + "|delay|temporarily)|returned (?:mail|to sender|e-?mail)"
                            + "|failure notice|mail ?(?:delivery )?(?:failed|failure|error|failed)"
                            + "|not delivered|could not be delivered|can(?:no|')t be delivered"
                            + "|delayed mail|delivery delayed|mail could not|message status"
                            + "|non[- ]remi|nondeliverable|rejected|unzustellbar|nicht zugestellt"
                            + "|unable to deliver|mail system error|unknown (?:user|recipient|address)"
                            + "|user unknown|bounced?|warning: could not send|nachricht nicht"
                            + "|echec|échec|no se (?:ha )?p(?:udo|odido)|não (?:foi )?entreg"
                            + "|mancata consegna|недоставлен|не доставлен|配信|送信|退信|投递失败"
                            + "|problem delivering|dead letter|mail returned|returning message"
                            + "|undelivered|delivery of|(?:delivery|mail) warning|non-?delivery"
                            + "|message you sent|mail sent to you was",
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern TEXT =
            Pattern.compile(
                    "(?:could|can|was|were|has|have|is)(?: ?not|n't)(?: been| be| yet been)?"
                            + " ?(?:able to )?deliver"
                            + "|permanent (?:fatal )?error|fatal errors|delivery (?:failed|failure"
                            + "|has failed|attempt|to the following|error)|undeliver"
                            + "|unable to deliver|no such (?:user|recipient|mailbox|address)"
                            + "|user unknown|unknown user|mailbox (?:is )?(?:full|unavailable)"
                            + "|full mailbox|non-?delivery report"
                            + "|(?:quota|over its) (?:exceeded|limit)|returned to sender"
                            + "|did not reach|not (?:be )?reached|was rejected|does not exist"
                            + "|not delivered|transcript of session|unknown recipient"
                            + "|bounced|host unknown|will be returned|message was undeliverable"
                            + "|\\b[45]\\d\\d[ -]+[45]\\.\\d+\\.\\d+|\\b5[05]\\d[ -]+\\S",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern TITLE =
            Pattern.compile(
                    "[-*= ]{2,}(?:non-?delivery|delivery failure|undeliver\\w*)"
                            + "(?: report| notification| message)?[-*= ]*",
                    Pattern.CASE_INSENSITIVE);

    private BounceWords() {}

    static boolean areIn(MailKinds.Marks marks) {
        Headers headers = marks.headers();
        if (headers.has("X-Failed-Recipients")) {
            return true;
        }
        boolean report =
                Parameters.parse(headers.raw("Content-Type").orElse(""))
                        .get("report-type")
                        .filter(type -> type.equalsIgnoreCase("delivery-status"))
                        .isPresent();
        if (report) {
            return true;
        }
        boolean says = SUBJECT.matcher(marks.subject()).find();
        if (!says && AbsenceWords.inSubject(marks.subject())) {
            return false;
        }
        // the text last: looking through it costs more than reading the rest of the mail
        if (daemon(marks)) {
            return says || explains(marks.text());
        }
        boolean nobody = headers.raw("Return-Path").filter(BounceWords::nobody).isPresent();
        return says && (nobody || titled(marks.text())) && explains(marks.text());
    }

    /// `<>`, or what some mail systems make of it.
    private static boolean nobody(String path) {
        return path.equals("<>")
                || path.toLowerCase(Locale.ROOT).matches("<?mailer-daemon(?:@[^@]*)?");
    }

    /// Whether the first line is a heading that no person writes.
    private static boolean titled(String text) {
        return text.lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .filter(line -> TITLE.matcher(line).matches())
                .isPresent();
    }

    private static boolean explains(String text) {
        return TEXT.matcher(text.substring(0, Math.min(text.length(), LOOKED_AT))).find();
    }

    private static boolean daemon(MailKinds.Marks marks) {
        return marks.from().stream()
                .anyMatch(
                        from ->
                                DAEMON.matcher(from.address().toLowerCase(Locale.ROOT) + "@").find()
                                        || DAEMON_NAME.matcher(from.name()).find());
    }
}
