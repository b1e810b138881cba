package io.pilothouse.domain.amc;

import java.util.ArrayList;
import java.util.List;

/// What changed between two texts, line by line.
public final class LineDiff {

    private LineDiff() {}

    /// What became of a line.
    public enum Kind {
        SAME,
        GONE,
        NEW
    }

    public record Line(Kind kind, String text) {}

    /// @return all lines of both, in order; of a place that changed, what is gone comes first
    public static List<Line> of(String before, String after) {
        var old = before.lines().toList();
        var now = after.lines().toList();
        var common = common(old, now);
        var lines = new ArrayList<Line>();
        int i = 0;
        int j = 0;
        while (i < old.size() || j < now.size()) {
            if (i < old.size() && j < now.size() && old.get(i).equals(now.get(j))) {
                lines.add(new Line(Kind.SAME, old.get(i++)));
                j++;
            } else if (j == now.size() || i < old.size() && common[i + 1][j] >= common[i][j + 1]) {
                lines.add(new Line(Kind.GONE, old.get(i++)));
            } else {
                lines.add(new Line(Kind.NEW, now.get(j++)));
            }
        }
        return List.copyOf(lines);
    }

    /// @return how many lines the rests from `[i]` and `[j]` on have in common, in order
    private static int[][] common(List<String> old, List<String> now) {
        var common = new int[old.size() + 1][now.size() + 1];
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = now.size() - 1; j >= 0; j--) {
                common[i][j] = old.get(i).equals(now.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
