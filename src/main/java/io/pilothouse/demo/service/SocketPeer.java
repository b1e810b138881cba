package io.pilothouse.demo.service;

/// A simulator's side of one WebSocket; called under the service's lock.
public interface SocketPeer {

    void opened();

    void received(String text);

    void closed();
}
