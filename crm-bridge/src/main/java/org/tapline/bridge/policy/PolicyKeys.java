package org.tapline.bridge.policy;

import static org.tapline.bridge.policy.Level.MAILBOX;
import static org.tapline.bridge.policy.Level.ORGANISATION;
import static org.tapline.bridge.policy.Level.USER;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Every policy key (DESIGN section 9, and our own additions), in the order of `policy show`.
public final class PolicyKeys {

    private static final List<PolicyKey<?>> ALL = new ArrayList<>();
    private static final Set<Level> EVERYWHERE = Set.of(ORGANISATION, USER, MAILBOX);
    private static final Set<Level> ORGANISATION_ONLY = Set.of(ORGANISATION);
    private static final Set<Level> NOT_PER_MAILBOX = Set.of(ORGANISATION, USER);

    public static final PolicyKey<FolderScope> SYNC_FOLDERS =
            key(
                    "sync.folders",
                    FolderScope.STANDARD,
                    FolderScope.SYNTAX,
                    EVERYWHERE,
                    "Folders whose messages are taken in.");
    public static final PolicyKey<List<String>> SYNC_LABELS =
            key(
                    "sync.labels",
                    List.of(),
                    LabelScope.SYNTAX,
                    EVERYWHERE,
                    "Labels or keywords of which a message must carry one; all takes every message.");
    public static final PolicyKey<Integer> SYNC_FIRST_DAYS =
            key(
                    "sync.first-days",
                    3,
                    Syntaxes.number(0, 60),
                    EVERYWHERE,
                    "Days before enrolment that the first sync covers.");
    public static final PolicyKey<Choice.Direction> SYNC_DIRECTION =
            key(
                    "sync.direction",
                    Choice.Direction.TWO_WAY,
                    Choice.syntax(Choice.Direction.values()),
                    EVERYWHERE,
                    "One-way takes in nothing that the mailbox received.");
    public static final PolicyKey<String> CAPTURE_FOLDER =
            key(
                    "capture.folder",
                    "CRM",
                    Syntaxes.text("a folder's name"),
                    EVERYWHERE,
                    "A message moved into this folder is included by hand.");
    public static final PolicyKey<String> PRIVATE_FOLDER =
            key(
                    "capture.private-folder",
                    "Private",
                    Syntaxes.text("a folder's name"),
                    EVERYWHERE,
                    "A message moved into this folder is kept out by hand.");
    public static final PolicyKey<Boolean> INTERNAL_EXCLUDE =
            key(
                    "internal.exclude",
                    true,
                    Syntaxes.onOff(),
                    ORGANISATION_ONLY,
                    "Leaves out mail in which only own people take part.");
    public static final PolicyKey<List<String>> NEVER_LOG_ADDRESSES =
            key(
                    "never-log.addresses",
                    List.of(),
                    Syntaxes.growing("addresses", Syntaxes::address),
                    EVERYWHERE,
                    "People whose mail is never recorded.");
    public static final PolicyKey<List<String>> NEVER_LOG_DOMAINS =
            key(
                    "never-log.domains",
                    List.of(),
                    Syntaxes.growing("domains, subdomains included", Syntaxes::domain),
                    EVERYWHERE,
                    "Domains whose mail is never recorded.");
    public static final PolicyKey<List<String>> NEVER_LOG_SUBJECTS =
            key(
                    "never-log.subjects",
                    List.of(),
                    Syntaxes.growing("patterns with * and ?", Syntaxes::anything),
                    EVERYWHERE,
                    "Messages whose subject contains one of these are never recorded.");
    public static final PolicyKey<List<String>> NEVER_LOG_HEADERS =
            key(
                    "never-log.headers",
                    List.of(),
                    Syntaxes.growing("\"Name\" or \"Name: pattern\"", Syntaxes::header),
                    EVERYWHERE,
                    "Messages with one of these header fields are never recorded.");
    public static final PolicyKey<Choice.NeverLogMode> NEVER_LOG_MODE =
            key(
                    "never-log.mode",
                    Choice.NeverLogMode.SOLE,
                    Choice.syntax(Choice.NeverLogMode.values()),
                    ORGANISATION_ONLY,
                    "What a listed participant does to a message that others outside share.");
    public static final PolicyKey<Boolean> BULK_EXCLUDE =
            key(
                    "bulk.exclude",
                    true,
                    Syntaxes.onOff(),
                    EVERYWHERE,
                    "Leaves out newsletters, list mail and unsubscribe requests.");
    public static final PolicyKey<Boolean> AUTO_REPLY_EXCLUDE =
            key(
                    "auto-reply.exclude",
                    true,
                    Syntaxes.onOff(),
                    EVERYWHERE,
                    "Leaves out automatic replies.");
    public static final PolicyKey<Boolean> BOUNCE_EXCLUDE =
            key(
                    "bounce.exclude",
                    false,
                    Syntaxes.onOff(),
                    EVERYWHERE,
                    "Leaves out bounces; their address is marked all the same.");
    public static final PolicyKey<Boolean> REPORT_EXCLUDE =
            key(
                    "report.exclude",
                    true,
                    Syntaxes.onOff(),
                    EVERYWHERE,
                    "Leaves out abuse reports (ARF).");
    public static final PolicyKey<Boolean> CALENDAR_EXCLUDE =
            key(
                    "calendar.exclude",
                    false,
                    Syntaxes.onOff(),
                    EVERYWHERE,
                    "Leaves out calendar traffic.");
    public static final PolicyKey<Boolean> KNOWN_CONTACTS_ONLY =
            key(
                    "known-contacts-only",
                    false,
                    Syntaxes.onOff(),
                    EVERYWHERE,
                    "Records only messages in which a known contact takes part.");
    public static final PolicyKey<Choice.Creation> CONTACTS_CREATE =
            key(
                    "contacts.create",
                    Choice.Creation.SENT,
                    Choice.syntax(Choice.Creation.values()),
                    EVERYWHERE,
                    "Which mail makes its people contacts.");
    public static final PolicyKey<Boolean> CONTACTS_ROLE_ADDRESSES =
            key(
                    "contacts.role-addresses",
                    false,
                    Syntaxes.onOff(),
                    EVERYWHERE,
                    "Makes contacts of role addresses such as info@ too.");
    public static final PolicyKey<Boolean> CONTACTS_PERSONAL_PROVIDERS =
            key(
                    "contacts.personal-providers",
                    false,
                    Syntaxes.onOff(),
                    EVERYWHERE,
                    "Makes contacts of addresses at personal providers such as gmail.com too.");
    public static final PolicyKey<Choice.SecondAddresses> SECOND_ADDRESSES =
            key(
                    "contacts.second-addresses",
                    Choice.SecondAddresses.PROPOSE,
                    Choice.syntax(Choice.SecondAddresses.values()),
                    ORGANISATION_ONLY,
                    "What a reply from an unknown address means for the contact it answers for.");
    public static final PolicyKey<Boolean> COMPANIES_CREATE =
            key(
                    "companies.create",
                    true,
                    Syntaxes.onOff(),
                    ORGANISATION_ONLY,
                    "Makes a company of a new contact's domain.");
    public static final PolicyKey<List<String>> ROLES_ADD =
            key(
                    "lists.roles.add",
                    List.of(),
                    Syntaxes.list("local parts or addresses", Syntaxes::localPartOrAddress),
                    ORGANISATION_ONLY,
                    "Further role addresses.");
    public static final PolicyKey<List<String>> ROLES_REMOVE =
            key(
                    "lists.roles.remove",
                    List.of(),
                    Syntaxes.list("local parts or addresses", Syntaxes::localPartOrAddress),
                    ORGANISATION_ONLY,
                    "Addresses that are people although the list calls them roles.");
    public static final PolicyKey<List<String>> PERSONAL_ADD =
            key(
                    "lists.personal-providers.add",
                    List.of(),
                    Syntaxes.list("domains", Syntaxes::domain),
                    ORGANISATION_ONLY,
                    "Further personal providers.");
    public static final PolicyKey<List<String>> PERSONAL_REMOVE =
            key(
                    "lists.personal-providers.remove",
                    List.of(),
                    Syntaxes.list("domains", Syntaxes::domain),
                    ORGANISATION_ONLY,
                    "Domains that are companies although the list calls them personal providers.");
    public static final PolicyKey<List<String>> DISPOSABLE_ADD =
            key(
                    "lists.disposable.add",
                    List.of(),
                    Syntaxes.list("domains", Syntaxes::domain),
                    ORGANISATION_ONLY,
                    "Further domains of throw-away addresses.");
    public static final PolicyKey<List<String>> DISPOSABLE_REMOVE =
            key(
                    "lists.disposable.remove",
                    List.of(),
                    Syntaxes.list("domains", Syntaxes::domain),
                    ORGANISATION_ONLY,
                    "Domains that are in order although the list calls them disposable.");
    public static final PolicyKey<Boolean> PLUS_TAGS =
            key(
                    "addresses.plus-tags",
                    false,
                    Syntaxes.onOff(),
                    ORGANISATION_ONLY,
                    "Takes anna+shop@ for anna@.");
    public static final PolicyKey<Boolean> GMAIL_DOTS =
            key(
                    "addresses.gmail-dots",
                    false,
                    Syntaxes.onOff(),
                    ORGANISATION_ONLY,
                    "Takes a.nna@gmail.com for anna@gmail.com.");
    public static final PolicyKey<Choice.Body> STORE_BODY =
            key(
                    "store.body",
                    Choice.Body.FULL,
                    Choice.syntax(Choice.Body.values()),
                    EVERYWHERE,
                    "How much of a message is kept: all, its text, or neither.");
    public static final PolicyKey<Choice.Sharing> VISIBILITY_INBOUND =
            key(
                    "visibility.inbound",
                    Choice.Sharing.SUBJECT,
                    Choice.syntax(Choice.Sharing.values()),
                    EVERYWHERE,
                    "What colleagues see of received mail.");
    public static final PolicyKey<Choice.Sharing> VISIBILITY_OUTBOUND =
            key(
                    "visibility.outbound",
                    Choice.Sharing.SUBJECT,
                    Choice.syntax(Choice.Sharing.values()),
                    EVERYWHERE,
                    "What colleagues see of sent mail.");
    public static final PolicyKey<Choice.Merge> VISIBILITY_MERGE =
            key(
                    "visibility.merge",
                    Choice.Merge.STRICTEST,
                    Choice.syntax(Choice.Merge.values()),
                    ORGANISATION_ONLY,
                    "Which level wins when several mailboxes hold one message.");
    public static final PolicyKey<Choice.AdminRead> ADMIN_READ =
            key(
                    "admin.read",
                    Choice.AdminRead.AUDITED,
                    Choice.syntax(Choice.AdminRead.values()),
                    ORGANISATION_ONLY,
                    "Whether the administrator reads everything, each time noted in the audit log.");
    public static final PolicyKey<Choice.Language> SEARCH_LANGUAGE =
            key(
                    "search.language",
                    Choice.Language.SIMPLE,
                    Choice.syntax(Choice.Language.values()),
                    ORGANISATION_ONLY,
                    "The language whose word forms the search knows; simple for none.");
    public static final PolicyKey<Choice.Order> THREAD_ORDER =
            key(
                    "thread.order",
                    Choice.Order.NEWEST_FIRST,
                    Choice.syntax(Choice.Order.values()),
                    NOT_PER_MAILBOX,
                    "The order in which a conversation is shown.");
    public static final PolicyKey<Boolean> THREAD_BY_SUBJECT =
            key(
                    "thread.by-subject",
                    false,
                    Syntaxes.onOff(),
                    ORGANISATION_ONLY,
                    "Joins messages to a conversation by the subject alone, within one mailbox.");

    private PolicyKeys() {}

    /// Every key, in the order of `policy show`.
    public static List<PolicyKey<?>> all() {
        return List.copyOf(ALL);
    }

    /// The key of this name.
    public static Optional<PolicyKey<?>> named(String name) {
        for (PolicyKey<?> key : ALL) {
            if (key.name().equals(name)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    /// What to say of a name that is no key.
    public static String unknown(String name) {
        List<String> names = ALL.stream().map(PolicyKey::name).toList();
        return "no policy is called \"%s\"; did you mean \"%s\"?"
                .formatted(name, Nearest.to(name, names));
    }

    private static <T> PolicyKey<T> key(
            String name, T standard, Syntax<T> syntax, Set<Level> levels, String text) {
        var key = new PolicyKey<>(name, standard, syntax, levels, text);
        ALL.add(key);
        return key;
    }
}
