package org.tapline.cli.demo;

/// The configuration that stands before the sample mail server.
final class DemoConfiguration {
    private DemoConfiguration() {}

    static String yaml(DemoPorts ports, SampleMailServer mailServer) {
        return """
        # Written by `tapline demo`.
        data: ./data
        organisation: { name: Acme, domains: [acme.test] }
        listen:
          imap:
            - { address: "127.0.0.1:%d", tls: implicit }
            - { address: "127.0.0.1:%d", tls: starttls }
          smtp:
            - { address: "127.0.0.1:%d", tls: implicit }
            - { address: "127.0.0.1:%d", tls: starttls }
          http: { address: "127.0.0.1:%d" }
        upstream:
          default:
            imap: { host: localhost, port: %d, tls: implicit, trust: "%s" }
            smtp: { host: localhost, port: %d, tls: implicit, trust: "%s" }
        enrol: all-own-domains
        """
                .formatted(
                        ports.imaps(),
                        ports.imap(),
                        ports.smtps(),
                        ports.smtp(),
                        ports.http(),
                        mailServer.imapPort(),
                        mailServer.authority(),
                        mailServer.smtpPort(),
                        mailServer.authority());
    }
}
