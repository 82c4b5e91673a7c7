package org.tapline.proxy.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakTracker;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LeakGuardTest {
    private final Queue<String> leaks = new ConcurrentLinkedQueue<>();
    private final ResourceLeakDetector<Object> detector =
            new LeakGuard.Recording<>(Object.class, 1, leaks);

    private void forget() {
        ResourceLeakTracker<Object> tracker = detector.track(new Object());
        assertThat(tracker).as("the paranoid level tracks everything").isNotNull();
    }

    @Test
    void a_buffer_that_nobody_released_is_written_down() {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> {
                            forget();
                            System.gc();
                            return !leaks.isEmpty();
                        });
    }
}
