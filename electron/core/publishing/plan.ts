import type pg from 'pg'
import type { GateState } from '#shared/contract/promotion.ts'
import type { PublishedVersion, PublishPlan } from '#shared/contract/publishing.ts'
import { diffContent } from '#shared/domain/diff/content.ts'
import { hasForked } from './lineage.ts'
import type { Content, Template, Version } from './parts.ts'
import { readGateState, readUpcoming } from './promotions/store.ts'
import { findPublishedByHash, findStanding, foresee, type StandingVersion } from './published.ts'
import { refuseUnservable } from './request.ts'

/** What publishing the first version of `line`, its history, under `label` would do now. Changes nothing. */
export async function makePlan(
  client: Pick<pg.ClientBase, 'query'>,
  template: Template,
  line: readonly [Version, ...Version[]],
  { label, evidence }: { label: string; evidence?: unknown },
): Promise<PublishPlan> {
  const [version] = line
  refuseUnservable(template.name, version.content)
  const { name } = template
  const standing = await findStanding(client, name, label)
  const foreseen = await foresee(client, {
    name,
    hash: version.contentHash,
    number: version.number,
    latestNumber: template.latestVersion ?? version.number,
  })
  const current = standing?.published ?? null
  const versionId = await findPublishedByHash(client, name, version.contentHash)
  const gate = await readGateState(client, { name, label, versionId, evidence })
  const upcoming = await readUpcoming(client, name, label)
  const isFork = await hasForked(client, line, current)
  return {
    templateName: name,
    localVersion: version.number,
    contentHash: version.contentHash,
    state: foreseen.state,
    publishedVersion: foreseen.version,
    label,
    current,
    changes: diffContent(standing === null ? NOTHING : contentOf(standing), version.content).filter(
      ({ kind, line }) => standing !== null || kind === 'added' || line !== '',
    ),
    isFork,
    warnings: [
      ...(isFork && current !== null ? [forkWarning(label, current)] : []),
      ...moveWarnings(label, current, foreseen, version.contentHash),
      ...gateWarnings(label, gate),
      ...upcoming.map(({ at, kind, version: next }) =>
        kind === 'promotion'
          ? `"${label}" moves to version ${next} by itself at ${at}.`
          : `The present version ends at ${at}: "${label}" then goes to ${next === null ? 'nothing' : `version ${next}`}.`,
      ),
    ],
    gate,
    upcoming,
  }
}

const forkWarning = (label: string, { version, publishedBy }: PublishedVersion) =>
  `"${label}" stands on version ${version} by ${publishedBy}, which yours was not made from: publishing drops what ${publishedBy} changed.`

function moveWarnings(
  label: string,
  current: PublishPlan['current'],
  foreseen: { state: string; version: number },
  hash: string,
): string[] {
  const warnings: string[] = []
  if (current?.contentHash === hash) {
    warnings.push(`"${label}" stands on this very content already.`)
  }
  if (foreseen.state === 'renumber') {
    warnings.push(
      `Somebody else published another version of that number: this one becomes ${foreseen.version}, there and here.`,
    )
  }
  if (current !== null && current.version > foreseen.version) {
    warnings.push(`"${label}" moves back from version ${current.version} to ${foreseen.version}.`)
  }
  return warnings
}

function gateWarnings(label: string, gate: GateState): string[] {
  if (!gate.isProtected) return []
  const warnings = [`"${label}" is protected: moving it needs the publisher role.`]
  if (gate.isAllowed) return warnings
  if (gate.requiresGate && gate.gateState !== 'passed') {
    const which = gate.gate === null ? 'a gate' : `the gate "${gate.gate}"`
    const state = gate.gateState === 'failed' ? 'it failed' : 'there is no evidence yet'
    warnings.push(`It asks for ${which} that passed: ${state}.`)
  }
  const missing = gate.requiredApprovals - gate.approvals.length
  if (missing > 0) {
    warnings.push(
      `It asks for ${missing} more ${missing === 1 ? 'approval' : 'approvals'} by others.`,
    )
  }
  for (const { actor, comment } of gate.rejections) {
    warnings.push(`${actor} rejected it${comment === '' ? '' : `: ${comment}`}.`)
  }
  return warnings
}

/** The content before the first version. */
export const NOTHING: Content = {
  body: { kind: 'messages', messages: [] },
  dialect: 'jinja2',
  undefinedPolicy: 'strict',
  variables: [],
  modelSettings: {},
}

function contentOf({ content, templateText }: StandingVersion): Content {
  return content ?? { ...NOTHING, body: { kind: 'text', text: templateText } }
}
