package org.tapline.proxy.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails a test class after which Netty's paranoid detector found a buffer that nobody released;
/// JUnit finds it as a service. A leak shows when its buffer is collected, so it may be one of a
/// class before: the touches in the report say whose it is.
public final class LeakGuard implements BeforeAllCallback, AfterAllCallback {
    private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();
    private static final int ALLOCATIONS = 100;

    static {
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(
                new ResourceLeakDetectorFactory() {
                    @Override
                    @SuppressWarnings("deprecation") // the one method that must be there
                    public <T> ResourceLeakDetector<T> newResourceLeakDetector(
                            Class<T> resource, int samplingInterval, long maxActive) {
                        return new Recording<>(resource, samplingInterval, LEAKS);
                    }
                });
    }

    /// Writes leaks down instead of logging them.
    static final class Recording<T> extends ResourceLeakDetector<T> {
        private final Queue<String> leaks;

        Recording(Class<?> resource, int samplingInterval, Queue<String> leaks) {
            super(resource, samplingInterval);
            this.leaks = leaks;
        }

        @Override
        protected boolean needReport() {
            return true;
        }

        @Override
        protected void reportTracedLeak(String resource, String records) {
            leaks.add(resource + ": " + records);
        }

        @Override
        protected void reportUntracedLeak(String resource) {
            leaks.add(resource);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // The detector is set when this class is loaded, before any buffer is made.
    }

    @Override
    public void afterAll(ExtensionContext context) {
        System.gc();
        // The detector looks at what was collected when the next buffers are made.
        for (int i = 0; i < ALLOCATIONS; i++) {
            PooledByteBufAllocator.DEFAULT.directBuffer(1).release();
        }
        List<String> found = new ArrayList<>();
        for (String leak = LEAKS.poll(); leak != null; leak = LEAKS.poll()) {
            found.add(leak);
        }
        assertThat(found).as("buffers that nobody released").isEmpty();
    }
}
