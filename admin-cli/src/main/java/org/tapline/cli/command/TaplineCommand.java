package org.tapline.cli.command;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.tapline.cli.CommandFailure;
import org.tapline.cli.ExitStatus;
import org.tapline.cli.Surroundings;
import org.tapline.cli.Version;
import org.tapline.cli.configuration.ConfigurationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// `tapline` itself: which subjects there are, and what an error looks like.
@Command(
        name = "tapline",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = TaplineCommand.BuiltVersion.class,
        usageHelpAutoWidth = true,
        sortOptions = false,
        description = "A transparent IMAP and SMTP proxy with a CRM behind it.",
        footer = {
            "%nExamples:",
            "  tapline demo                          see it work, with a sample mail server",
            "  tapline start -c tapline.yaml         run it",
            "  tapline timeline carol@example.test   the mail with a contact",
            "",
            "Exit codes: 0 done, 1 failed, 2 usage or configuration, 3 not found, 4 refused"
        })
public final class TaplineCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    private TaplineCommand() {}

    /// The command line with all subjects.
    ///
    /// @param more subjects of other rooms, by name
    public static CommandLine commandLine(Surroundings surroundings, Map<String, Object> more) {
        CommandLine.IFactory factory = factory(surroundings);
        CommandLine line = new CommandLine(new TaplineCommand(), factory);
        Map<String, Object> subjects = new LinkedHashMap<>(more);
        subjects.put("status", new StatusCommand(new Session(surroundings)));
        subjects.put("contact", new ContactCommand());
        subjects.put("company", new CompanyCommand());
        subjects.put("deal", new DealCommand());
        subjects.put("job", new JobCommand());
        subjects.put("timeline", new TimelineCommand(new Session(surroundings)));
        subjects.put("thread", new ThreadCommand());
        subjects.put("message", new MessageCommand());
        subjects.put("search", new SearchCommand(new Session(surroundings)));
        subjects.put("mailbox", new MailboxCommand());
        subjects.put("user", new UserCommand());
        subjects.put("bcc-address", new BccAddressCommand());
        subjects.put("lead", new LeadCommand());
        subjects.put("policy", new PolicyCommand());
        subjects.put("token", new TokenCommand());
        subjects.put("hold", new HoldCommand());
        subjects.put("retention", new RetentionCommand());
        subjects.put("person", new PersonCommand());
        subjects.put("audit", new AuditCommand());
        subjects.put("ledger", new LedgerCommand());
        subjects.put("journal", new JournalCommand());
        subjects.put("completion", new CompletionCommand(surroundings));
        subjects.forEach((name, command) -> line.addSubcommand(name, subject(command, factory)));
        line.setOut(writer(surroundings.out()));
        line.setErr(writer(surroundings.err()));
        line.setExecutionExceptionHandler(
                (failure, command, parsed) -> report(failure, surroundings));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, stream.charset()), true);
    }

    private static CommandLine subject(Object command, CommandLine.IFactory factory) {
        return new CommandLine(command, factory);
    }

    /// A mixin of a verb is made here, so that it knows its surroundings.
    private static CommandLine.IFactory factory(Surroundings surroundings) {
        return new CommandLine.IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                return type == Session.class
                        ? type.cast(new Session(surroundings))
                        : CommandLine.defaultFactory().create(type);
            }
        };
    }

    private static int report(Exception failure, Surroundings surroundings) {
        return switch (failure) {
            case CommandFailure ended -> {
                surroundings.err().println("tapline: " + ended.getMessage());
                yield ended.status().code();
            }
            case ConfigurationException wrong -> {
                wrong.problems().forEach(p -> surroundings.err().println("tapline: " + p.line()));
                yield ExitStatus.USAGE.code();
            }
            default -> {
                surroundings.err().println("tapline: " + Fault.line(failure));
                yield ExitStatus.FAILED.code();
            }
        };
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitStatus.USAGE.code();
    }

    /// What `--version` prints.
    static final class BuiltVersion implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"tapline " + Version.number()};
        }
    }
}
