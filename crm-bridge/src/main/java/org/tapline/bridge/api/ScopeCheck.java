package org.tapline.bridge.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.tapline.bridge.ops.Scope;

/// Lets a token do what its scope covers. What stands in no line of `endpoints.txt` needs the
/// widest scope.
final class ScopeCheck implements HandlerInterceptor {

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        Optional<Scope> needed = needed(request);
        if (needed.isPresent() && !held().map(scope -> scope.covers(needed.get())).orElse(false)) {
            throw new Refused(
                    "this needs a token of scope %s; the one given has %s (tapline token list)"
                            .formatted(
                                    needed.get().label(), held().map(Scope::label).orElse("none")));
        }
        return true;
    }

    private static Optional<Scope> needed(HttpServletRequest request) {
        String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
        Object path = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        Optional<Endpoint> known = Endpoints.of(method, String.valueOf(path));
        return known.isPresent() ? known.get().scope() : Optional.of(Scope.ADMIN);
    }

    private static Optional<Scope> held() {
        Authentication holder = SecurityContextHolder.getContext().getAuthentication();
        return holder == null
                ? Optional.empty()
                : holder.getAuthorities().stream()
                        .flatMap(
                                authority ->
                                        Scope.named(String.valueOf(authority.getAuthority()))
                                                .stream())
                        .findFirst();
    }
}
