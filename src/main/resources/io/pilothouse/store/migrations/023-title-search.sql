-- so that words are looked for in the names alone, in the order in which the hits are shown
create index arr_title_search on arr_title (sort_name, name);
