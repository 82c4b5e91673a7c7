package org.tapline.bridge.api;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.tapline.bridge.ops.Tokens;

/// Who may ask what: a valid token everything, nobody health and metrics. No sessions, no cookies,
/// hence nothing to forge.
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class Access {

    @Bean
    SecurityFilterChain chain(HttpSecurity http, Tokens tokens) {
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
