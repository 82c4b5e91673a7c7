package org.tapline.bridge.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.tapline.bridge.addressbook.Exports;
import org.tapline.bridge.addressbook.Import;
import org.tapline.bridge.addressbook.Imports;

/// `/contact-imports` and `/contact-export`: contacts as files.
@RestController
@RequestMapping("/api/v1")
class ContactFileResource {
    /// A million contacts take about 100 MB.
    private static final long LARGEST = 512L * 1024 * 1024;

    private final Imports imports;
    private final Exports exports;

    ContactFileResource(Imports imports, Exports exports) {
        this.imports = imports;
        this.exports = exports;
    }

    /// The body is the file, octet for octet.
    @PostMapping("/contact-imports")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Import take(
            @RequestParam(defaultValue = "csv") String format,
            @RequestParam(defaultValue = "utf-8") String charset,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
            HttpServletRequest request,
            Authentication holder)
            throws IOException {
        return imports.take(
                        format(format),
                        charset(charset),
                        dryRun,
                        request.getInputStream(),
                        LARGEST,
                        holder.getName())
                .orElseThrow(
                        () ->
                                new BadField(
                                        "body", "is empty, or larger than " + LARGEST + " octets"));
    }

    private static Imports.Format format(String format) {
        return switch (format.toLowerCase(Locale.ROOT)) {
            case "csv" -> Imports.Format.CSV;
            case "vcard", "vcf" -> Imports.Format.VCARD;
            default -> throw new BadField("format", "\"" + format + "\" is neither csv nor vcard");
        };
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new BadField("charset", "\"" + name + "\" is no known character set");
        }
    }

    @GetMapping("/contact-imports/{job}")
    Import one(@PathVariable String job) {
        return find(job);
    }

    @GetMapping("/contact-imports/{job}/refused")
    Listing<Import.Refusal> refused(
            @PathVariable String job,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam Optional<String> cursor) {
        int most = Listing.limit(limit);
        long after = cursor.map(given -> Fields.number("cursor", given)).orElse(0L);
        List<Import.Refusal> found = imports.refusals(find(job).id(), most + 1, after);
        return Listing.byId(found, most, Import.Refusal::id);
    }

    private Import find(String job) {
        return imports.byId(Fields.number("job", job))
                .orElseThrow(() -> new NotFound("import not found: " + job));
    }

    /// Written while it is read: an export of any size takes no more memory than a small one.
    @GetMapping("/contact-export")
    void export(
            @RequestParam(defaultValue = "csv") String format,
            HttpServletResponse response,
            Authentication holder)
            throws IOException {
        Exports.Format wanted =
                switch (format.toLowerCase(Locale.ROOT)) {
                    case "csv" -> Exports.Format.CSV;
                    case "vcard", "vcard4" -> Exports.Format.VCARD4;
                    case "vcard3" -> Exports.Format.VCARD3;
                    default ->
                            throw new BadField(
                                    "format", "\"" + format + "\" is none of csv, vcard, vcard3");
                };
        response.setContentType(
                wanted == Exports.Format.CSV
                        ? "text/csv;charset=utf-8"
                        : "text/vcard;charset=utf-8");
        Writer out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
        exports.write(wanted, out, holder.getName());
    }
}
