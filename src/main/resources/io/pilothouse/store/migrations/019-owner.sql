-- whose an instance is: an id of a local profile; one person has one, 'local'
alter table instance add column owner text not null default 'local';
