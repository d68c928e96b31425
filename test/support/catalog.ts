import type pg from 'pg'

/** Everything a step may make in the schema, as text: two equal lists are two equal schemas. */
const CATALOG = `
select kind || ' ' || what as line from (
  select 'relation', c.relname || ' ' || c.relkind::text || ' ' || coalesce(array_to_string(c.reloptions, ','), '') || ' ' ||
    coalesce((select string_agg(a.grantee::regrole::text || '=' || a.privilege_type, ',' order by a.grantee::regrole::text, a.privilege_type)
      from aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a), '')
  from pg_class c where c.relnamespace = 'galley'::regnamespace and c.relkind in ('r', 'p', 'v', 'S')
  union all
  select 'column', c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' ||
    a.attnotnull || ' ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '')
  from pg_attribute a join pg_class c on c.oid = a.attrelid
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where c.relnamespace = 'galley'::regnamespace and c.relkind in ('r', 'p', 'v') and a.attnum > 0 and not a.attisdropped
  union all
  select 'view', c.relname || pg_get_viewdef(c.oid) from pg_class c where c.relnamespace = 'galley'::regnamespace and c.relkind = 'v'
  union all
  select 'index', pg_get_indexdef(i.indexrelid) from pg_index i join pg_class c on c.oid = i.indexrelid
  where c.relnamespace = 'galley'::regnamespace
  union all
  select 'constraint', conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
  where connamespace = 'galley'::regnamespace
  union all
  select 'trigger', pg_get_triggerdef(t.oid) from pg_trigger t join pg_class c on c.oid = t.tgrelid
  where c.relnamespace = 'galley'::regnamespace and not t.tgisinternal
  union all
  select 'function', p.oid::regprocedure || ' ' || md5(p.prosrc || p.prosecdef::text) || ' ' || coalesce(array_to_string(p.proconfig, ';'), '') || ' ' ||
    coalesce((select string_agg(coalesce(nullif(a.grantee, 0)::regrole::text, 'public'), ',' order by a.grantee)
      from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a), '')
  from pg_proc p where p.pronamespace = 'galley'::regnamespace
) as t (kind, what) order by 1`

export async function readCatalog(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(CATALOG)
  return rows.map(({ line }) => line)
}
