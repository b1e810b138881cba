package io.pilothouse.ui.guard;

import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.Consent;
import java.util.Optional;
import java.util.function.Consumer;

/// An act as it is put to a person.
///
/// @param act       what the guards are asked; its instances are captured here
/// @param title     what is done, for example "Delete 3 movies and their files"
/// @param verb      what the button does, without the instance: "Delete"
/// @param effect    what it changes, one sentence
/// @param elsewhere what it does not touch although a person may think so
/// @param go        acts, with what the person gave
public record GuardedAct(
        Act act, String title, String verb, String effect, Optional<String> elsewhere, Consumer<Consent> go) {}
