/** Every statement of the production client. Names are written out in full: no search_path is needed. */

/** Channel on which the store announces changes; payload `{kind, name}`. */
export const CHANNEL = 'galley_changes'

/** Names of all templates that have a label. */
export const LIST_NAMES = 'select distinct template_name as name from galley.prompt_labels'

/**
 * $1: names. One row per name with all that serving it may need: where its labels stand, the versions
 * they and the arms of a running experiment name, and the experiment with its arms in their order.
 */
export const LOAD_BUNDLES = `
with wanted as (select unnest($1::text[]) as name),
running as (
  select x.template_name, x.name, (
    select json_agg(json_build_object('key', a.key, 'percent', (x.traffic_allocation ->> a.key)::numeric,
      'versionId', galley.arm_version(x, a.key)) order by a.place)
    from unnest(x.arm_order) with ordinality as a (key, place)) as arms,
    (select json_strip_nulls(json_build_object('salt', p.salt, 'coverageSalt', p.coverage_salt, 'coverageBp', p.coverage_bp, 'rest', p.rest,
      'layer', case when p.layer_salt is not null then json_build_object('salt', p.layer_salt, 'fromBp', p.layer_from_bp, 'toBp', p.layer_to_bp) end,
      'arms', (select json_agg(json_build_object('key', a.value ->> 'key', 'weightBp', (a.value ->> 'weight_bp')::integer) order by a.ordinality)
        from jsonb_array_elements(p.arms) with ordinality a)))
    from galley.experiment_phases p where p.experiment_id = x.id and p.phase = x.phase) as phase
  from galley.ab_test_experiments x
  where x.template_name = any ($1) and x.status in ('running', 'active')
),
pointers as (
  select l.template_name as name, l.label, l.version_id from galley.prompt_labels l where l.template_name = any ($1)
  union all
  (select distinct on (v.name) v.name, 'latest', v.id from galley.prompt_templates v
   where v.name = any ($1) and v.ab_test_group is null order by v.name, v.version desc)
)
select w.name,
  (select json_object_agg(p.label, p.version_id) from pointers p where p.name = w.name) as labels,
  (select json_build_object('name', r.name, 'arms', r.arms, 'phase', r.phase) from running r where r.template_name = w.name) as experiment,
  (select json_agg(json_build_object('id', v.id, 'name', v.name, 'version', v.version, 'category', v.category,
      'templateText', v.template_text, 'variables', v.variables, 'content', v.content, 'contentHash', v.content_hash))
   from galley.prompt_templates v
   where v.id in (select p.version_id from pointers p where p.name = w.name)
     or v.id in (select (a ->> 'versionId')::uuid from running r, json_array_elements(r.arms) a where r.template_name = w.name)) as versions
from wanted w`

/** All guardrails, also those switched off: a store that has some was set up, one without any was not. */
export const LOAD_GUARDRAILS = 'select * from galley.prompt_guardrails order by name'

const EXECUTION_COLUMNS = [
  ['id', 'uuid'],
  ['template_id', 'uuid'],
  ['template_name', 'text'],
  ['template_version', 'integer'],
  ['ab_test_group', 'text'],
  ['user_id', 'text'],
  ['session_id', 'text'],
  ['request_id', 'text'],
  ['input_variables', 'jsonb'],
  ['rendered_prompt', 'text'],
  ['response_text', 'text'],
  ['model', 'text'],
  ['execution_time_ms', 'numeric'],
  ['response_time_ms', 'numeric'],
  ['token_count', 'integer'],
  ['cost_usd', 'numeric'],
  ['status', 'text'],
  ['success', 'boolean'],
  ['error_type', 'text'],
  ['error_message', 'text'],
  ['guardrail_violations', 'jsonb'],
  ['guardrail_action', 'text'],
  ['cache_hit', 'boolean'],
  ['environment', 'text'],
  ['metadata', 'jsonb'],
  ['executed_at', 'timestamptz'],
] as const

const names = EXECUTION_COLUMNS.map(([name]) => name).join(', ')
const types = EXECUTION_COLUMNS.map(([name, type]) => `${name} ${type}`).join(', ')

/** A row of {@link INSERT_EXECUTIONS}, by column name. */
export type ExecutionRow = Record<(typeof EXECUTION_COLUMNS)[number][0], unknown>

/** $1: JSON array of rows. Rows that are there already (an answer that got lost) are passed over. */
export const INSERT_EXECUTIONS = `
insert into galley.prompt_executions (${names})
select ${names} from json_to_recordset($1::json) as e (${types})
on conflict do nothing`

/** $1: execution, $2: metric, $3: value. */
export const RECORD_OUTCOME = 'select galley.record_outcome($1, $2, $3)'

/** $1: template name, $2: hours. */
export const TEMPLATE_PERFORMANCE = 'select * from galley.template_performance($1, $2)'
