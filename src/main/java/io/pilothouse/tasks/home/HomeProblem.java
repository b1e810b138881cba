package io.pilothouse.tasks.home;

import io.pilothouse.domain.home.HomeProblems;
import io.pilothouse.domain.instance.InstanceId;

/// Something that is wrong in one house.
///
/// @param house name of the instance, for people
public record HomeProblem(InstanceId instance, String house, HomeProblems.Found found) {}
