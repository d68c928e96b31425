import { formatRoute, parseRoute } from './route.ts'

/*
 * Where objects are seen that pages of other nouns name: written once, so that a way leads to the very
 * object (this version, this case, this result) and the same from everywhere.
 */

type Maybe<Value> = Value | null | undefined

/** The page of an object. */
export const addressOf = {
  template: (id: string) => formatRoute(['templates', id]),
  /** The history with this version chosen, beside the draft. */
  version: (template: string, number: number) =>
    formatRoute(['templates', template, 'history'], { from: number }),
  /** What a shared store knows by name and its own number; the page finds what that is here. */
  published: (name: string, version?: Maybe<number>, remote?: Maybe<string>) =>
    formatRoute(['templates'], {
      name,
      version: version ?? undefined,
      remote: remote ?? undefined,
    }),
  dataset: (id: string) => formatRoute(['datasets', id]),
  /** A case as it is in a version of its dataset; ordinals count from 1. */
  case: (dataset: string, version: number, ordinal: number) =>
    formatRoute(['datasets', dataset], { version, case: ordinal }),
  run: (id: string) => formatRoute(['runs', id]),
  result: (run: string, result: Maybe<number>) =>
    formatRoute(['runs', run], { result: result ?? undefined }),
  guardrail: (id: string) => formatRoute(['guardrails', id]),
  /** What stores and executions know by name. */
  guardrailNamed: (name: string) => formatRoute(['guardrails'], { name }),
  remote: (name: string) => formatRoute(['publishing', name]),
  promotion: (remote: string, id: string) =>
    formatRoute(['publishing', remote, 'promotions'], { promotion: id }),
  analytics: (remote: string) => formatRoute(['analytics', remote]),
  execution: (remote: string, id: string) => formatRoute(['analytics', remote], { execution: id }),
}

/** Whether a shared store answers without being started for it: a trial does while a page of it is shown. */
export const isStoreAtHand = ({ name, kind }: { name: string; kind: string }): boolean =>
  kind !== 'trial' || parseRoute(window.location.hash).path[1] === name

/** What belongs to a template: the lists of other nouns, narrowed to it. */
export const listsOfTemplate = {
  runs: (id: string) => formatRoute(['runs'], { ofTemplate: id }),
  trend: (id: string) => formatRoute(['runs', 'trend'], { template: id }),
  gates: (id: string) => formatRoute(['runs', 'gates'], { template: id }),
  guardrails: (name: string) => formatRoute(['guardrails'], { template: name }),
  /** By name: stores know no ids of this workspace. */
  experiments: (name: string) => formatRoute(['experiments'], { template: name }),
  canaries: (name: string, remote: string) =>
    formatRoute(['experiments', 'canaries', remote], { template: name }),
  promotions: (name: string, remote: string) =>
    formatRoute(['publishing', remote, 'promotions'], { template: name }),
  executions: (name: string, remote: string) =>
    formatRoute(['analytics', remote], { hours: 168, by: 'version', template: name }),
}
