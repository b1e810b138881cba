package io.pilothouse.demo.service;

/// The server's end of one WebSocket. Thread-safe; sending never blocks.
public interface Socket {

    void send(String text);

    /// As [#send(String)], in frames of so many bytes at most. What is sent afterwards must be sent so too.
    void sendSplit(String text, int bytes);

    /// Reads nothing more: what the client sends stays where it is.
    void stopReading();

    void close(int code, String reason);

    /// Ends the connection without a goodbye, as when a cable is pulled.
    void cut();
}
