package org.tapline.cli.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tapline.cli.configuration.Configuration;
import org.tapline.cli.configuration.ConfigurationException;
import org.tapline.cli.configuration.Problem;
import org.tapline.proxy.StartFailure;

/// Reads the configuration again while everything runs, and has it applied as far as that goes. A
/// configuration with a problem changes nothing.
final class Reloading {
    private static final Logger LOG = LoggerFactory.getLogger(Reloading.class);

    private final Supplier<Configuration> read;
    private final Function<Configuration, List<Problem>> check;
    private final Function<Configuration, List<String>> apply;
    private final Configuration running;

    /// @param running what was started with
    /// @param read reads it again
    /// @param check whether what it counts on can be used
    /// @param apply applies it, and names the keys that stay as they are
    Reloading(
            Configuration running,
            Supplier<Configuration> read,
            Function<Configuration, List<Problem>> check,
            Function<Configuration, List<String>> apply) {
        this.running = running;
        this.read = read;
        this.check = check;
        this.apply = apply;
    }

    /// Reads, checks, applies, and says in the log what became of it.
    ///
    /// @return whether it was applied
    synchronized boolean reload() {
        try {
            Configuration fresh = read.get();
            List<Problem> problems = check.apply(fresh);
            if (!problems.isEmpty()) {
                throw new ConfigurationException(problems);
            }
            List<String> unchanged = new ArrayList<>(apply.apply(fresh));
            unchanged.addAll(beyondTheProxy(running, fresh));
            for (String key : unchanged) {
                LOG.warn(
                        "event=reload key={} action=\"restart Tapline to apply this change\"", key);
            }
            LOG.info("event=reload outcome=applied restart_needed={}", unchanged);
            return true;
        } catch (ConfigurationException wrong) {
            for (Problem problem : wrong.problems()) {
                LOG.error("event=reload outcome=refused problem=\"{}\"", problem.line());
            }
        } catch (StartFailure unusable) {
            LOG.error("event=reload outcome=refused problem=\"{}\"", unusable.getMessage());
        }
        return false;
    }

    /// What the proxy does not know of, or what others share with it.
    static List<String> beyondTheProxy(Configuration before, Configuration after) {
        List<String> changed = new ArrayList<>();
        compare("organisation", before.organisation(), after.organisation(), changed);
        compare("listen.http", before.http(), after.http(), changed);
        compare("listen.bcc", before.bcc(), after.bcc(), changed);
        compare("database", before.database(), after.database(), changed);
        compare("journal", before.forwardTo(), after.forwardTo(), changed);
        compare("bridge", before.bridge(), after.bridge(), changed);
        compare("relay", before.relay(), after.relay(), changed);
        return changed;
    }

    private static void compare(String key, Object before, Object after, List<String> changed) {
        if (!Objects.equals(before, after)) {
            changed.add(key);
        }
    }
}
