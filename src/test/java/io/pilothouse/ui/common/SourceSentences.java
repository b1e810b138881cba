package io.pilothouse.ui.common;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/// What the sources below `ui` say to people, read from their string expressions: every sentence, and every phrase
/// that is given to something which is shown. Of windows and of the terminal only what their tasks and acts are
/// called: that is stored in English, and every window shows it.
final class SourceSentences {

    /// One thing said.
    ///
    /// @param template with `{}` for whatever is not written out
    /// @param where    file and line
    record Said(String template, String where) {}

    private static final int BRANCHES = 24;

    private static final Pattern SENTENCE = Pattern.compile("(?s)[\\p{L}{“\"\\d].*[\\p{L}})”\"\\d…][.!?]”?\\s?");

    /// Begins or ends with a verb that is made elsewhere.
    private static final Pattern VERB_ELSEWHERE =
            Pattern.compile("(?s)\\{} (\\{}|“\\{}”|the \\w+( of)? “\\{}”).*|(note|take back) that it was \\{}");

    /// What is shown although it is no sentence, by the end of the call's name and the number of its argument.
    private static final Pattern PHRASE =
            Pattern.compile("(.*\\.)?(TaskRequest#1|UndoStep#3|Act.local#1|Act.on#2|Act#2|context.line#0|Problem#[12]"
                    + "|ConnectorException.of#[12]|problem#[12]|Activity.now#4|allow(ed)?#1|administrator#0|refuse#1"
                    + "|bad#1|BadRuleException#1|refuseUnless#2|giveUp#1|failed#0|StoreException.of#0|own#1"
                    + "|OwnWork#1|Once#2|incomplete#1|change#2|needsSocket#1|troubled#3|download#2)");

    /// What a task or an act of a window or of the terminal is called.
    private static final Pattern TITLE =
            Pattern.compile("(.*\\.)?(TaskRequest#1|act#1|task#1|ask#2|sure#3|change#2|Act.local#1|Act.on#2|Act#2)");

    /// Never shown, or heard in another way.
    private static final Set<String> ELSEWHERE = Set.of(
            "RunSentence",
            "Foreign",
            "Sentence",
            "RulePhrase",
            "HouseSentence",
            "SkipReason",
            "IllegalArgumentException",
            "IllegalStateException",
            "UnsupportedOperationException",
            "AssertionError",
            "log",
            "requireNonNull",
            "compile",
            "matches",
            "contains",
            "startsWith",
            "endsWith",
            "equals",
            "replace",
            "split",
            "indexOf",
            "lastIndexOf");

    private SourceSentences() {}

