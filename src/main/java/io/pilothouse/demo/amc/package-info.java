/// Amazon Marketing Cloud as a simulator: Login with Amazon and the AMC API on one loopback address.
/// Accounts, instances, advertisers, data sources, workflows, executions that run by the clock,
/// results behind expiring addresses, schedules, terms.
///
/// Options of a spec: `creationStatus` (`COMPLETED`, `IN_PROGRESS`, `FAILED`), `terms` (`false`: not
/// accepted), `foreign` (`true`: the instance belongs to somebody else), `wrapped` (`true`: single
/// objects come in their envelope), `ratePerSecond` (requests until 429; unlimited without it),
/// `scenario` (`harbour`: the instances of section 19.2 that credential A may see).
///
/// Not simulated: the first consent, audiences and data upload, remote schedules that fire, the daily
/// allowance, SQL beyond table names.
///
/// May use: `demo.service`. Used by: `demo`.
@NullMarked
package io.pilothouse.demo.amc;

import org.jspecify.annotations.NullMarked;
