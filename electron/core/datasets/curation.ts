import { setImmediate } from 'node:timers/promises'
import type { DatasetId } from '#shared/contract/base.ts'
import type { Dataset, SplitPlan } from '#shared/contract/dataset/dataset.ts'
import type { CaseChange, DuplicateGroups, NewCase } from '#shared/contract/dataset/editing.ts'
import { type DuplicateGroup, findDuplicates } from '#shared/domain/duplicates/find.ts'
import type { Input } from '../inputs.ts'
import { CaseIds, type StoredCase, toView } from './cases.ts'
import { diffCases } from './diff.ts'
import { caseAt, contentOf } from './editing/content.ts'
import type { EditingParts } from './editing/service.ts'
import { brokenRules, refuseBroken } from './problems.ts'
import { splitOf } from './splitting.ts'
import * as store from './store.ts'
import { addVersion, factsOf } from './versions.ts'

/** Likeness above which a case of the holdout counts as known from elsewhere. */
const leakThreshold = 0.85

/** Caring for a dataset as a whole: rules, splits, duplicates, cases from elsewhere. */
export class CurationService {
  readonly #parts: EditingParts

  constructor(parts: EditingParts) {
    this.#parts = parts
  }

  listVersions({ dataset }: { dataset: string }): { items: Dataset[] } {
    const { id } = this.#parts.get({ dataset })
    return { items: store.findVersions(this.#parts.reader, id).toReversed() }
  }

  diff({ dataset, from, to }: Input<'dataset', 'diff'>): {
    added: number
    removed: number
    changed: number
    changes: CaseChange[]
  } {
    const [before, after] = [from, to].map((version) => this.#all({ dataset, version }))
    return diffCases(before ?? [], after ?? [])
  }

  /** The next version with these cases behind the others; of a new dataset where none has the name. */
  addCases({ dataset: name, cases }: Input<'dataset', 'addCases'>): Dataset {
    // From the look at the newest version on: what another process added meanwhile would be missing.
    return this.#parts.writer.transaction(() => {
      const newest = store.findVersions(this.#parts.reader, name).at(-1)
      const before = newest === undefined ? [] : this.#all({ dataset: newest.id })
      const datasetId = newest?.id ?? (this.#parts.environment.newId() as DatasetId)
      const all = this.#numbered(datasetId, newest?.splitPlan ?? null, [
        ...before,
        ...cases.map(contentOf),
      ])
      if (newest !== undefined) refuseBroken(newest, all.slice(before.length))
      const note = `${cases.length} added${sourcesOf(cases)}`
      return this.#addVersion({ id: datasetId, name }, all, note, 'got cases')
    })
  }

  removeCases({ dataset, cases }: Input<'dataset', 'removeCases'>): Dataset {
    return this.#parts.writer.transaction(() => {
      const newest = this.#parts.get({ dataset })
      const removed = new Set<string>(cases)
      const before = this.#all({ dataset: newest.id })
      const left = before.filter(({ id }) => !removed.has(id))
      const note = `${before.length - left.length} removed`
      return this.#addVersion(newest, this.#numbered(newest.id, null, left), note, 'was trimmed')
    })
  }

  checkRules({ dataset, rules }: Input<'dataset', 'checkRules'>) {
    return brokenRules(rules, this.#all({ dataset }))
  }

  setRules({ dataset, rules }: Input<'dataset', 'setRules'>): Dataset {
    const { id } = this.#parts.writer.transaction((transaction) => {
      const newest = this.#parts.get({ dataset })
      refuseBroken({ ...newest, schema: rules }, this.#all({ dataset }))
      store.ruleDataset(transaction, newest.id, rules)
      return newest
    })
    this.#parts.changes.emit('dataset', id)
    return this.#parts.get({ dataset: id })
  }

  /** Deals all cases out anew; with null none is in a split any more. */
  split({ dataset, plan }: Input<'dataset', 'split'>): Dataset {
    return this.#parts.writer.transaction((transaction) => {
      const newest = this.#parts.get({ dataset })
      store.planSplits(transaction, newest.id, plan)
      const dealt = this.#all({ dataset: newest.id }).map((one) => ({
        ...one,
        split: plan && splitOf(one.inputsJson, plan),
      }))
      const note = plan === null ? 'Not split any more' : `Split with the seed "${plan.seed}"`
      this.#addVersion(newest, dealt, note, 'was split')
      return this.#parts.get({ dataset: newest.id })
    })
  }

  async findDuplicates({ dataset, threshold }: Input<'dataset', 'findDuplicates'>) {
    const all = this.#all({ dataset })
    const groups = await this.#groups(all, threshold)
    return { groups: groups.map((group) => shown(group, all)) }
  }

  /** Groups that have cases on both sides: in the holdout and elsewhere. */
  async checkSplits({ dataset }: { dataset: string }) {
    const all = this.#all({ dataset })
    if (!all.some(({ split }) => split === 'holdout')) return { leaks: [] }
    const groups = await this.#groups(all, leakThreshold)
    const leaks = groups.filter(({ members }) => {
      const held = members.filter((at) => all[at]?.split === 'holdout').length
      return held > 0 && held < members.length
    })
    return { leaks: leaks.map((group) => shown(group, all)) }
  }

  async #groups(all: readonly StoredCase[], threshold: number): Promise<DuplicateGroup[]> {
    const inputs = all.map(({ inputsJson }) => JSON.parse(inputsJson))
    const search = findDuplicates(inputs, threshold)
    for (;;) {
      const step = search.next()
      if (step.done) return step.value
      // Other calls are answered in between.
      await setImmediate()
    }
  }

  #addVersion(
    { id, name }: { id: DatasetId; name: string },
    stored: StoredCase[],
    note: string,
    deed: string,
  ): Dataset {
    return addVersion(this.#parts, {
      datasetId: id,
      name,
      description: '',
      fileName: '',
      note,
      deed,
      facts: factsOf(stored),
      write: (transaction, made) => store.insertCases(transaction, made, stored),
    })
  }

  #numbered(
    datasetId: DatasetId,
    plan: SplitPlan | null,
    contents: readonly Omit<StoredCase, 'id' | 'ordinal'>[],
  ): StoredCase[] {
    const ids = new CaseIds(datasetId)
    return contents.map((content, index) => {
      const split = content.split ?? (plan && splitOf(content.inputsJson, plan))
      return caseAt(index + 1, { ...content, split }, ids)
    })
  }

  #all(ref: { dataset: string; version?: number }): StoredCase[] {
    const { id, version, caseCount } = this.#parts.get(ref)
    const at = { datasetId: id, number: version }
    return store.readCases(this.#parts.reader, at, 0, caseCount)
  }
}

/** Where captured cases come from, for the note of the version. */
function sourcesOf(cases: readonly NewCase[]): string {
  const kinds = new Set(
    cases.flatMap(({ metadata: { source } }) =>
      typeof source === 'object' && source !== null && 'kind' in source
        ? [String(source.kind)]
        : [],
    ),
  )
  return kinds.size === 0 ? '' : ` from ${[...kinds].join(', ')}`
}

function shown(group: DuplicateGroup, all: readonly StoredCase[]): DuplicateGroups {
  const cases = group.members.flatMap((at) => {
    const one = all[at]
    return one === undefined ? [] : [toView(one)]
  })
  return { kind: group.kind, similarity: group.similarity, cases }
}
