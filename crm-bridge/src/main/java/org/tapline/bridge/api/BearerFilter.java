package org.tapline.bridge.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.tapline.bridge.ops.Tokens;

/// Signs a request in by its bearer token (RFC 6750 §2.1). A request without a valid one goes on
/// as nobody's, and is refused behind.
final class BearerFilter extends OncePerRequestFilter {
    private static final String SCHEME = "Bearer ";

    private final Tokens tokens;

    BearerFilter(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader("Authorization");
        if (header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            try {
                Optional<Tokens.Holder> holder =
                        tokens.holder(header.substring(SCHEME.length()).strip());
                holder.ifPresent(BearerFilter::signIn);
            } catch (RuntimeException e) {
                logger.warn("cannot check a token: the database does not answer");
                ProblemWriter.write(
                        response, 503, "the database does not answer; try again in a few seconds");
                return;
            }
        }
        chain.doFilter(request, response);
    }

    private static void signIn(Tokens.Holder holder) {
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(
                UsernamePasswordAuthenticationToken.authenticated(
                        holder.name(),
                        null,
                        List.of(new SimpleGrantedAuthority(holder.scope().label()))));
        SecurityContextHolder.setContext(context);
    }
}
