package io.pilothouse.tasks.transfer;

import java.util.ArrayList;
import java.util.List;

/// What reading a foreign file collects.
final class Findings {

    final ImportSource source;
    final List<FoundInstance> instances = new ArrayList<>();
    final List<ReportLine> lines = new ArrayList<>();
    final List<String> advice = new ArrayList<>();
    String form = "";

    Findings(ImportSource source) {
        this.source = source;
    }
}
