package io.pilothouse.connectors.stash;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// Whether a host is reached over the public internet. A Stash without a login locks itself up for
/// everybody when it is, until its owner edits its files.
final class PublicAddress {

    private PublicAddress() {}

    /// Looks the name up; an unknown one is not public.
    static boolean is(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).anyMatch(PublicAddress::isPublic);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    static boolean isPublic(InetAddress address) {
        if (address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || address.isAnyLocalAddress()) {
            return false;
        }
        var bytes = address.getAddress();
        if (address instanceof Inet6Address) {
            return (bytes[0] & 0xFE) != 0xFC; // unique local addresses, RFC 4193
        }
        return !(bytes[0] == 100 && (bytes[1] & 0xC0) == 64); // shared address space, RFC 6598: VPNs
    }
}
