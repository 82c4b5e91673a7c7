package org.tapline.cli.command;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.tapline.cli.ExitStatus;
import org.tapline.cli.rest.Api;
import org.tapline.cli.rest.RestPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `tapline status`
@Command(
        name = "status",
        description = "How the running instance is doing.",
        footer = {
            "%nExamples:",
            "  tapline status",
            "  tapline status --server http://127.0.0.1:8025 --token T --json"
        })
final class StatusCommand implements Callable<Integer> {
    private static final RestPath METRICS = new RestPath("/metrics");
    private static final String SESSIONS = "tapline_sessions{";

    @Mixin private final Session session;

    StatusCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Api api = session.api();
        JsonNode status = api.get(RestPath.of("status"));
        if (!status.has("proxy")) {
            status = withProxy(status, api);
        }
        JsonNode shown = status;
        Output output = session.output();
        output.one(
                shown,
                () ->
                        shown.propertyNames()
                                .forEach(part -> output.field(part, shortly(shown.path(part)))));
        return ExitStatus.DONE.code();
    }

    /// The bridge knows nothing of the proxy; when both share a process, its metrics tell.
    private static JsonNode withProxy(JsonNode status, Api api) {
        long sessions = 0;
        boolean here = false;
        for (String line :
                new String(api.octets(METRICS), StandardCharsets.UTF_8).split("\n", -1)) {
            if (line.startsWith(SESSIONS)) {
                here = true;
                sessions += (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
            }
        }
        ObjectNode proxy = JsonMapper.shared().createObjectNode();
        proxy.put("state", here ? "up" : "elsewhere");
        if (here) {
            proxy.put("sessions", sessions);
        }
        ObjectNode whole = JsonMapper.shared().createObjectNode();
        whole.set("proxy", proxy);
        status.propertyNames().forEach(name -> whole.set(name, status.path(name)));
        return whole;
    }

    /// `state up, depth 0` for a group; the number of items for a list.
    private static String shortly(JsonNode part) {
        if (part.isArray()) {
            return String.valueOf(part.size());
        }
        if (!part.isObject()) {
            return part.asString("");
        }
        StringBuilder line = new StringBuilder();
        for (String name : part.propertyNames()) {
            JsonNode value = part.path(name);
            if (!value.isNull()) {
                line.append(line.isEmpty() ? "" : ", ")
                        .append(name.replace('_', ' '))
                        .append(' ')
                        .append(shortly(value));
            }
        }
        return line.toString();
    }
}
