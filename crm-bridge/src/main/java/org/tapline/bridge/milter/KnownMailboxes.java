package org.tapline.bridge.milter;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tapline.bridge.identity.AddressKey;
import org.tapline.journal.MailboxName;

/// Users and their mailboxes as the database last said: asked again every few seconds in a thread
/// of its own, so that mail never waits for it. While the database is away the last answer holds.
public final class KnownMailboxes implements OwnMailboxes, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KnownMailboxes.class);

    private final Supplier<Map<AddressKey, MailboxName>> source;
    private final Set<String> newcomers;
    private final Set<String> ownDomains;
    private final ScheduledExecutorService refresher =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("milter-users").daemon().factory());
    private volatile Map<AddressKey, MailboxName> known = Map.of();
    private boolean failing;

    private KnownMailboxes(
            Supplier<Map<AddressKey, MailboxName>> source,
            Set<String> ownDomains,
            boolean everybody) {
        this.source = source;
        this.ownDomains = Set.copyOf(ownDomains);
        this.newcomers = everybody ? this.ownDomains : Set.of();
    }

    /// Asks once, then every `pause`.
    ///
    /// @param source mailboxes by the addresses of their users
    /// @param ownDomains those a login name without a domain may belong to
    /// @param everybody whoever signs in with an address of an own domain is observed, as in the
    ///     proxy with `enrol: all-own-domains`. Nobody becomes a user by receiving mail
    public static KnownMailboxes start(
            Supplier<Map<AddressKey, MailboxName>> source,
            Set<String> ownDomains,
            boolean everybody,
            Duration pause) {
        KnownMailboxes mailboxes = new KnownMailboxes(source, ownDomains, everybody);
        mailboxes.refresh();
        mailboxes.begin(pause);
        return mailboxes;
    }

    /// A refresh never fails: what it throws would end the next ones silently.
    // FutureReturnValueIgnored: it completes when the executor is shut down, and not before.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void begin(Duration pause) {
        refresher.scheduleWithFixedDelay(
                this::refresh, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void refresh() {
        try {
            known = Map.copyOf(source.get());
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                log.warn("the users could not be read; those known before stay: {}", e.toString());
            }
            failing = true;
        }
    }

    @Override
    public Optional<MailboxName> of(String address) {
        return address.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(known.get(AddressKey.of(address)));
    }

    @Override
    public Optional<MailboxName> signedIn(String login) {
        String address =
                login.contains("@") || ownDomains.size() != 1
                        ? login
                        : login + '@' + ownDomains.iterator().next();
        return of(address).or(() -> newcomer(address));
    }

    private Optional<MailboxName> newcomer(String address) {
        AddressKey key = AddressKey.of(address);
        boolean ours =
                address.contains("@")
                        && newcomers.stream()
                                .anyMatch(
                                        domain ->
                                                key.domain().equals(domain)
                                                        || key.domain().endsWith('.' + domain));
        return ours ? Optional.of(new MailboxName(address, "default")) : Optional.empty();
    }

    @Override
    public void close() {
        refresher.shutdownNow();
    }
}
