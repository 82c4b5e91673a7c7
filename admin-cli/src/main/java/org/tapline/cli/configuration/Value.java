package org.tapline.cli.configuration;

import java.util.List;
import java.util.Map;

/// A piece of YAML that remembers where it was written.
sealed interface Value {
    Origin origin();

    /// What it is called when it stands in the wrong place.
    String kind();

    record Scalar(String text, Origin origin) implements Value {
        @Override
        public String kind() {
            return "the text '" + text + "'";
        }
    }

    /// A key without a value, or `~`.
    record Nothing(Origin origin) implements Value {
        @Override
        public String kind() {
            return "empty";
        }
    }

    record Sequence(List<Value> items, Origin origin) implements Value {
        @Override
        public String kind() {
            return "a list";
        }
    }

    record Mapping(Map<String, Member> members, Origin origin) implements Value {
        @Override
        public String kind() {
            return "a group of keys";
        }
    }

    /// @param origin where the key is written
    record Member(Origin origin, Value value) {}
}
