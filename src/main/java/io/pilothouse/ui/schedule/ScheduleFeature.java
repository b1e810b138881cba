package io.pilothouse.ui.schedule;

import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.ui.action.Action;
import io.pilothouse.ui.shell.Feature;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ProgramPage;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import org.kordamp.ikonli.octicons.Octicons;

/// The schedules page, and planning maintenance from anywhere.
public final class ScheduleFeature implements Feature {

    @Override
    public void register(WindowContext window) {
        window.pages().add(new ProgramPage("schedules", Octicons.CALENDAR_16, () -> new SchedulePage(window)));
        window.actions()
                .add(Action.ofWindow("schedules.open", _ -> window.navigation().go(new Location.Program("schedules")))
                        .withIcon(Octicons.CALENDAR_16));
        window.actions()
                .add(Action.ofInstance(
                                "instance.maintenance-plan",
                                ActionClass.LOCAL_REVERSIBLE,
                                call -> new MaintenanceDialog(window).open(List.of(call.theInstance())))
                        .withIcon(Octicons.TOOLS_16));
    }
}
