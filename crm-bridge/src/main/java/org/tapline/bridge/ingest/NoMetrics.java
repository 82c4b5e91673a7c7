package org.tapline.bridge.ingest;

import java.time.Duration;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.api.TimeMetric;
import org.reactivestreams.Publisher;

/// James' handlers want to measure themselves; we count observations elsewhere.
// deprecation: two methods of the interfaces are, and must be there all the same.
@SuppressWarnings("deprecation")
enum NoMetrics implements MetricFactory, TimeMetric, TimeMetric.ExecutionResult, Metric {
    NONE;

    @Override
    public Metric generate(String name) {
        return this;
    }

    @Override
    public TimeMetric timer(String name) {
        return this;
    }

    @Override
    public <T> Publisher<T> decoratePublisherWithTimerMetric(String name, Publisher<T> publisher) {
        return publisher;
    }

    @Override
    public <T> Publisher<T> decoratePublisherWithTimerMetricLogP99(
            String name, Publisher<T> publisher) {
        return publisher;
    }

    @Override
    public ExecutionResult stopAndPublish() {
        return this;
    }

    @Override
    public Duration elasped() {
        return Duration.ZERO;
    }

    @Override
    public ExecutionResult logWhenExceedP99(Duration threshold) {
        return this;
    }

    @Override
    public void increment() {
        // Not counted.
    }

    @Override
    public void decrement() {
        // Not counted.
    }

    @Override
    public void add(int value) {
        // Not counted.
    }

    @Override
    public void remove(int value) {
        // Not counted.
    }

    @Override
    public long getCount() {
        return 0;
    }
}
