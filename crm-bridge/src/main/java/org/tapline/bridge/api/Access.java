package org.tapline.bridge.api;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.tapline.bridge.ops.RepeatedRequests;
import org.tapline.bridge.ops.Tokens;

/// Who may ask at all: whoever has a valid token; health and metrics anybody. What a token may ask
/// is [ScopeCheck]'s. No sessions, no cookies, hence nothing to forge.
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class Access {

    @Bean
    SecurityFilterChain chain(HttpSecurity http, Tokens tokens, RepeatedRequests repeated) {
        return http.csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(
                        sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(
                        requests ->
                                requests.requestMatchers("/health/**", "/metrics")
                                        .permitAll()
                                        .anyRequest()
                                        .authenticated())
                .addFilterBefore(new BearerFilter(tokens), AnonymousAuthenticationFilter.class)
                .addFilterAfter(new Idempotency(repeated), AuthorizationFilter.class)
                .exceptionHandling(
                        handling ->
                                handling.authenticationEntryPoint(
                                        (request, response, failure) -> {
                                            response.setHeader("WWW-Authenticate", "Bearer");
                                            ProblemWriter.write(
                                                    response,
                                                    401,
                                                    "a valid bearer token is needed: the one of"
                                                            + " the administrator is in the data"
                                                            + " folder, file admin.token");
                                        }))
                .build();
    }

    /// What the firewall does not let pass is answered like any other problem (RFC 9457).
    @Bean
    RequestRejectedHandler rejected() {
        return (request, response, rejection) ->
                ProblemWriter.write(
                        response, 400, "the path or a header of the request is malformed");
    }

    /// A Message-ID is one segment of a path, and may hold a slash, a semicolon or a percent sign.
    @Bean
    StrictHttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowUrlEncodedSlash(true);
        firewall.setAllowUrlEncodedDoubleSlash(true);
        firewall.setAllowUrlEncodedPercent(true);
        firewall.setAllowUrlEncodedPeriod(true);
        firewall.setAllowSemicolon(true);
        return firewall;
    }
}
