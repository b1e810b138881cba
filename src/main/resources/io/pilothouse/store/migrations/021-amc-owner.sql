-- whose these are: an id of a local profile, as with instances
alter table amc_workflow   add column owner text not null default 'local';
alter table amc_brand      add column owner text not null default 'local';
alter table amc_schedule   add column owner text not null default 'local';
alter table amc_collection add column owner text not null default 'local';