    static List<Said> read(Path sources) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var said = new ArrayList<Said>();
        try (var files = compiler.getStandardFileManager(null, null, null);
                var all = Files.walk(sources)) {
            var paths = all.filter(it -> it.toString().endsWith(".java"))
                    .filter(it -> !it.toString().matches(".*/io/pilothouse/demo/.*"))
                    .sorted()
                    .toList();
            var task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(paths));
            var trees = Trees.instance(task);
            for (var unit : task.parse()) {
                new Reader(unit, trees, said).scan(unit, null);
            }
        }
        return said;
    }

    private static final class Reader extends TreePathScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final Trees trees;
        private final List<Said> said;
        private final Pattern phrases;
        private final Map<String, ExpressionTree> constants = new HashMap<>();

        Reader(CompilationUnitTree unit, Trees trees, List<Said> said) {
            this.unit = unit;
            this.trees = trees;
            this.said = said;
            phrases = titlesOnly() ? TITLE : PHRASE;
            new TreeScanner<Void, Void>() {
                @Override
                public Void visitVariable(VariableTree variable, Void nothing) {
                    if (variable.getInitializer() != null
                            && variable.getModifiers().getFlags().size() > 1) {
                        constants.put(variable.getName().toString(), variable.getInitializer());
                    }
                    return super.visitVariable(variable, nothing);
                }
            }.scan(unit, null);
        }

        private boolean titlesOnly() {
            return unit.getSourceFile().getName().matches(".*/io/pilothouse/(ui|cli)/.*");
        }

        @Override
        public Void visitBinary(BinaryTree binary, Void nothing) {
            if (!joins(binary)) {
                return super.visitBinary(binary, nothing);
            }
            hear(binary);
            parts(binary);
            return null;
        }

        @Override
        public Void visitLiteral(LiteralTree literal, Void nothing) {
            if (literal.getValue() instanceof String) {
                hear(literal);
            }
            return null;
        }

        @Override
        public Void visitIdentifier(IdentifierTree name, Void nothing) {
            if (local(name).isPresent() && phrases.matcher(context()).matches()) {
                hear(name);
            }
            return null;
        }

        /// What is done is named once where it is asked about and done.
        ///
        /// @return what a variable of the method around was made as, where that is a title
        private Optional<ExpressionTree> local(IdentifierTree name) {
            if (!titlesOnly()) {
                return Optional.empty();
            }
            for (TreePath path = getCurrentPath(); path != null; path = path.getParentPath()) {
                if (path.getLeaf() instanceof MethodTree method) {
                    var found = new ArrayList<ExpressionTree>();
                    new TreeScanner<Void, Void>() {
                        @Override
                        public Void visitVariable(VariableTree variable, Void nothing) {
                            if (variable.getName().contentEquals(name.getName())
                                    && variable.getInitializer() != null
                                    && text(variable.getInitializer())) {
                                found.add(variable.getInitializer());
                            }
                            return super.visitVariable(variable, nothing);
                        }
                    }.scan(method, null);
                    return found.stream().findFirst();
                }
            }
            return Optional.empty();
        }

        @Override
        public Void visitAnnotation(AnnotationTree annotation, Void nothing) {
            return null;
        }

        /// What stands between the pieces may say something itself.
        private void parts(ExpressionTree expression) {
            if (expression instanceof BinaryTree binary && joins(binary)) {
                parts(binary.getLeftOperand());
                parts(binary.getRightOperand());
            } else if (!(expression instanceof LiteralTree)) {
                scan(expression, null);
            }
        }

        private void hear(ExpressionTree expression) {
            var context = context();
            for (var template : templates(expression)) {
                var words = template.replace("{}", "");
                if (!words.matches("(?s).*\\p{L}{2}.*")
                        || !words.strip().contains(" ")
                        || VERB_ELSEWHERE.matcher(template).matches()) {
                    continue;
                }
                if (phrases.matcher(context).matches()
                        || !titlesOnly() && SENTENCE.matcher(template).matches() && !elsewhere(context)) {
                    var position = trees.getSourcePositions().getStartPosition(unit, expression);
                    said.add(new Said(
                            template.strip(),
                            unit.getSourceFile().getName().replaceAll(".*/io/pilothouse/", "") + ":"
                                    + unit.getLineMap().getLineNumber(position)));
                }
            }
        }

        private static boolean elsewhere(String context) {
            var name = context.replaceAll("#.*", "").replaceAll(".*\\.", "");
            return ELSEWHERE.contains(name) || context.startsWith("LOG.") || context.startsWith("Sql.");
        }

        private String context() {
            Tree child = getCurrentPath().getLeaf();
            for (TreePath path = getCurrentPath().getParentPath(); path != null; path = path.getParentPath()) {
                switch (path.getLeaf()) {
                    case MethodInvocationTree call -> {
                        int number = call.getArguments().indexOf(child);
                        if (number >= 0) {
                            return call.getMethodSelect().toString().replaceAll("(?s)^.*\\)\\.", "") + "#" + number;
                        }
                        child = call;
                    }
                    case NewClassTree made
                    when quiet(made) -> {
                        return "";
                    }
                    case NewClassTree made -> {
                        return made.getIdentifier() + "#" + made.getArguments().indexOf(child);
                    }
                    case LambdaExpressionTree lambda -> child = lambda;
                    case ExpressionTree other -> child = other;
                    case ExpressionStatementTree _, MethodTree _, VariableTree _ -> {
                        return "";
                    }
                    default -> {}
                }
            }
            return "";
        }

        /// Nobody sees a quiet task.
        private static boolean quiet(NewClassTree made) {
            return made.getIdentifier().toString().equals("TaskRequest")
                    && made.getArguments().size() == 5
                    && made.getArguments().getLast().toString().equals("true");
        }

        private static boolean joins(BinaryTree binary) {
            if (binary.getKind() != Tree.Kind.PLUS) {
                return false;
            }
            return text(binary.getLeftOperand()) || text(binary.getRightOperand());
        }

        private static boolean text(ExpressionTree it) {
            return switch (it) {
                case LiteralTree literal -> literal.getValue() instanceof String;
                case BinaryTree inner -> joins(inner);
                case ParenthesizedTree inner -> text(inner.getExpression());
                case ConditionalExpressionTree either -> text(either.getTrueExpression());
                default -> false;
            };
        }

        /// @return one for each branch that is written out
        private List<String> templates(ExpressionTree expression) {
            return switch (expression) {
                case ParenthesizedTree inner -> templates(inner.getExpression());
                case LiteralTree literal when literal.getValue() instanceof String text -> List.of(text);
                case LiteralTree literal -> List.of(String.valueOf(literal.getValue()));
                case IdentifierTree name
                when constants.containsKey(name.toString()) -> templates(constants.get(name.toString()));
                case IdentifierTree name
                when local(name).isPresent() -> templates(local(name).get());
                case BinaryTree binary
                when joins(binary) -> joined(templates(binary.getLeftOperand()), templates(binary.getRightOperand()));
                case ConditionalExpressionTree either ->
                    both(templates(either.getTrueExpression()), templates(either.getFalseExpression()));
                case SwitchExpressionTree choice -> branches(choice);
                case MethodInvocationTree call -> called(call);
                default -> List.of("{}");
            };
        }

        private List<String> called(MethodInvocationTree call) {
            if (!(call.getMethodSelect() instanceof MemberSelectTree select)) {
                return List.of("{}");
            }
            if (select.getIdentifier().contentEquals("formatted")) {
                return templates(select.getExpression()).stream()
                        .map(it -> it.replaceAll("%[,.0-9]*[sdf]", "{}"))
                        .toList();
            }
            if (select.getIdentifier().contentEquals("orElse")
                    && call.getArguments().size() == 1
                    && templates(call.getArguments().getFirst()).stream().noneMatch("{}"::equals)) {
                var otherwise = templates(call.getArguments().getFirst());
                return both(
                        select.getExpression() instanceof MethodInvocationTree inner
                                        && inner.getMethodSelect() instanceof MemberSelectTree mapped
                                        && mapped.getIdentifier().contentEquals("map")
                                        && inner.getArguments().getFirst() instanceof LambdaExpressionTree lambda
                                        && lambda.getBody() instanceof ExpressionTree body
                                ? templates(body)
                                : List.of("{}"),
                        otherwise);
            }
            return List.of("{}");
        }

        private List<String> branches(SwitchExpressionTree choice) {
            var all = new ArrayList<String>();
            for (var one : choice.getCases()) {
                all.addAll(
                        one.getBody() instanceof ExpressionStatementTree statement
                                ? templates(statement.getExpression())
                                : one.getBody() instanceof ExpressionTree value ? templates(value) : List.of());
            }
            return all.isEmpty() || all.size() > BRANCHES ? List.of("{}") : all;
        }

        private static List<String> both(List<String> some, List<String> others) {
            var all = new ArrayList<>(some);
            all.addAll(others);
            return all.size() > BRANCHES ? List.of("{}") : all;
        }

        private static List<String> joined(List<String> before, List<String> after) {
            if (before.size() * after.size() > BRANCHES) {
                return joined(
                        before.size() > after.size() ? List.of("{}") : before,
                        before.size() > after.size() ? after : List.of("{}"));
            }
            return before.stream()
                    .flatMap(start -> after.stream().map(end -> start + end))
                    .toList();
        }
    }

    public static void main(String[] arguments) throws IOException {
        for (var one : read(Path.of("src/main/java"))) {
            System.out.println(one.where() + "\t" + one.template().replace("\n", "\\n"));
        }
    }
}
