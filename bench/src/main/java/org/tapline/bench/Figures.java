package org.tapline.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One column of a table: a value for each round and target.
final class Figures {
    private static final String PEER = "haproxy";

    private final Map<String, List<Double>> values = new LinkedHashMap<>();

    void add(Target target, double value) {
        values.computeIfAbsent(target.name(), name -> new ArrayList<>()).add(value);
    }

    double median(Target target) {
        return median(values.getOrDefault(target.name(), List.of()));
    }

    double sum(Target target) {
        return values.getOrDefault(target.name(), List.of()).stream()
                .mapToDouble(value -> value)
                .sum();
    }

    /// The median of the rounds' own ratios to HAProxy: the machine's bad moments cancel out.
    String ratio(Target target) {
        List<Double> peer = values.getOrDefault(PEER, List.of());
        List<Double> own = values.getOrDefault(target.name(), List.of());
        if (target.direct() || peer.size() < own.size()) {
            return "-";
        }
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            ratios.add(own.get(i) / peer.get(i));
        }
        return String.format(Locale.ROOT, "%.2f", median(ratios));
    }

    private static double median(List<Double> some) {
        if (some.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = some.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
