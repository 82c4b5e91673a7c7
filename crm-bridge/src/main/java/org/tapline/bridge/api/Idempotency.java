package org.tapline.bridge.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;
import org.tapline.bridge.ops.RepeatedRequests;

/// Does a POST with an `Idempotency-Key` once, and gives the first answer to whoever asks again.
///
/// | the key was seen | answer |
/// | --- | --- |
/// | never, or more than a day ago | the request is done |
/// | with the same request | the first answer, and `Idempotency-Replayed: true` |
/// | with the same request, and its answer held a secret | 409 |
/// | with the same request, which is still worked on | 409 with `Retry-After` |
/// | with another request | 422 |
///
/// An answer of 500 and above is not kept: such a request may be tried again.
final class Idempotency extends OncePerRequestFilter {
    private static final String HEADER = "Idempotency-Key";

    /// A UUID has 36 characters.
    private static final int LONGEST_KEY = 255;

    /// What is to be compared must be read first. Imports are larger, and have keys of their own.
    private static final int LARGEST_BODY = 1 << 20;

    private final RepeatedRequests requests;

    Idempotency(RepeatedRequests requests) {
        this.requests = requests;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getMethod().equals("POST") || request.getHeader(HEADER) == null;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String key = request.getHeader(HEADER).strip();
        if (key.isEmpty() || key.length() > LONGEST_KEY || !key.matches("[!-~]+")) {
            ProblemWriter.write(
                    response,
                    400,
                    "Idempotency-Key takes 1 to %d visible ASCII characters"
                            .formatted(LONGEST_KEY));
            return;
        }
        byte[] body = request.getInputStream().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            ProblemWriter.write(
                    response,
                    413,
                    "with an Idempotency-Key a request has at most %d octets"
                            .formatted(LARGEST_BODY));
            return;
        }
        Authentication holder = SecurityContextHolder.getContext().getAuthentication();
        var entered =
                new RepeatedRequests.Request(
                        holder == null ? "" : holder.getName(), key, fingerprint(request, body));
        switch (requests.enter(entered)) {
            case RepeatedRequests.Turn.First first ->
                    first(entered, new KeptBody(request, body), response, chain);
            case RepeatedRequests.Turn.Again again -> again(response, again.answer());
            case RepeatedRequests.Turn.Underway underway -> {
                response.setHeader("Retry-After", "2");
                ProblemWriter.write(response, 409, "this request is still being worked on");
            }
            case RepeatedRequests.Turn.Different different ->
                    ProblemWriter.write(
                            response, 422, "this Idempotency-Key was used for another request");
        }
    }

    private void first(
            RepeatedRequests.Request entered,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws ServletException, IOException {
        var answer = new ContentCachingResponseWrapper(response);
        boolean kept = false;
        try {
            chain.doFilter(request, answer);
            if (answer.getStatus() < 500) {
                requests.done(entered, answerOf(answer));
                kept = true;
            }
        } finally {
            if (!kept) {
                requests.failed(entered);
            }
        }
        answer.copyBodyToResponse();
    }

    private static RepeatedRequests.Answer answerOf(ContentCachingResponseWrapper answer) {
        boolean secret =
                Optional.ofNullable(answer.getHeader("Cache-Control"))
                        .map(value -> value.contains("no-store") && value.contains("private"))
                        .orElse(false);
        return new RepeatedRequests.Answer(
                answer.getStatus(), answer.getContentType(), secret ? null : text(answer));
    }

    private static String text(ContentCachingResponseWrapper answer) {
        return new String(answer.getContentAsByteArray(), StandardCharsets.UTF_8);
    }

    private static void again(HttpServletResponse response, RepeatedRequests.Answer answer)
            throws IOException {
        String body = answer.body();
        if (body == null) {
            ProblemWriter.write(
                    response,
                    409,
                    "this request was done; its answer held a secret, which is shown once");
            return;
        }
        response.setHeader("Idempotency-Replayed", "true");
        response.setStatus(answer.status());
        @Nullable String type = answer.contentType();
        if (type != null) {
            response.setContentType(type);
        }
        response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }

    private static String fingerprint(HttpServletRequest request, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String query = Optional.ofNullable(request.getQueryString()).orElse("");
            String head = request.getMethod() + " " + request.getRequestURI() + "?" + query + "\n";
            digest.update(head.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
