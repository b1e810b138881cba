package io.pilothouse.demo.service;

/// The server's end of one WebSocket. Thread-safe; sending never blocks.
public interface Socket {

    void send(String text);

    void close(int code, String reason);
}
