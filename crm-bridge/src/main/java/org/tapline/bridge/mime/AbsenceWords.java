package org.tapline.bridge.mime;

import java.util.regex.Pattern;

/// Subjects by which mail programs announce that nobody wrote the mail, in the languages of the
/// common programs.
final class AbsenceWords {
    private static final Pattern SUBJECT =
            Pattern.compile(
                    "^\\s*(?:(?:re|aw|sv|fwd?)\\s*:\\s*)?\\[?(?:"
                            + "auto(?:matic(?:ally)?|mated)?[- ]?(?:reply|response|generated reply)"
                            + "|autore(?:ply|sponse|sponder)|auto:"
                            + "|out of (?:the )?office|vacation (?:reply|message|response)"
                            + "|away from (?:the |my )?(?:office|mail|desk)|i am (?:out|away)"
                            + "|automatische antwort|abwesenheits|abwesend|abwesenheit"
                            + "|autom\\.? antwort|nicht im b[uü]ro"
                            + "|r[ée]ponse automatique|absence du bureau|message d'absence"
                            + "|respuesta autom[aá]tica|fuera de (?:la )?oficina"
                            + "|risposta automatica|fuori (?:sede|ufficio)"
                            + "|resposta autom[aá]tica|fora do escrit[oó]rio"
                            + "|automatisch antwoord|automatische beantwoording|afwezig"
                            + "|autosvar|automatisk svar|automaattinen vastaus|frånvaro"
                            + "|automatyczna odpowied[zź]|odpowied[zź] automatyczna"
                            + "|automatick[aá] odpov[eě][dď]|automatikus v[aá]lasz"
                            + "|автоматический ответ|автоответ|自動回复|自动答复|自動返信|자동 회신"
                            + ")",
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private AbsenceWords() {}

    static boolean inSubject(String subject) {
        return SUBJECT.matcher(subject).find();
    }
}
