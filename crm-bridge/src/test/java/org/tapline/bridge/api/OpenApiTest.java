package org.tapline.bridge.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The description, the table of endpoints and the controllers say the same.
class OpenApiTest {
    @TempDir static Path data;
    private static RunningBridge bridge;
    private static JsonNode description;

    @BeforeAll
    static void start() throws IOException {
        bridge = new RunningBridge(data);
        description = bridge.json("/api/v1/openapi.json");
    }

    @AfterAll
    static void stop() {
        bridge.close();
    }

    private static Set<String> described() {
        Set<String> names = new TreeSet<>();
        description
                .path("paths")
                .propertyStream()
                .forEach(
                        path ->
                                path.getValue()
                                        .propertyStream()
                                        .forEach(
                                                verb ->
                                                        names.add(
                                                                verb.getKey()
                                                                                .toUpperCase(
                                                                                        Locale.ROOT)
                                                                        + " "
                                                                        + path.getKey())));
        return names;
    }

    @Test
    void the_description_has_every_endpoint_and_no_other() throws ClassNotFoundException {
        assertThat(described()).containsExactlyElementsOf(MappedEndpoints.all());
    }

    @Test
    void the_table_has_every_endpoint_and_no_other() throws ClassNotFoundException {
        assertThat(Endpoints.all().stream().map(Endpoint::name))
                .containsExactlyInAnyOrderElementsOf(MappedEndpoints.all());
    }

    @Test
    void each_operation_has_a_summary_a_name_of_its_own_answers_and_the_parameters_of_its_path() {
        List<String> ids = new ArrayList<>();
        description
                .path("paths")
                .propertyStream()
                .forEach(
                        path ->
                                path.getValue()
                                        .values()
                                        .forEach(
                                                operation -> {
                                                    ids.add(
                                                            operation
                                                                    .path("operationId")
                                                                    .asString());
                                                    check(path.getKey(), operation);
                                                }));
        assertThat(ids).doesNotHaveDuplicates();
    }

    private static void check(String path, JsonNode operation) {
        assertThat(operation.path("summary").asString()).as(path).isNotBlank();
        assertThat(operation.path("responses").has("default")).as(path).isTrue();
        List<String> inPath = new ArrayList<>();
        for (JsonNode parameter : operation.path("parameters")) {
            assertThat(parameter.path("schema").isObject()).as(path).isTrue();
            if (parameter.path("in").asString().equals("path")) {
                inPath.add(parameter.path("name").asString());
                assertThat(parameter.path("required").asBoolean()).isTrue();
            }
        }
        assertThat(inPath)
                .containsExactlyInAnyOrderElementsOf(
                        Pattern.compile("\\{([^}]*)}")
                                .matcher(path)
                                .results()
                                .map(found -> found.group(1))
                                .toList());
    }

    @Test
    void every_reference_leads_somewhere() {
        Set<String> missing = new TreeSet<>();
        for (JsonNode reference : description.findValues("$ref")) {
            String name = reference.asString().replace("#/components/schemas/", "");
            if (!description.path("components").path("schemas").has(name)) {
                missing.add(name);
            }
        }
        assertThat(missing).isEmpty();
        assertThat(description.path("openapi").asString()).isEqualTo("3.1.0");
    }

    @Test
    void an_answer_has_the_members_that_its_schema_names() {
        bridge.change("POST", "/api/v1/contacts", "{\"emails\":[\"ann@kunde.test\"]}");
        JsonNode contact = bridge.json("/api/v1/contacts/ann@kunde.test");
        JsonNode schema = description.path("components").path("schemas").path("Contact");

        assertThat(schema.path("properties").propertyNames())
                .containsExactlyInAnyOrderElementsOf(contact.propertyNames());
        assertThat(schema.path("properties").path("created_at").path("format").asString())
                .isEqualTo("date-time");
        assertThat(
                        description
                                .at("/paths/~1api~1v1~1contacts/post/requestBody/content")
                                .has("application/json"))
                .isTrue();
        assertThat(description.at("/paths/~1api~1v1~1contacts/post/responses").has("201")).isTrue();
    }

