package org.tapline.bridge.api;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;

/// Writes a problem document (RFC 9457) where no controller is reached.
final class ProblemWriter {
    private ProblemWriter() {}

    /// @param detail without quotes and backslashes
    static void write(HttpServletResponse response, int status, String detail) throws IOException {
        response.setStatus(status);
        response.setContentType("application/problem+json");
        response.getOutputStream()
                .write(
                        """
                        {"title":"%s","status":%d,"detail":"%s"}
                        """
                                .formatted(
                                        HttpStatus.valueOf(status).getReasonPhrase(),
                                        status,
                                        detail)
                                .getBytes(StandardCharsets.UTF_8));
    }
}
