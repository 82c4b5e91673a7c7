package org.tapline.cli.launch;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// SIGHUP, the signal to read the configuration again. Java has no public way to it:
/// `sun.misc.Signal` of `jdk.unsupported` is reached by reflection, since naming it is a warning
/// that nothing turns off.
final class HangUp {
    private static final Logger LOG = LoggerFactory.getLogger(HangUp.class);
    private static final String HUP = "HUP";

    private HangUp() {}

    /// From now on the signal runs this, on a thread of its own. Where there is no such signal, it
    /// is said once.
    static void runs(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object handling =
                    Proxy.newProxyInstance(
                            HangUp.class.getClassLoader(),
                            new Class<?>[] {handler},
                            (proxy, method, arguments) ->
                                    switch (method.getName()) {
                                        case "handle" -> {
                                            Thread.ofPlatform().name("reload").start(action);
                                            yield null;
                                        }
                                        case "equals" ->
                                                System.identityHashCode(proxy)
                                                        == System.identityHashCode(arguments[0]);
                                        case "hashCode" -> System.identityHashCode(proxy);
                                        default -> HangUp.class.getSimpleName();
                                    });
            signal.getMethod("handle", signal, handler).invoke(null, hup(signal), handling);
        } catch (ReflectiveOperationException | IllegalArgumentException absent) {
            LOG.warn("event=no-reload cause=\"{}\"", absent.toString());
        }
    }

    /// Sends the signal to this process.
    static void raise() throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        signal.getMethod("raise", signal).invoke(null, hup(signal));
    }

    private static Object hup(Class<?> signal) throws ReflectiveOperationException {
        try {
            return signal.getConstructor(String.class).newInstance(HUP);
        } catch (InvocationTargetException unknown) {
            throw new IllegalArgumentException("this system has no SIGHUP", unknown);
        }
    }
}
