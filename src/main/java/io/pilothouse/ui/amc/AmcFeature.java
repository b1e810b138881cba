package io.pilothouse.ui.amc;

import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.ui.action.Action;
import io.pilothouse.ui.action.Availability;
import io.pilothouse.ui.instances.InstanceForm;
import io.pilothouse.ui.shell.Feature;
import io.pilothouse.ui.shell.InstancePage;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ProgramPage;
import io.pilothouse.ui.shell.WindowContext;
import java.util.Optional;
import org.kordamp.ikonli.octicons.Octicons;

/// The pages of Amazon Marketing Cloud.
public final class AmcFeature implements Feature {

    static final KindId KIND = new KindId("amc");

    @Override
    public void register(WindowContext window) {
        var pages = window.pages();
        pages.add(new ProgramPage("marketing-cloud", Octicons.WORKFLOW_16, () -> new CloudPage(window)));
        pages.add(new InstancePage("workflows", 310, KIND::equals, id -> new WorkflowsPage(window, id)));
        pages.add(new InstancePage("runs", 320, KIND::equals, id -> new RunsPage(window, id)));
        pages.add(new InstancePage("amc-schedules", 330, KIND::equals, id -> new SchedulesPage(window, id)));
        pages.add(new InstancePage("collections", 340, KIND::equals, id -> new CollectionsPage(window, id)));
        pages.add(new InstancePage("results", 345, KIND::equals, id -> new ResultsPage(window, id)));
        pages.add(new InstancePage("sources", 350, KIND::equals, id -> new SourcesPage(window, id)));
        pages.add(new InstancePage("allowance", 360, KIND::equals, id -> new AllowancePage(window, id)));
        pages.add(new InstancePage("accounts", 370, KIND::equals, id -> new AccountsPage(window, id)));
        window.actions()
                .add(Action.ofWindow(
                                "marketing-cloud.open",
                                _ -> window.navigation().go(new Location.Program("marketing-cloud")))
                        .withIcon(Octicons.WORKFLOW_16));
        window.actions()
                .add(Action.ofWindow(InstanceForm.loginOf(KIND), call -> LoginDialog.open(window, call.typed()))
                        .withIcon(Octicons.KEY_16));
        window.actions()
                .add(Action.ofInstance(
                                "amc.run",
                                ActionClass.READ,
                                call -> RunDialog.open(window, call.theInstance(), Optional.empty()))
                        .withIcon(Octicons.PLAY_16)
                        .availableWhen(AmcFeature::here));
        window.actions()
                .add(Action.ofInstance(
                                "amc.schedule",
                                ActionClass.READ,
                                call -> ScheduleDialog.open(window, call.theInstance(), Optional.empty(), () -> {}))
                        .withIcon(Octicons.CLOCK_16)
                        .availableWhen(AmcFeature::here));
        window.actions()
                .add(Action.ofInstance(
                                "amc.allowance",
                                ActionClass.READ,
                                call -> window.navigation().goTo(call.theInstance(), "allowance"))
                        .withIcon(Octicons.METER_16)
                        .availableWhen(AmcFeature::here));
        window.actions()
                .add(Action.ofInstance(
                                "amc.brands", ActionClass.READ, call -> BrandsDialog.open(window, call.theInstance()))
                        .withIcon(Octicons.TAG_16)
                        .availableWhen(AmcFeature::here));
        window.actions()
                .add(Action.ofInstance(
                                "amc.consent",
                                ActionClass.READ,
                                call -> ConsentDialog.open(window, call.theInstance(), () -> {}))
                        .withIcon(Octicons.KEY_16)
                        .availableWhen(AmcFeature::here));
    }

    private static Availability here(Optional<InstanceId> id) {
        return id.filter(it -> it.kind().equals(KIND)).isPresent() ? Availability.YES : new Availability.Absent();
    }
}
