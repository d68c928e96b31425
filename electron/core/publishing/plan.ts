import type pg from 'pg'
import type { PublishPlan } from '#shared/contract/publishing.ts'
import { diffContent } from '#shared/domain/diff/content.ts'
import type { Content, Template, Version } from './parts.ts'
import { findStanding, foresee, isProtected, type StandingVersion } from './published.ts'
import { refuseUnservable } from './request.ts'

/** What publishing `version` under `label` would do now. Changes nothing. */
export async function makePlan(
  client: Pick<pg.ClientBase, 'query'>,
  template: Template,
  version: Version,
  label: string,
): Promise<PublishPlan> {
  refuseUnservable(template.name, version.content)
  const standing = await findStanding(client, template.name, label)
  const foreseen = await foresee(client, {
    name: template.name,
    hash: version.contentHash,
    number: version.number,
    latestNumber: template.latestVersion ?? version.number,
  })
  const current = standing?.published ?? null
  const warnings: string[] = []
  if (current?.contentHash === version.contentHash) {
    warnings.push(`"${label}" stands on this very content already.`)
  }
  if (foreseen.state === 'renumber') {
    warnings.push(
      `Somebody else published another version ${version.number}: this one becomes ${foreseen.version}, there and here.`,
    )
  }
  if (current !== null && current.version > foreseen.version) {
    warnings.push(`"${label}" moves back from version ${current.version} to ${foreseen.version}.`)
  }
  if (await isProtected(client, label)) {
    warnings.push(`"${label}" is protected: moving it needs the publisher role.`)
  }
  return {
    templateName: template.name,
    localVersion: version.number,
    contentHash: version.contentHash,
    state: foreseen.state,
    publishedVersion: foreseen.version,
    label,
    current,
    changes: diffContent(standing === null ? NOTHING : contentOf(standing), version.content).filter(
      ({ kind, line }) => standing !== null || kind === 'added' || line !== '',
    ),
    warnings,
  }
}

const NOTHING: Content = {
  body: { kind: 'messages', messages: [] },
  dialect: 'jinja2',
  undefinedPolicy: 'strict',
  variables: [],
  modelSettings: {},
}

function contentOf({ content, templateText }: StandingVersion): Content {
  return content ?? { ...NOTHING, body: { kind: 'text', text: templateText } }
}
