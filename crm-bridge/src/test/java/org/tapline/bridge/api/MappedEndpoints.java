package org.tapline.bridge.api;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/// What the controllers map.
final class MappedEndpoints {
    private MappedEndpoints() {}

    /// `GET /api/v1/contacts`; what is mapped without a verb answers to GET, too.
    static Set<String> all() throws ClassNotFoundException {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(RestController.class));
        Set<String> names = new TreeSet<>();
        for (var found : scanner.findCandidateComponents("org.tapline.bridge")) {
            Class<?> resource = Class.forName(found.getBeanClassName());
            RequestMapping whole =
                    AnnotatedElementUtils.findMergedAnnotation(resource, RequestMapping.class);
            String base = whole == null ? "" : whole.path()[0];
            for (Method method : resource.getDeclaredMethods()) {
                RequestMapping mapping =
                        AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
                if (mapping != null) {
                    String own = mapping.path().length == 0 ? "" : mapping.path()[0];
                    List<RequestMethod> verbs = List.of(mapping.method());
                    for (RequestMethod verb :
                            verbs.isEmpty() ? List.of(RequestMethod.GET) : verbs) {
                        names.add(verb.name() + " " + base + own);
                    }
                }
            }
        }
        return names;
    }
}
