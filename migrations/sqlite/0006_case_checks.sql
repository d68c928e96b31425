-- How a case is to be judged beyond the run's own assertions: {"description", "assertions",
-- "threshold"}. Null where it says nothing, so that the hash of older dataset versions still holds.
ALTER TABLE cases ADD COLUMN checks_json TEXT;
