import { type AssignedPhase, assignArm } from '#shared/domain/assignment/assign.ts'
import { legacyArmOfBucket, legacyBucket } from '#shared/domain/assignment/legacy.ts'
import { unitRefusal } from '#shared/domain/assignment/unit.ts'
import type { StoredVersion } from '../types.ts'

export interface LiveArm {
  readonly key: string
  readonly percent: number
  readonly versionId: string | null
}

export interface LiveExperiment {
  readonly name: string
  /** In the order in which they share the buckets. */
  readonly arms: readonly LiveArm[]
  /** What decides the arm; null for experiments of original services, which have their own rule. */
  readonly phase?: AssignedPhase | null
}

/** All that serving one template needs, read in one go, so that its parts fit each other. */
export interface Bundle {
  readonly name: string
  readonly labels: ReadonlyMap<string, string>
  readonly versions: ReadonlyMap<string, StoredVersion>
  readonly experiment: LiveExperiment | null
}

/** A bundle as SQL and snapshots write it. */
export interface BundleRow {
  readonly name: string
  readonly labels: Readonly<Record<string, string>> | null
  readonly experiment: LiveExperiment | null
  readonly versions: readonly StoredVersion[] | null
}

/** Null for a template that the store does not know. */
export function readBundle({ name, labels, experiment, versions }: BundleRow): Bundle | null {
  if (versions === null) return null
  return {
    name,
    labels: new Map(Object.entries(labels ?? {})),
    versions: new Map(versions.map((version) => [version.id, version])),
    experiment,
  }
}

/**
 * The bundle with those version objects of `earlier` that say the same. Versions never change, so a
 * refresh must not throw away what was compiled for them.
 */
export function keepVersions(bundle: Bundle, earlier: Bundle): Bundle {
  const versions = new Map<string, StoredVersion>()
  for (const [id, version] of bundle.versions) {
    const known = earlier.versions.get(id)
    const isSame =
      known !== undefined &&
      known.contentHash === version.contentHash &&
      known.templateText === version.templateText &&
      known.category === version.category
    versions.set(id, isSame ? known : version)
  }
  return { ...bundle, versions }
}

export function writeBundle({ name, labels, experiment, versions }: Bundle): BundleRow {
  return { name, labels: Object.fromEntries(labels), experiment, versions: [...versions.values()] }
}

export interface Choice {
  readonly version: StoredVersion
  readonly arm: string | null
  readonly experiment: string | null
}

/**
 * The version to serve: for `production` and a usable unit the arm of the running experiment, else the
 * label's. The same rule as `galley.get_active_prompt` in SQL, for every unit. Null: the label is nowhere.
 */
export function choose(bundle: Bundle, label: string, unit: string | undefined): Choice | null {
  const { experiment, versions } = bundle
  if (experiment !== null && label === 'production') {
    // Services without types give numbers, which are texts in SQL, and null for nobody.
    const id = String(unit ?? '')
    const arm = unitRefusal(id) === null ? armOf(experiment, id) : null
    const chosen = experiment.arms.find(({ key }) => key === arm)
    const version = chosen?.versionId ? versions.get(chosen.versionId) : undefined
    if (version !== undefined) return { version, arm, experiment: experiment.name }
  }
  const version = versions.get(bundle.labels.get(label) ?? '')
  return version === undefined ? null : { version, arm: null, experiment: null }
}

function armOf({ phase, arms }: LiveExperiment, unit: string): string | null {
  // Snapshots of older clients have no phases.
  if (phase === undefined || phase === null) return legacyArmOfBucket(arms, legacyBucket(unit))
  const assignment = assignArm(phase, unit)
  return assignment.kind === 'assigned' ? assignment.arm : null
}
