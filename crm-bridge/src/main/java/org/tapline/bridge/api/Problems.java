package org.tapline.bridge.api;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.tapline.bridge.contacts.AddressTaken;
import org.tapline.bridge.contacts.Refusal;
import org.tapline.bridge.database.SqlFailure;

/// Failures as problem documents (RFC 9457).
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    /// SQL state of the triggers of the migration V46.
    private static final String HELD = "TL001";

    @ExceptionHandler
    ProblemDetail notFound(NotFound failure) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, text(failure));
    }

    @ExceptionHandler
    ProblemDetail refused(Refused failure) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.FORBIDDEN, text(failure));
    }

    @ExceptionHandler
    ProblemDetail conflict(Conflict failure) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, text(failure));
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

    @Override
    protected @Nullable ResponseEntity<Object> handleNoHandlerFoundException(
            NoHandlerFoundException failure,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        ProblemDetail problem =
                ProblemDetail.forStatusAndDetail(
                        status,
                        "there is nothing at %s %s; what there is: GET /api/v1/openapi.json"
                                .formatted(failure.getHttpMethod(), failure.getRequestURL()));
        return handleExceptionInternal(failure, problem, headers, status, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException failure,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        ProblemDetail problem =
                ProblemDetail.forStatusAndDetail(
                        status,
                        "the body is missing, or not the JSON that is expected here; see"
                                + " /api/v1/openapi.json");
        return handleExceptionInternal(failure, problem, headers, status, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException failure,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        String field = String.valueOf(failure.getPropertyName());
        ProblemDetail problem =
                ProblemDetail.forStatusAndDetail(
                        status,
                        "%s: \"%s\" is %s"
                                .formatted(
                                        field,
                                        failure.getValue(),
                                        expected(failure.getRequiredType())));
        problem.setProperty("field", field);
        return handleExceptionInternal(failure, problem, headers, status, request);
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return "neither true nor false";
        }
        boolean number =
                type != null && (type.isPrimitive() || Number.class.isAssignableFrom(type));
        return number ? "not a number" : "not what is expected here";
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> other(RuntimeException failure) {
        if (SqlFailure.state(failure).equals(HELD)) {
            return ResponseEntity.status(HttpStatus.CONFLICT)
                    .body(
                            ProblemDetail.forStatusAndDetail(
                                    HttpStatus.CONFLICT,
                                    "this is under legal hold; see tapline hold list"));
        }
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
