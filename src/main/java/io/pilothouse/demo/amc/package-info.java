/// Amazon Marketing Cloud as a simulator: Login with Amazon, the AMC API and the store of results on one
/// loopback address, apart by their paths. Accounts, instances, advertisers, data sources, workflows,
/// executions that run by a clock of their own, results behind expiring addresses, schedules that fire,
/// terms, faults by rule, a journal. Written from the contract, section 19, never from the connector.
///
/// Options of a spec: `scenario` (`harbour`: section 19.2), `creationStatus` (`COMPLETED`, `IN_PROGRESS`,
/// `FAILED`), `terms` (`false`: not accepted), `foreign` (`true`: the instance belongs to somebody else),
/// `wrapped` (`true`: single objects come in their envelope), `ratePerSecond` (requests until 429;
/// unlimited without it), `factor` (runs take their usual time divided by it), `rows`, `parts`, `gzip`
/// (of every result), `instances`, `accounts` (how many more of them there are).
///
/// Control while it runs: [io.pilothouse.demo.amc.AmcSimulator]'s methods, and below `/__sim/`.
///
/// Not simulated: audiences and data upload, which version 1 does not use.
///
/// May use: `demo.service`. Used by: `demo`.
@NullMarked
package io.pilothouse.demo.amc;

import org.jspecify.annotations.NullMarked;
