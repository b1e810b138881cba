package io.pilothouse.tasks.home;

import io.pilothouse.domain.home.ServiceCatalogue.Service;
import java.util.List;
import java.util.Set;

/// What a call would reach.
///
/// @param entities ids the call would act on
/// @param unknown  words of the target that name nothing in this house
public record CallPreview(Service service, Set<String> entities, List<String> unknown) {}