    @Test
    void every_list_goes_on_by_a_cursor() {
        List<String> without = new ArrayList<>();
        description
                .path("paths")
                .propertyStream()
                .filter(path -> path.getValue().has("get"))
                .filter(
                        path ->
                                path.getValue()
                                        .at("/get/responses/200/content/application~1json/schema")
                                        .path("properties")
                                        .has("next_cursor"))
                .forEach(
                        path -> {
                            List<String> names =
                                    path.getValue()
                                            .at("/get/parameters")
                                            .findValuesAsString("name");
                            if (!names.contains("cursor") || !names.contains("limit")) {
                                without.add(path.getKey());
                            }
                        });
        // as many as there are keys
        assertThat(without).containsExactly("/api/v1/policies");
    }

    @Test
    void a_list_read_in_pieces_is_the_list() {
        for (int i = 0; i < 5; i++) {
            bridge.change("POST", "/api/v1/users", "{\"address\":\"u" + i + "@acme.test\"}");
        }
        JsonNode whole = bridge.json("/api/v1/users").path("items");
        List<JsonNode> pieces = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode piece = bridge.json("/api/v1/users?limit=2" + cursor);
            piece.path("items").forEach(pieces::add);
            assertThat(piece.path("items").size()).isLessThanOrEqualTo(2);
            cursor =
                    piece.path("next_cursor").isNull()
                            ? ""
                            : "&cursor=" + piece.path("next_cursor").asString();
        } while (!cursor.isEmpty());

        assertThat(pieces).containsExactlyElementsOf(whole.values());
        assertThat(bridge.get("/api/v1/users?cursor=none").json().path("field").asString())
                .isEqualTo("cursor");
        assertThat(bridge.get("/api/v1/users?limit=0").status()).isEqualTo(400);
    }

    @Test
    void a_refusal_says_what_was_given_and_what_to_do_and_no_name_of_ours() {
        assertThat(detail(bridge.get("/api/v1/nothing")))
                .isEqualTo(
                        "there is nothing at GET /api/v1/nothing; what there is: GET"
                                + " /api/v1/openapi.json");
        assertThat(detail(bridge.get("/api/v1/users?limit=many")))
                .isEqualTo("limit: \"many\" is not a number");
        assertThat(detail(bridge.get("/api/v1/contacts?deleted=maybe")))
                .isEqualTo("deleted: \"maybe\" is neither true nor false");
        assertThat(detail(bridge.get("/api/v1/users?limit=0")))
                .isEqualTo("limit: must be at least 1, not 0");
        assertThat(detail(bridge.ask("POST", "/api/v1/contacts", "{")))
                .contains("the body is missing, or not the JSON")
                .doesNotContain("org.tapline");
        assertThat(
                        detail(
                                bridge.ask(
                                        "POST",
                                        "/api/v1/tokens",
                                        "{\"name\":\"x\",\"scope\":\"all\"}")))
                .isEqualTo("scope: \"all\" is none of read, write, admin");
    }

    private static String detail(RunningBridge.Answer refusal) {
        return refusal.json().path("detail").asString();
    }

    @Test
    void what_nobody_answers_is_a_problem_document_too() {
        for (String path : List.of("/api/v1/nothing", "/api/v1//contacts", "/nothing")) {
            RunningBridge.Answer answer = bridge.get(path);
            assertThat(answer.status()).as(path).isIn(400, 404);
            assertThat(answer.type()).as(path).startsWith("application/problem+json");
        }
        RunningBridge.Answer wrong = bridge.ask("PATCH", "/api/v1/contacts", "{}");
        assertThat(wrong.status()).isEqualTo(405);
        assertThat(wrong.type()).startsWith("application/problem+json");
        RunningBridge.Answer garbled = bridge.ask("POST", "/api/v1/contacts", "{");
        assertThat(garbled.status()).isEqualTo(400);
        assertThat(garbled.type()).startsWith("application/problem+json");
    }
}
