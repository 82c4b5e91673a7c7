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
            Map.of(
                    "org.apache.activemq", Level.WARN,
                    "org.apache.artemis", Level.WARN,
                    "org.springframework", Level.WARN,
                    "org.apache.catalina", Level.WARN,
                    "org.apache.coyote", Level.WARN,
                    "org.apache.tomcat", Level.WARN,
                    "org.flywaydb", Level.WARN,
                    "com.zaxxer.hikari", Level.WARN,
                    "io.netty", Level.WARN,
                    "com.icegreen.greenmail", Level.WARN);

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
