package org.tapline.bridge.policy;

/// Rules about what kind of mail it is (DESIGN section 6, rule 4). None of them is applied to mail
/// the user sent: whoever writes to a list, or sends an invitation, wrote it.
final class KindRules {

    private KindRules() {}

    /// @param trait of the messages the rule is about
    /// @param off the switch that excludes them
    /// @param noun what to call such a message
    private record Kind(MailTrait trait, PolicyKey<Boolean> off, Reason reason, String noun) {}

    static Verdict verdict(Rule rule, Facts facts, Policies policies) {
        Kind kind = kind(rule);
        if (!facts.traits().contains(kind.trait())) {
            return new Verdict.Pass("It is not %s.".formatted(kind.noun()));
        }
        if (facts.sent()) {
            return new Verdict.Pass(
                    "It looks like %s, but the user sent it.".formatted(kind.noun()));
        }
        return policies.get(kind.off())
                ? new Verdict.Exclude(
                        kind.reason(),
                        "It is %s (%s is on).".formatted(kind.noun(), kind.off().name()))
                : new Verdict.Pass(
                        "It is %s, but %s is off.".formatted(kind.noun(), kind.off().name()));
    }

    private static Kind kind(Rule rule) {
        return switch (rule) {
            case BOUNCE ->
                    new Kind(
                            MailTrait.BOUNCE, PolicyKeys.BOUNCE_EXCLUDE, Reason.BOUNCE, "a bounce");
            case AUTO_REPLY ->
                    new Kind(
                            MailTrait.AUTOMATIC_REPLY,
                            PolicyKeys.AUTO_REPLY_EXCLUDE,
                            Reason.AUTO_REPLY,
                            "an automatic reply");
            case BULK ->
                    new Kind(
                            MailTrait.BULK,
                            PolicyKeys.BULK_EXCLUDE,
                            Reason.BULK,
                            "a newsletter or list mail");
            case UNSUBSCRIBE ->
                    new Kind(
                            MailTrait.UNSUBSCRIBE_REQUEST,
                            PolicyKeys.BULK_EXCLUDE,
                            Reason.UNSUBSCRIBE,
                            "an unsubscribe request");
            case REPORT ->
                    new Kind(
                            MailTrait.ABUSE_REPORT,
                            PolicyKeys.REPORT_EXCLUDE,
                            Reason.REPORT,
                            "an abuse report");
            case CALENDAR ->
                    new Kind(
                            MailTrait.CALENDAR,
                            PolicyKeys.CALENDAR_EXCLUDE,
                            Reason.CALENDAR,
                            "calendar traffic");
            case MARK, SCOPE, DIRECTION, NEVER_LOG, INTERNAL, KNOWN_CONTACTS, BODY ->
                    throw new IllegalArgumentException(rule + " is not about kinds of mail");
        };
    }
}
