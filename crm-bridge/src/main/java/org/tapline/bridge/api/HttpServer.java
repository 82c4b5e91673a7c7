package org.tapline.bridge.api;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletRegistrationBean;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.tapline.bridge.addressbook.Exports;
import org.tapline.bridge.addressbook.Imports;
import org.tapline.bridge.audit.Audit;
import org.tapline.bridge.bcc.BccAddresses;
import org.tapline.bridge.blob.BlobStore;
import org.tapline.bridge.contacts.CompanyRegister;
import org.tapline.bridge.contacts.ContactChanges;
import org.tapline.bridge.contacts.ContactMerges;
import org.tapline.bridge.contacts.Contacts;
import org.tapline.bridge.contacts.Proposals;
import org.tapline.bridge.database.Database;
import org.tapline.bridge.deals.Deals;
import org.tapline.bridge.deals.MessageLinks;
import org.tapline.bridge.enquiries.ConfirmationList;
import org.tapline.bridge.enquiries.LeadRuleStore;
import org.tapline.bridge.holds.Holds;
import org.tapline.bridge.intake.Intake;
import org.tapline.bridge.intake.Parking;
import org.tapline.bridge.jobs.Jobs;
import org.tapline.bridge.ledger.Ledger;
import org.tapline.bridge.mailbox.Enrolment;
import org.tapline.bridge.mailbox.Mailboxes;
import org.tapline.bridge.mailbox.PolicySettings;
import org.tapline.bridge.mailbox.Users;
import org.tapline.bridge.mining.Mining;
import org.tapline.bridge.ops.Health;
import org.tapline.bridge.ops.RepeatedRequests;
import org.tapline.bridge.ops.Tokens;
import org.tapline.bridge.person.Erasure;
import org.tapline.bridge.person.PersonExport;
import org.tapline.bridge.person.Persons;
import org.tapline.bridge.preview.Rehearsal;
import org.tapline.bridge.retention.Retention;
import org.tapline.bridge.sharing.Marks;
import org.tapline.bridge.sharing.Sights;
import org.tapline.bridge.timeline.Conversations;
import org.tapline.bridge.timeline.Messages;
import org.tapline.bridge.timeline.Search;
import org.tapline.bridge.timeline.Timeline;
import org.tapline.journal.Journal;

/// The HTTP listener: an embedded Tomcat with our controllers in it, and no auto-configuration,
/// which keeps the start short.
public final class HttpServer implements AutoCloseable {
    private final AnnotationConfigServletWebServerApplicationContext context;
    private final InetAddress address;

    private HttpServer(
            AnnotationConfigServletWebServerApplicationContext context, InetAddress address) {
        this.context = context;
        this.address = address;
    }

    /// What the controllers ask.
    ///
    /// @param version what `status` reports
    /// @param relay whether there is one to send confirmations by
    /// @param bcc addresses of the CRM's own domain, where it has one
    public record Rooms(
            String version,
            Database database,
            Journal journal,
            Intake intake,
            Parking parking,
            BlobStore blobs,
            Contacts contacts,
            ContactChanges changes,
            ContactMerges merges,
            CompanyRegister companies,
            Deals deals,
            Jobs jobs,
            Imports imports,
            Exports exports,
            Mining mining,
            Users users,
            Mailboxes mailboxes,
            Enrolment enrolment,
            Optional<BccAddresses> bcc,
            Ledger ledger,
            PolicySettings settings,
            Timeline timeline,
            Messages messages,
            Search search,
            Sights sights,
            Marks marks,
            Audit audit,
            Rehearsal rehearsal,
            Health health,
            Tokens tokens,
            LeadRuleStore leads,
            ConfirmationList confirmations,
            boolean relay,
            RepeatedRequests requests,
            Holds holds,
            Retention retention,
            Persons persons,
            PersonExport export,
            Erasure erasure,
            MeterRegistry meters) {}

