/// The window. How to add to it:
///
/// - A **feature** is a folder here (`ui/trash`) with one public class implementing
///   [io.pilothouse.ui.shell.Feature]; add one line to [io.pilothouse.ui.PilothouseUi#features]. It is
///   asked once per window and gets that window's [io.pilothouse.ui.shell.WindowContext].
/// - **A page of an instance** (a tab): `window.pages().add(new InstancePage("overview", 0, kind -> true,
///   id -> new MyPage(window, id)))`. The page is made for that instance and never retargeted; it is kept
///   alive behind the window (last eight), told when it is shown and hidden, and closed once. Its title is
///   `page.<id>` in `page.properties`. Positions: Overview 0, the kind's own 100 to 899, Cycles 900,
///   History 910, System 920, Settings 930.
/// - **A page of the program** (Fleet, Trash, Settings): `ProgramPage`, opened with
///   `window.navigation().go(new Location.Program("trash"))`.
/// - **An action**: `window.actions().add(Action.ofInstance("instance.edit", ...).withKey("Shortcut+E"))`;
///   its words are `action.<id>` in `action.properties`. Menus, keys and buttons are made from it; the
///   instance is captured when it is offered.
/// - **A dialog**: `window.dialogs().open(new DialogFrame(...))` with the band of its instance.
/// - **Work**: `window.background()` for reading and acting; nothing here waits on the FX thread. What a
///   person can overtake goes through [io.pilothouse.ui.common.Latest].
/// - **Words** are in `src/main/resources/io/pilothouse/ui/<feature>.properties`, keys begin with the
///   feature: `trash.title`. In FXML `%trash.title`.
/// - **Looks** are style classes of `common/app.css`; a feature may have its own sheet beside its FXML.
///
/// View-models know no nodes and get the FX thread as an executor. May use: domain, tasks. Used by: the
/// wiring.
@NullMarked
package io.pilothouse.ui;

import org.jspecify.annotations.NullMarked;
