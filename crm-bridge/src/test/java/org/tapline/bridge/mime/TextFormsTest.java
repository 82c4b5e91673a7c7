package org.tapline.bridge.mime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Text as a person would read it: flowed, from HTML, and without the history.
final class TextFormsTest {

    @Test
    void flowed_lines_are_joined_and_quotes_kept_apart() {
        assertThat(FlowedText.unwrap("one \ntwo\n> three \n> four\nfive", false))
                .isEqualTo("one two\n> three four\nfive");
        assertThat(FlowedText.unwrap("one \ntwo\n", true)).isEqualTo("onetwo\n");
        assertThat(FlowedText.unwrap("text \n-- \nAnna", false)).isEqualTo("text \n-- \nAnna");
        assertThat(FlowedText.unwrap(" >stuffed", false)).isEqualTo(">stuffed");
    }

    @Test
    void html_reads_as_text() {
        assertThat(HtmlText.of("<p>Hello <b>Ben</b>,</p><p>two<br>lines</p>"))
                .isEqualTo("Hello Ben,\n\ntwo\nlines");
        assertThat(HtmlText.of("<ul><li>a</li><li>b</li></ul>")).isEqualTo("- a\n- b");
        assertThat(HtmlText.of("<style>x</style><script>y</script>a&nbsp;&amp;&nbsp;b"))
                .isEqualTo("a & b");
        assertThat(HtmlText.of("new<blockquote>old</blockquote>")).isEqualTo("new\n\n> old");
        assertThat(HtmlText.of("<div style='display:none'>preview</div>seen")).isEqualTo("seen");
        assertThat(HtmlText.of("<pre>a\n  b</pre>")).isEqualTo("a\n  b");
    }

    @Test
    void deeply_nested_html_does_no_harm() {
        assertThat(HtmlText.of("<div>".repeat(100_000) + "deep")).isEqualTo("deep");
        assertThat(HtmlText.of("<b><i><a>".repeat(30_000) + "deep")).isEqualTo("deep");
    }

    @Test
    void html_stands_in_where_there_is_no_plain_text() {
        String html = "Content-Type: text/html; charset=utf-8\n\n<p>Hello</p>";
        assertThat(Mails.read(html).text()).isEqualTo("Hello");
        assertThat(Mails.read(html).html()).contains("<p>Hello</p>");
    }

    @Test
    void new_text_is_told_from_quoted_history() {
        QuotedHistory below =
                QuotedHistory.split(
                        "Thanks!\n\nOn Fri, 20 Nov 2026, Anna <a@x.test> wrote:\n> Hello\n> Ben\n");
        assertThat(below.reply()).isEqualTo("Thanks!");
        assertThat(below.history()).startsWith("On Fri").endsWith("> Ben");
        QuotedHistory outlook =
                QuotedHistory.split(
                        "Danke\n\nVon: Anna\nGesendet: Freitag\nAn: Ben\nBetreff: Hallo\n\nHallo Ben");
        assertThat(outlook.reply()).isEqualTo("Danke");
        QuotedHistory signed = QuotedHistory.split("Yes.\n\n-- \nAnna\nAcme\n");
        assertThat(signed.reply()).isEqualTo("Yes.");
        assertThat(signed.signature()).isEqualTo("-- \nAnna\nAcme");
        assertThat(signed.history()).isEmpty();
    }

    @Test
    void a_patch_below_a_line_of_dashes_is_no_signature() {
        String patch = "Signed-off-by: Anna\n---\n a.c | 2 +-\n\ndiff --git a/a.c b/a.c\n-x;;\n+x;";

        assertThat(QuotedHistory.split(patch).reply()).isEqualTo(patch);
        assertThat(QuotedHistory.split(patch + "\n-- \n2.5.1").signature()).isEqualTo("-- \n2.5.1");
    }

    @Test
    void answers_between_quotes_keep_them() {
        String between = "> one?\nyes\n> two?\nno";
        assertThat(QuotedHistory.split(between).reply()).isEqualTo(between);
        QuotedHistory under =
                QuotedHistory.split("On 20 Nov 2026 Anna wrote:\n> one?\n\nYes, one.");
        assertThat(under.reply()).isEqualTo("Yes, one.");
        assertThat(QuotedHistory.split("> only quoted").reply()).isEqualTo("> only quoted");
    }
}
