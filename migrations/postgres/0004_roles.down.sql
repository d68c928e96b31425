-- The roles themselves stay: they belong to the server and may be used by other databases on it.
do $$
declare
  role_name text;
begin
  for role_name in select rolname from pg_roles where rolname in ('galley_reader', 'galley_author', 'galley_publisher', 'galley_admin') loop
    execute format('revoke all on all tables in schema galley from %I', role_name);
    execute format('revoke all on all functions in schema galley from %I', role_name);
    execute format('revoke all on schema galley from %I', role_name);
  end loop;
end $$;
drop function galley.ensure_roles();
grant execute on all functions in schema galley to public;
