package io.pilothouse.cli;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Ctrl+C and SIGTERM: the first asks the command to stop after its current step, which then ends the
/// process with 130; the second ends it at once.
///
/// The JDK's own way, a shutdown hook, can do neither: it fixes the exit status to 130 or 143 by the
/// signal, and it waits for itself when the signal comes again. The class behind it is found by name,
/// since the compiler warns of every use of it; the module that holds it, `jdk.unsupported`, is part
/// of each JDK and image.
public final class Signals {

    private static final Logger LOG = System.getLogger(Signals.class.getName());
    private static final List<String> NAMES = List.of("TERM", "INT");
    private static final int STOPPED = 130;

    private Signals() {}

    /// @param command the thread that works on the command line
    public static void interrupt(Thread command) {
        var count = new AtomicInteger();
        react(() -> {
            if (count.incrementAndGet() > 1) {
                Runtime.getRuntime().halt(STOPPED);
            }
            command.interrupt();
        });
    }

    private static void react(Runnable reaction) {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler calls = (proxy, method, arguments) -> called(proxy, method, arguments, reaction);
            var reacting = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, calls);
            var constructor = signal.getConstructor(String.class);
            var handle = signal.getMethod("handle", signal, handler);
            for (var name : NAMES) {
                handle.invoke(null, constructor.newInstance(name), reacting);
            }
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.log(Level.DEBUG, "Ctrl+C ends the process in the JDK's own way", e);
        }
    }

    private static Object called(Object proxy, Method method, Object[] arguments, Runnable reaction) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "Signals";
            default -> {
                reaction.run();
                yield proxy; // the method returns nothing; the value is dropped
            }
        };
    }
}
