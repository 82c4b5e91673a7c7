package org.tapline.bridge.mime;

import java.util.List;
import java.util.regex.Pattern;

/// The lines by which mail programs introduce an older mail, in the languages of the common
/// programs.
final class HistoryMarks {
    /// An introduction is wrapped over at most so many lines.
    static final int MOST_LINES = 4;

    /// Longer lines are prose.
    private static final int LONGEST = 400;

    /// Lines below a `From:` in which the rest of a header block stands.
    private static final int BLOCK_LINES = 8;

    private static final String WROTE =
            "wrote|writes|écrit|ecrit|schrieb|geschrieben|escribi[óo]|ha scritto|scrisse|escreveu"
                    + "|schreef|geschreven|skrev|napisał(?:\\(a\\))?|napisała|pisze|kirjoitti"
                    + "|napsal(?:\\(a\\))?|napísal|[íi]rta|写道|寫道|написал\\S*|пишет|пише|yazdı|đã viết"
                    + "|a scris|έγραψε|のメッセージ|님이 작성|כתב|كتب";

    private static final Pattern INTRODUCTION =
            Pattern.compile(
                    "(?:.*\\d.*\\b(?:"
                            + WROTE
                            + ")|.*(?:"
                            + WROTE
                            + ")\\b.*\\d.*|.*\\d.*(?:"
                            + WROTE
                            + ").{0,120}|.*\\d{1,4}.*<\\s?\\S+@\\S+>|.*\\d{4}年.*)\\s*[:：]?\\**\\s*",
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern NAME_WROTE =
            Pattern.compile(
                    "[\\p{L}\"<].{1,120}(?:"
                            + WROTE
                            + ")(?: (?:in (?:message|news).*|on .*))?\\s*[:：]\\s*",
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Pattern SEPARATOR =
            Pattern.compile(
                    "[>\\s*]*[-_=]{2,}\\s*(?:original[- ](?:message|appointment|e-?mail)|reply message"
                            + "|reply above this line.*|message (?:d'origine|original|transféré)"
                            + "|ursprüngliche nachricht|original(?:nachricht)?"
                            + "|weitergeleitete nachricht|mensaje original|mensagem original"
                            + "|messaggio originale|oorspronkelijk bericht|originele bericht"
                            + "|ursprungligt meddelande|oprindelig (?:meddelelse|besked|mail)|opprinnelig melding"
                            + "|alkuperäinen viesti|wiadomość oryginalna|původní zpráva"
                            + "|eredeti üzenet|исходное сообщение|пересылаемое сообщение"
                            + "|原始邮件|原始郵件|转发邮件信息|元のメッセージ|원본 메시지"
                            + "|forwarded (?:message|by).*|mensaje reenviado|mensagem encaminhada"
                            + "|messaggio inoltrato|doorgestuurd bericht|vidarebefordrat.*"
                            + "|přeposlaná zpráva|wiadomość przekazana|message transféré)\\s*[-_=]*.*",
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern FORWARD =
            Pattern.compile(
                    "(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-?mail)"
                            + "|début du message (?:réexpédié|transféré)|inizio messaggio inoltrato"
                            + "|inicio del mensaje reenviado|início da mensagem.*"
                            + "|begin doorgestuurd bericht|vidarebefordrat brev|videresendt besked)"
                            + "\\s?[:：]",
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Pattern FROM =
            Pattern.compile(
                    "[\\s*>]*(?:from|von|de|da|van|från|fra|od|от|від|lähettäjä|kimden|feladó"
                            + "|odesílatel|expéditeur|remitente|remetente|mittente|afzender"
                            + "|发件人|寄件者|寄件人|差出人|送信者|보낸 ?사람)\\s?\\**\\s?[:：]\\**.*\\S.*",
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern OTHER_FIELD =
            Pattern.compile(
                    "[\\s*>]*(?:sent|date|to|cc|subject|reply-to|importance"
                            + "|gesendet|datum|an|betreff|envoyé(?: le)?|à|objet|copie"
                            + "|enviado(?: el| em)?|fecha|para|asunto|data|assunto|inviato|a|oggetto"
                            + "|verzonden|aan|onderwerp|skickat|till|ämne|sendt|til|emne|dato"
                            + "|wysłano|wysłane|do|temat|lähetetty|vastaanottaja|aihe|päivämäärä"
                            + "|odesláno|komu|předmět|elküldve|címzett|tárgy|отправлено|дата|кому"
                            + "|тема|konu|kime|tarih|发送时间|日期|收件人|主题|主旨|送信日時|日時|宛先|件名"
                            + "|보낸 ?날짜|받는 ?사람|제목)\\s?\\**\\s?[:：]\\**.*",
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private HistoryMarks() {}

    /// How many lines from here form an introduction such as `On Monday Anna wrote:`; 0 for none.
    static int introduction(List<String> lines, int at) {
        String first = lines.get(at).strip();
        if (first.isEmpty() || first.startsWith(">") || first.length() > LONGEST) {
            return 0;
        }
        // Only a line that may begin an introduction is joined with the next: new text is not to
        // be taken for one.
        boolean begins =
                startsLikeOne(first) || first.indexOf('<') >= 0 || first.matches(".*\\d.*");
        boolean paragraph = at == 0 || lines.get(at - 1).isBlank() || startsLikeOne(first);
        StringBuilder joined = new StringBuilder();
        for (int count = 1; count <= MOST_LINES && at + count <= lines.size(); count++) {
            String line = lines.get(at + count - 1).strip();
            if (count > 1 && (!begins || startsLikeOne(line))) {
                return 0;
            }
            if (line.isEmpty()
                    || line.startsWith(">")
                    || joined.length() + line.length() > LONGEST) {
                return 0;
            }
            joined.append(joined.isEmpty() ? "" : " ").append(line);
            boolean ends =
                    line.endsWith(":")
                            || line.endsWith("：")
                            || line.endsWith(":*")
                            || line.endsWith("> wrote");
            if (ends && (count == 1 || paragraph)) {
                boolean matches =
                        INTRODUCTION.matcher(joined).matches()
                                || (count == 1 && NAME_WROTE.matcher(joined).matches());
                return matches ? count : 0;
            }
        }
        return 0;
    }

    private static final Pattern START =
            Pattern.compile(
                    "(?:on|le|am|el|il|em|op|på|den|w dniu|dnia|dne|pada|vào|ha|em|a|на|в|van)\\s.*\\d.*",
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static boolean startsLikeOne(String line) {
        return START.matcher(line).matches();
    }

    static boolean isSeparator(List<String> lines, int at) {
        String line = lines.get(at).strip();
        if (line.length() > LONGEST || line.isEmpty()) {
            return false;
        }
        if (SEPARATOR.matcher(line).matches() || FORWARD.matcher(line).matches()) {
            return true;
        }
        boolean rule = line.matches("[_-]{10,}");
        return rule && at + 1 < lines.size() && headerBelow(lines, at + 1);
    }

    private static boolean headerBelow(List<String> lines, int from) {
        int at = from;
        while (at < lines.size() && at < from + 2 && lines.get(at).isBlank()) {
            at++;
        }
        return at < lines.size() && isHeaderBlock(lines, at);
    }

    /// A `From:` line with at least two other header fields close below, or other fields with a
    /// `From:` among them.
    static boolean isHeaderBlock(List<String> lines, int at) {
        boolean from = matches(FROM, lines.get(at));
        if (!from && !matches(OTHER_FIELD, lines.get(at))) {
            return false;
        }
        int others = from ? 0 : 1;
        for (int next = at + 1; next < Math.min(lines.size(), at + BLOCK_LINES); next++) {
            from |= matches(FROM, lines.get(next));
            others += matches(OTHER_FIELD, lines.get(next)) ? 1 : 0;
        }
        return from && others >= 2;
    }

    private static boolean matches(Pattern pattern, String line) {
        return line.length() <= LONGEST && pattern.matcher(line).matches();
    }
}
