package org.tapline.proxy.smtp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads command lines, RFC 5321 §4.1.1. What it cannot read is [Command.Other] and the upstream's
/// business, save for BDAT, whose size decides the framing.
final class CommandParser {
    private static final Pattern BDAT = Pattern.compile("(\\d{1,18})(?: +(?i:LAST))? *");
    private static final Pattern SIZE = Pattern.compile("(?i) SIZE=(\\d{1,18})(?: |$)");

    private CommandParser() {}

    /// @param line with its line end
    static Command parse(byte[] line) {
        String text = decode(line).strip();
        int space = text.indexOf(' ');
        String verb = (space < 0 ? text : text.substring(0, space)).toUpperCase(Locale.ROOT);
        String argument = space < 0 ? "" : text.substring(space + 1).strip();
        return switch (verb) {
            case "EHLO" -> new Command.Ehlo();
            case "HELO" -> new Command.Helo();
            case "STARTTLS" -> new Command.StartTls(argument.isEmpty());
            case "AUTH" -> auth(argument);
            case "MAIL" -> mail(argument);
            case "RCPT" -> new Command.Rcpt(path(behindColon(argument)));
            case "DATA" -> new Command.Data();
            case "BDAT" -> bdat(argument);
            case "RSET" -> new Command.Rset();
            case "NOOP", "HELP", "QUIT" -> new Command.Harmless();
            case "BURL", "XCLIENT", "XFORWARD" -> new Command.Hidden();
            case "GET", "POST", "PUT", "HEAD", "OPTIONS", "CONNECT" -> new Command.Foreign();
            default -> new Command.Other();
        };
    }

    private static Command auth(String argument) {
        String[] words = argument.split(" +", 2);
        if (words[0].isEmpty()) {
            return new Command.Other();
        }
        Optional<String> initial = words.length > 1 ? Optional.of(words[1]) : Optional.empty();
        return new Command.Auth(words[0].toUpperCase(Locale.ROOT), initial);
    }

    private static Command mail(String argument) {
        String path = behindColon(argument);
        Matcher size = SIZE.matcher(path);
        return new Command.Mail(path(path), size.find() ? Long.parseLong(size.group(1)) : -1);
    }

    private static Command bdat(String argument) {
        Matcher matcher = BDAT.matcher(argument);
        if (!matcher.matches()) {
            return new Command.BrokenBdat();
        }
        boolean last = argument.toUpperCase(Locale.ROOT).contains("LAST");
        return new Command.Bdat(Long.parseLong(matcher.group(1)), last);
    }

    private static String behindColon(String argument) {
        return argument.substring(argument.indexOf(':') + 1).strip();
    }

    /// The address of a path: without brackets, and without a source route, which RFC 5321
    /// appendix C has servers ignore. A quoted local part may hold any of the special characters.
    private static String path(String text) {
        if (!text.startsWith("<")) {
            int space = text.indexOf(' ');
            return space < 0 ? text : text.substring(0, space);
        }
        boolean quoted = false;
        int start = 1;
        for (int i = 1; i < text.length(); i++) {
            char at = text.charAt(i);
            if (quoted && at == '\\') {
                i++;
            } else if (at == '"') {
                quoted = !quoted;
            } else if (!quoted && at == ':' && text.charAt(1) == '@') {
                start = i + 1;
            } else if (!quoted && at == '>') {
                return text.substring(start, i);
            }
        }
        return text.substring(1);
    }

    /// UTF-8 (RFC 6531), or Latin-1 where it is not.
    private static String decode(byte[] line) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(line, StandardCharsets.ISO_8859_1);
        }
    }
}