    /// Starts to listen.
    ///
    /// @param address port 0: any free one
    /// @throws IOException when the address cannot be listened on; its message says which
    public static HttpServer start(InetSocketAddress address, Rooms rooms) throws IOException {
        AnnotationConfigServletWebServerApplicationContext context =
                new AnnotationConfigServletWebServerApplicationContext();
        context.registerBean(TomcatServletWebServerFactory.class, () -> tomcat(address));
        context.registerBean(DispatcherServlet.class);
        context.registerBean(
                DispatcherServletRegistrationBean.class,
                () ->
                        new DispatcherServletRegistrationBean(
                                context.getBean(DispatcherServlet.class), "/"));
        context.registerBean(Tokens.class, rooms::tokens);
        context.registerBean(RepeatedRequests.class, rooms::requests);
        context.registerBean(
                OpenApiResource.class,
                () ->
                        new OpenApiResource(
                                rooms.version(),
                                context.getBeanProvider(RequestMappingHandlerMapping.class)));
        context.registerBean(Problems.class, Problems::new);
        Readers readers = new Readers(rooms.users(), rooms.sights(), rooms.audit());
        Stream.of(
                        new ContactResource(
                                rooms.contacts(),
                                rooms.changes(),
                                rooms.merges(),
                                rooms.companies(),
                                rooms.settings(),
                                rooms.jobs()),
                        new JobResource(rooms.jobs()),
                        new ContactFileResource(rooms.imports(), rooms.exports()),
                        new MiningResource(rooms.mining(), rooms.users()),
                        new CompanyResource(rooms.companies()),
                        new ProposalResource(
                                new Proposals(rooms.database(), rooms.contacts()),
                                rooms.changes(),
                                rooms.audit(),
                                rooms.sights(),
                                readers),
                        new DealResource(rooms.deals(), rooms.contacts()),
                        new LinkResource(
                                rooms.database(),
                                new MessageLinks(rooms.database()),
                                rooms.messages(),
                                rooms.contacts(),
                                rooms.companies(),
                                rooms.deals(),
                                rooms.audit(),
                                readers),
                        new TimelineResource(
                                rooms.contacts(),
                                rooms.companies(),
                                rooms.deals(),
                                rooms.timeline(),
                                readers),
                        new MessageResource(
                                rooms.timeline(),
                                rooms.messages(),
                                rooms.mailboxes(),
                                rooms.blobs(),
                                readers),
                        new ThreadResource(
                                new Conversations(
                                        rooms.database(), rooms.messages(), rooms.sights()),
                                rooms.settings(),
                                readers),
                        new SearchResource(rooms.search(), readers),
                        new MarkResource(
                                rooms.marks(),
                                rooms.messages(),
                                rooms.contacts(),
                                rooms.users(),
                                readers),
                        new AuditResource(rooms.audit()),
                        new TokenResource(rooms.tokens()),
                        new HoldResource(
                                rooms.holds(),
                                rooms.contacts(),
                                rooms.mailboxes(),
                                rooms.messages()),
                        new RetentionResource(rooms.retention()),
                        new PersonResource(
                                rooms.persons(),
                                rooms.export(),
                                rooms.erasure(),
                                rooms.users(),
                                readers),
                        new UserResource(rooms.users(), rooms.enrolment(), rooms.audit()),
                        new BccAddressResource(
                                rooms.bcc(),
                                rooms.users(),
                                rooms.contacts(),
                                rooms.companies(),
                                rooms.deals(),
                                Clock.systemUTC()),
                        new LeadResource(rooms.leads(), rooms.confirmations(), rooms.relay()),
                        new MailboxResource(rooms.mailboxes(), rooms.enrolment(), rooms.ledger()),
                        new PolicyResource(
                                rooms.settings(),
                                rooms.users(),
                                rooms.mailboxes(),
                                rooms.rehearsal(),
                                readers),
                        new JournalResource(rooms.journal(), rooms.parking(), rooms.intake()),
                        new StatusResource(
                                rooms.version(),
                                rooms.health(),
                                rooms.journal(),
                                rooms.parking(),
                                rooms.mailboxes(),
                                rooms.users(),
                                rooms.enrolment()),
                        new OpsResource(rooms.health(), prometheus(rooms.meters())))
                .forEach(resource -> register(context, resource));
        context.register(WebLayout.class, Access.class);
        refresh(context, address);
        return new HttpServer(context, address.getAddress());
    }

    private static void refresh(
            AnnotationConfigServletWebServerApplicationContext context, InetSocketAddress address)
            throws IOException {
        try {
            context.refresh();
        } catch (RuntimeException e) {
            context.close();
            for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof PortInUseException || cause instanceof BindException) {
                    throw new IOException(
                            "cannot serve HTTP on %s:%d, it is in use: change listen.http"
                                    .formatted(address.getHostString(), address.getPort()),
                            e);
                }
            }
            throw e;
        }
    }

    private static void register(
            AnnotationConfigServletWebServerApplicationContext context, Object resource) {
        context.getBeanFactory().registerSingleton(resource.getClass().getName(), resource);
    }

    private static Optional<PrometheusMeterRegistry> prometheus(MeterRegistry meters) {
        return meters instanceof PrometheusMeterRegistry prometheus
                ? Optional.of(prometheus)
                : Optional.empty();
    }

    private static TomcatServletWebServerFactory tomcat(InetSocketAddress address) {
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory();
        factory.setAddress(address.getAddress());
        factory.setPort(address.getPort());
        factory.setShutdown(Shutdown.GRACEFUL);
        factory.addConnectorCustomizers(
                connector -> {
                    connector.setEncodedSolidusHandling("passthrough");
                    connector.setProperty("relaxedPathChars", "|{}[]^`\\\"<>");
                });
        return factory;
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return new InetSocketAddress(
                address, Objects.requireNonNull(context.getWebServer()).getPort());
    }

    @Override
    public void close() {
        context.close();
    }
}
