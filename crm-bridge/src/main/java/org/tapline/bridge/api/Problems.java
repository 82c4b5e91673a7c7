package org.tapline.bridge.api;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.tapline.bridge.contacts.AddressTaken;
import org.tapline.bridge.contacts.Refusal;
import org.tapline.bridge.database.SqlFailure;

/// Failures as problem documents (RFC 9457).
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler
    ProblemDetail notFound(NotFound failure) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, text(failure));
    }

    @ExceptionHandler
    ProblemDetail refused(Refused failure) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.FORBIDDEN, text(failure));
    }

    @ExceptionHandler
    ProblemDetail badField(BadField failure) {
        ProblemDetail problem =
                ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, text(failure));
        problem.setProperty("field", failure.field());
        return problem;
    }

    @ExceptionHandler
    ProblemDetail taken(AddressTaken failure) {
        ProblemDetail problem =
                ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, text(failure));
        problem.setProperty("contact_id", failure.owner());
        return problem;
    }

    @ExceptionHandler
    ProblemDetail refused(Refusal failure) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, text(failure));
    }

    @ExceptionHandler
    ProblemDetail taken(org.tapline.bridge.mailbox.AddressTaken failure) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, text(failure));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> other(RuntimeException failure) {
        boolean away = SqlFailure.of(failure) == SqlFailure.UNAVAILABLE;
        if (away) {
            log.warn("the database does not answer: {}", failure.toString());
            return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                    .header("Retry-After", "5")
                    .body(
                            ProblemDetail.forStatusAndDetail(
                                    HttpStatus.SERVICE_UNAVAILABLE,
                                    "the database does not answer; try again in a few seconds"));
        }
        log.error("a request failed", failure);
        return ResponseEntity.internalServerError()
                .body(
                        ProblemDetail.forStatusAndDetail(
                                HttpStatus.INTERNAL_SERVER_ERROR,
                                "the request failed by a fault of Tapline; its log says more"));
    }

    private static String text(RuntimeException failure) {
        return String.valueOf(failure.getMessage());
    }
}
