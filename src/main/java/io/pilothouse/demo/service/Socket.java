package io.pilothouse.demo.service;

/// The server's end of one WebSocket. Thread-safe; sending never blocks.
public interface Socket {

    void send(String text);

    void close(int code, String reason);

    /// Ends the connection without a goodbye, as when a cable is pulled.
    void cut();
}
