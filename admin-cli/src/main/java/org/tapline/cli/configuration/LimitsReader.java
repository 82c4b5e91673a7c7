package org.tapline.cli.configuration;

import java.time.Duration;
import java.util.Optional;
import org.tapline.proxy.ProxySettings.Admission;
import org.tapline.proxy.ProxySettings.Limits;
import org.tapline.proxy.ProxySettings.Spooling;

/// The keys under `limits`. What is not said has the value of [Limits#DEFAULTS].
final class LimitsReader {
    private final Section section;
    private final Forms forms;

    private LimitsReader(Section section, Forms forms) {
        this.section = section;
        this.forms = forms;
    }

    static Limits read(Optional<Section> section, Forms forms) {
        return section.map(keys -> new LimitsReader(keys, forms).limits()).orElse(Limits.DEFAULTS);
    }

    private Limits limits() {
        Limits usual = Limits.DEFAULTS;
        Limits limits =
                new Limits(
                        time("durable-wait", usual.durableWait()),
                        time("drain", usual.drain()),
                        admission(usual.admission()),
                        spooling(usual.spooling()));
        section.end();
        return limits;
    }

    private Admission admission(Admission usual) {
        return new Admission(
                time("sign-in-time", usual.preAuthentication()),
                count("commands-before-sign-in", usual.commands()),
                count("commands-per-second", usual.commandsPerSecond()),
                count("failed-sign-ins", usual.failures()),
                count("connections-per-address", usual.perAddress()),
                count("connections-per-second", usual.perAddressPerSecond()),
                count("connections-per-user", usual.perUser()),
                time("idle", usual.idle()));
    }

    private Spooling spooling(Spooling usual) {
        return new Spooling(
                size("spool-memory-per-session", usual.memoryPerSession()),
                size("spool-memory", usual.memory()),
                size("spool-disk", usual.disk()),
                size("disk-reserve", usual.diskReserve()));
    }

    private Duration time(String key, Duration usual) {
        return section.text(key).flatMap(forms::duration).orElse(usual);
    }

    private int count(String key, int usual) {
        return section.text(key).flatMap(forms::count).orElse(usual);
    }

    private long size(String key, long usual) {
        return section.text(key).flatMap(forms::size).orElse(usual);
    }
}
