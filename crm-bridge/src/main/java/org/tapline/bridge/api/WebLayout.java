package org.tapline.bridge.api;

import org.springframework.context.annotation.Configuration;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// JSON as the contract wants it: snake_case keys, ISO times. Every request is asked for its scope.
@Configuration(proxyBeanMethods = false)
@EnableWebMvc
class WebLayout implements WebMvcConfigurer {
    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new ScopeCheck());
    }

    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
        JsonMapper mapper =
                JsonMapper.builder()
                        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                        // the members of ours stand beside the standard ones (RFC 9457 §3.2)
                        .addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class)
                        .build();
        builder.withJsonConverter(new JacksonJsonHttpMessageConverter(mapper));
    }
}
