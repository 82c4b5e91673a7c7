package org.tapline.cli.launch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.util.Map;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Logs of the running roles: one readable line each on standard error, or JSON with
/// `TAPLINE_LOG=json`.
public final class LogSetup {
    private static final String LINE =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX,UTC} %-5level %logger{0}: %msg%n%ex{full}";

    /// Loud libraries whose news are none of the administrator's.
    private static final Map<String, Level> QUIET =
            Map.ofEntries(
                    Map.entry("org.apache.activemq", Level.WARN),
                    Map.entry("org.apache.artemis", Level.WARN),
                    Map.entry("org.springframework", Level.WARN),
                    // a start that failed is told once, by us
                    Map.entry("org.springframework.boot", Level.ERROR),
                    // it would write the path, in which an address may stand
                    Map.entry("org.springframework.web.servlet.PageNotFound", Level.ERROR),
                    Map.entry("org.apache.catalina", Level.WARN),
                    Map.entry("org.apache.coyote", Level.WARN),
                    Map.entry("org.apache.tomcat", Level.WARN),
                    Map.entry("org.flywaydb", Level.WARN),
                    Map.entry("com.zaxxer.hikari", Level.WARN),
                    Map.entry("io.netty", Level.WARN),
                    Map.entry("com.icegreen.greenmail", Level.WARN));

    private LogSetup() {}

    /// @param json one JSON object for each line
    /// @param level of our own loggers
    public static void apply(boolean json, Level level) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.WARNING);
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder(context, json));
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(level);
        root.addAppender(appender);
        QUIET.forEach((name, quiet) -> context.getLogger(name).setLevel(quiet));
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, boolean json) {
        if (json) {
            JsonEncoder encoder = new JsonEncoder();
            encoder.setContext(context);
            encoder.start();
            return encoder;
        }
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(LINE);
        encoder.start();
        return encoder;
    }
}
