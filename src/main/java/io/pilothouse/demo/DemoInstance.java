package io.pilothouse.demo;

import java.net.URI;
import java.util.List;
import java.util.Map;

/// One instance of the demo fleet as a person would add it.
///
/// @param address  root address, ends with a slash
/// @param username empty where the product has none
/// @param secret   as the command line's secret file holds it: a single value, or a JSON object for
///                 kinds with several; empty for a product without secret
/// @param settings what else must be known, for example `accountId`
/// @param group    where it belongs on screen
/// @param tags     proposed tags
/// @param guard    proposed guard level: `open`, `careful`, `guarded` or `read-only`
/// @param notes    what the script does to it, one sentence; empty when nothing
/// @param trust    how its certificate is to be trusted: `system`, or `ca` for the fleet's authority
/// @param arrangements what the console is asked to set up: `maintenance` (a duration from the start),
///                 `asleep` (a daily time span, local time)
public record DemoInstance(
        String kind,
        String name,
        URI address,
        String username,
        String secret,
        Map<String, String> settings,
        String group,
        List<String> tags,
        String guard,
        String notes,
        String trust,
        Map<String, String> arrangements) {}
