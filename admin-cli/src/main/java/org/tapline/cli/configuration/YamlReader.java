package org.tapline.cli.configuration;

import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.AnchorNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// YAML text to [Value]s. No object of any other type is ever built from the text.
final class YamlReader {
    /// Deeper than any key of ours (`upstream.domains.D.imap.host` has five levels).
    private static final int MAX_DEPTH = 16;

    private final IntFunction<Origin> originOfLine;
    private final Consumer<Problem> problems;

    /// @param originOfLine names the place of a line, counted from 1
    YamlReader(IntFunction<Origin> originOfLine, Consumer<Problem> problems) {
        this.originOfLine = originOfLine;
        this.problems = problems;
    }

    /// Absent when the text is empty or is not YAML; the latter is reported as a problem.
    Optional<Value> read(Reader text) {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(MAX_DEPTH);
        try {
            Node root = new Yaml(new SafeConstructor(options)).compose(text);
            return root == null ? Optional.empty() : Optional.of(value(root, 0));
        } catch (MarkedYAMLException broken) {
            int line = broken.getProblemMark() == null ? 0 : broken.getProblemMark().getLine();
            report(originOfLine.apply(line + 1), "is not YAML: " + broken.getProblem());
            return Optional.empty();
        } catch (YAMLException broken) {
            report(originOfLine.apply(1), "is not YAML: " + broken.getMessage());
            return Optional.empty();
        }
    }

    private Value value(Node node, int depth) {
        Origin origin = originOf(node);
        if (depth > MAX_DEPTH) {
            throw new YAMLException("nested more than " + MAX_DEPTH + " levels deep");
        }
        return switch (node) {
            case ScalarNode scalar ->
                    scalar.getTag().equals(Tag.NULL)
                            ? new Value.Nothing(origin)
                            : new Value.Scalar(scalar.getValue(), origin);
            case SequenceNode sequence -> {
                List<Value> items = new ArrayList<>();
                for (Node item : sequence.getValue()) {
                    items.add(value(item, depth + 1));
                }
                yield new Value.Sequence(items, origin);
            }
            case MappingNode mapping -> mapping(mapping, origin, depth);
            case AnchorNode anchor -> value(anchor.getRealNode(), depth + 1);
            default -> throw new YAMLException("an unknown kind of node: " + node.getNodeId());
        };
    }

    private Value mapping(MappingNode mapping, Origin origin, int depth) {
        Map<String, Value.Member> members = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                report(originOf(tuple.getKeyNode()), "a key must be plain text");
                continue;
            }
            Value.Member member =
                    new Value.Member(originOf(key), value(tuple.getValueNode(), depth + 1));
            if (members.putIfAbsent(key.getValue(), member) != null) {
                report(originOf(key), "the key '" + key.getValue() + "' stands here twice");
            }
        }
        return new Value.Mapping(members, origin);
    }

    private Origin originOf(Node node) {
        return originOfLine.apply(node.getStartMark().getLine() + 1);
    }

    private void report(Origin origin, String text) {
        problems.accept(new Problem(origin.text(), "", text));
    }
}
