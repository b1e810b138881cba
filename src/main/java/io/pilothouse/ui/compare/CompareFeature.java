package io.pilothouse.ui.compare;

import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.ui.action.Action;
import io.pilothouse.ui.shell.Feature;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ProgramPage;
import io.pilothouse.ui.shell.WindowContext;
import java.util.Optional;
import org.kordamp.ikonli.octicons.Octicons;

/// The page that compares instances.
public final class CompareFeature implements Feature {

    @Override
    public void register(WindowContext window) {
        var chosen = new Wanted();
        window.pages().add(new ProgramPage("compare", Octicons.GIT_COMPARE_16, () -> new ComparePage(window, chosen)));
        window.actions()
                .add(Action.ofWindow("compare.open", _ -> window.navigation().go(new Location.Program("compare")))
                        .withIcon(Octicons.GIT_COMPARE_16));
        window.actions()
                .add(Action.ofInstance("instance.compare", ActionClass.READ, call -> {
                            chosen.ask(call.instance());
                            window.navigation().go(new Location.Program("compare"));
                        })
                        .withIcon(Octicons.GIT_COMPARE_16));
    }

    /// The instance that a person came from, until the page took it.
    static final class Wanted {
        private Optional<io.pilothouse.domain.instance.InstanceId> first = Optional.empty();
        private Runnable waiting = () -> {};

        private void ask(Optional<io.pilothouse.domain.instance.InstanceId> instance) {
            first = instance;
            waiting.run();
        }

        /// @param run called when an instance is asked for while the page is shown already
        void await(Runnable run) {
            waiting = run;
        }

        Optional<io.pilothouse.domain.instance.InstanceId> take() {
            var taken = first;
            first = Optional.empty();
            return taken;
        }
    }
}
