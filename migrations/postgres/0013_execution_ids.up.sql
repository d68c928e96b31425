-- One execution is found by its id, or the beginning of it, in a store of any size: the primary key
-- begins with the time, which nobody knows who has an id from a log. Ids of our clients grow with time,
-- so that this index is written at its end.
create index executions_by_id on galley.prompt_executions (id);
