-- whose these are, as with the other things of Amazon Marketing Cloud
alter table amc_account add column owner text not null default 'local';
