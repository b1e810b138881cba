package io.pilothouse.connectors;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Products that people meet at a mistyped address and that Pilothouse does not manage, by the title of
/// the page they show to anybody. Only for friendly words: nothing is decided by it.
public final class ForeignProducts {

    private static final List<Foreign> KNOWN = List.of(
            new Foreign("Prowlarr", "(?:Login - )?Prowlarr"),
            new Foreign("Bazarr", "(?:.*- )?Bazarr"),
            new Foreign("Jackett", "Jackett|Login - Jackett"),
            new Foreign("Jellyfin", "Jellyfin(?: .*)?"),
            new Foreign("Emby", "Emby(?: .*)?"),
            new Foreign("Plex", "Plex(?: .*)?"),
            new Foreign("Overseerr", "Overseerr"),
            new Foreign("Jellyseerr", "(?:Jelly)?seerr"),
            new Foreign("Tautulli", "Tautulli(?: .*)?"),
            new Foreign("SABnzbd", "SABnzbd(?: .*)?"),
            new Foreign("NZBGet", "NZBGet(?: .*)?"),
            new Foreign("Transmission", "Transmission(?: Web Interface)?"),
            new Foreign("Deluge", "Deluge(?: .*)?"),
            new Foreign("Portainer", "Portainer.*"),
            new Foreign("Nextcloud", "(?:Login . )?Nextcloud.*"),
            new Foreign("Grafana", "Grafana"),
            new Foreign("Pi-hole", ".*Pi-hole.*"),
            new Foreign("AdGuard Home", ".*AdGuard Home.*"),
            new Foreign("Proxmox", ".*Proxmox Virtual Environment.*"),
            new Foreign("TrueNAS", "TrueNAS.*"),
            new Foreign("Unraid", ".*/(?:Login|Dashboard|Main)"),
            new Foreign("a Synology disk station", ".*Synology.*|.*DiskStation.*"),
            new Foreign("a QNAP disk station", "QNAP.*"),
            new Foreign("Nginx Proxy Manager", "Nginx Proxy Manager|Default Site"),
            new Foreign("Homepage", "Homepage"),
            new Foreign("Home page of Organizr", "Organizr.*"),
            new Foreign("Heimdall", "Heimdall.*"),
            new Foreign("Uptime Kuma", "Uptime Kuma"),
            new Foreign("the sign-in page of Authelia", ".*Authelia.*"),
            new Foreign("the sign-in page of authentik", ".*authentik.*"),
            new Foreign("the welcome page of nginx", "Welcome to nginx!"),
            new Foreign("the welcome page of Apache", "Apache2 .*Default Page.*|It works!"),
            new Foreign("the welcome page of Caddy", "Caddy works!"),
            new Foreign("the default page of Traefik", "Traefik.*"),
            new Foreign("a FRITZ!Box", "FRITZ!Box.*"),
            new Foreign("an OpenWrt router", ".*(?:OpenWrt|LuCI).*"),
            new Foreign("a pfSense router", "pfSense.*"),
            new Foreign("an OPNsense router", ".*OPNsense.*"),
            new Foreign("a UniFi console", "UniFi.*"),
            new Foreign("a router", ".*(?:Router|ASUS Wireless|TP-?Link|NETGEAR|Mikrotik|RouterOS).*"));

    private ForeignProducts() {}

    private record Foreign(String words, Pattern title) {
        Foreign(String words, String title) {
            this(words, Pattern.compile(title, Pattern.CASE_INSENSITIVE));
        }
    }

    /// @param title of the page at the root of an address
    /// @return what it is, as it stands in "this is …"
    public static Optional<String> named(String title) {
        return KNOWN.stream()
                .filter(foreign -> foreign.title().matcher(title).matches())
                .map(Foreign::words)
                .findFirst();
    }
}
