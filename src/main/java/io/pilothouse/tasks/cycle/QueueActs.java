package io.pilothouse.tasks.cycle;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.TendsQueue;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.UndoStep;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.activity.Activity;
import io.pilothouse.tasks.cycle.Cycles.Queued;
import io.pilothouse.tasks.guard.Guards;
import java.time.Clock;
import java.util.List;

/// What a person does with downloads in the queue of an instance. Thread-safe.
final class QueueActs {

    private final LiveInstances live;
    private final Searchers searchers;
    private final Guards guards;
    private final Activity activity;
    private final Clock clock;

    QueueActs(LiveInstances live, Searchers searchers, Guards guards, Activity activity, Clock clock) {
        this.live = live;
        this.searchers = searchers;
        this.guards = guards;
        this.activity = activity;
        this.clock = clock;
    }

    /// Lets what a queue's care blocked be grabbed again.
    void takeBack(UndoStep step, Consent consent) throws ProblemException, InterruptedException {
        guards.require(
                new Act(ActionClass.REMOTE_REVERSIBLE, List.of(step.instance()), step.description(), List.of(), 1),
                consent);
        try {
            if (searchers.of(step.instance()) instanceof TendsQueue tender
                    && !QueueCare.takeBack(step.payload(), tender)) {
                throw new ProblemException(new Problem(
                        ProblemCode.NOT_FOUND,
                        live.of(step.instance()).name() + " does not hold the release back any more.",
                        "There is nothing left to do."));
            }
            record(
                    step.instance(),
                    consent,
                    "Taken back on " + live.of(step.instance()).name() + ": " + step.description() + ".");
        } catch (ConnectorException e) {
            throw new ProblemException(e.problem(), e);
        }
    }

    int remove(
            InstanceId id,
            List<Queued> downloads,
            boolean blocklist,
            boolean searchAgain,
            Consent consent,
            TaskContext context)
            throws ProblemException, InterruptedException {
        guards.require(
                Act.on(
                        ActionClass.DESTRUCTIVE,
                        id,
                        "take " + counted(downloads) + " out of the queue",
                        downloads.stream().map(Queued::title).toList()),
                consent);
        var service = searchers.of(id);
        int done = 0;
        try {
            if (blocklist && service instanceof TendsQueue tender && !tender.blocklists()) {
                throw new ProblemException(new Problem(
                        ProblemCode.REFUSED,
                        live.of(id).name() + " cannot keep a release away in this version.",
                        "Take the download out without that."));
            }
            for (var it : downloads) {
                service.removeFromQueue(it.ids(), true, blocklist, searchAgain);
                done++;
                context.progress(done, downloads.size());
                context.effect("removed", 1);
                record(
                        id,
                        consent,
                        "Took “" + it.title() + "” out of the queue of "
                                + live.of(id).name() + ".");
                if (blocklist) {
                    context.undoableBy(QueueCare.wayBack(id, it.title(), clock.instant()));
                }
            }
        } catch (ConnectorException e) {
            if (done == 0) {
                throw new ProblemException(e.problem(), e);
            }
            context.itemFailed(e.problem());
        }
        return done;
    }

    private static String counted(List<Queued> downloads) {
        return downloads.size() == 1 ? "1 download" : downloads.size() + " downloads";
    }

    private void record(InstanceId id, Consent consent, String words) {
        activity.record(Activity.now(clock.instant(), id, consent.origin(), "queue", words));
    }

    int importNow(InstanceId id, List<Queued> downloads, Consent consent, TaskContext context)
            throws ProblemException, InterruptedException {
        guards.require(
                Act.on(
                        ActionClass.COSTLY,
                        id,
                        "import " + counted(downloads) + " by hand",
                        downloads.stream().map(Queued::title).toList()),
                consent);
        int told = 0;
        for (var it : downloads) {
            try {
                importNow(id, it);
                record(id, consent, "Told " + live.of(id).name() + " to import “" + it.title() + "” from its queue.");
                told++;
            } catch (ProblemException e) {
                if (downloads.size() == 1) {
                    throw e;
                }
                context.itemFailed(e.problem());
            }
        }
        context.effect("imported", told);
        return told;
    }

    private void importNow(InstanceId id, Queued download) throws ProblemException, InterruptedException {
        var name = live.of(id).name();
        if (!download.complete()) {
            throw new ProblemException(new Problem(
                    ProblemCode.REFUSED,
                    name + " has not got all of “" + download.title() + "” yet.",
                    "Wait until it is complete."));
        }
        if (!(searchers.of(id) instanceof TendsQueue tender)) {
            throw new ProblemException(
                    new Problem(ProblemCode.REFUSED, name + " imports nothing by hand.", "Import it on its own page."));
        }
        try {
            var files = tender.importable(download.downloadId());
            var objection = QueueCare.objection(files);
            if (objection.isPresent()) {
                throw new ProblemException(new Problem(
                        ProblemCode.REFUSED,
                        name + " does not import it: " + objection.get(),
                        "Import it on the page of the app itself, or take it out of the queue."));
            }
            tender.importNow(files);
        } catch (ConnectorException e) {
            throw new ProblemException(e.problem(), e);
        }
    }
}
