-- The runs over a dataset, newest first, are found without reading every run of the workspace: for the
-- list of them, and for the results of one case.
CREATE INDEX runs_by_dataset ON runs (dataset_id);
