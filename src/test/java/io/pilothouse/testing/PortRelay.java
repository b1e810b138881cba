package io.pilothouse.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.locks.LockSupport;

/// Another port of this computer that leads to a service, as a mapped port of a container does.
public final class PortRelay implements AutoCloseable {
    private final ServerSocket door = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    private final int to;
    private final long bytesPerSecond;

    /// @param to a port of this computer
    public PortRelay(int to) throws IOException {
        this(to, Long.MAX_VALUE);
    }

    /// @param bytesPerSecond lets so many through, each way
    public PortRelay(int to, long bytesPerSecond) throws IOException {
        this.to = to;
        this.bytesPerSecond = bytesPerSecond;
        Thread.ofVirtual().start(this::let);
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort() + "/");
    }

    private void let() {
        while (!door.isClosed()) {
            try {
                var in = door.accept();
                var out = new Socket(InetAddress.getLoopbackAddress(), to);
                Thread.ofVirtual().start(() -> copy(in, out));
                Thread.ofVirtual().start(() -> copy(out, in));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void copy(Socket from, Socket into) {
        var buffer = new byte[4_096];
        try (InputStream in = from.getInputStream();
                OutputStream out = into.getOutputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                LockSupport.parkNanos(read * 1_000_000_000L / bytesPerSecond);
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException e) {
            return; // one of the two has hung up
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
