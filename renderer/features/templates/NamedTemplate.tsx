import { Button } from '@mantine/core'
import { IconDownload, IconFileOff } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { Template } from '#shared/contract/template.ts'
import { rpc } from '../../rpc/page.ts'
import { readFailure } from '../../rpc/problem.ts'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { LinkButton } from '../../ui/LinkButton.tsx'
import { Empty, Loading } from '../../ui/State.tsx'
import { addressOf } from '../../ui/shell/addresses.ts'
import { navigate } from '../../ui/shell/route.ts'
import { allVersions } from './history/versions.ts'

interface Named {
  readonly name: string
  /** Its number in the store, or here where no store is named; null: the template itself. */
  readonly version: number | null
  readonly remote: string | null
}

type Found =
  | { readonly kind: 'here'; readonly href: string }
  /** The store has it; the template alone may be here. */
  | { readonly kind: 'away'; readonly template: Template | null }

async function find({ name, version, remote }: Named): Promise<Found> {
  const template = await rpc.template.get({ template: name }).catch((error: unknown) => {
    if (remote !== null && readFailure(error).code === 'not_found') return null
    throw error
  })
  if (template === null) return { kind: 'away', template }
  if (version === null) return { kind: 'here', href: addressOf.template(template.id) }
  const number = await numberHere(template, version, remote)
  if (number !== null) return { kind: 'here', href: addressOf.version(template.id, number) }
  // Without a store nothing can be pulled: the history says which versions there are.
  if (remote === null) return { kind: 'here', href: addressOf.version(template.id, version) }
  return { kind: 'away', template }
}

/** Stores may number a version otherwise than this workspace: its id and its hash are the same in both. */
async function numberHere(
  { id, name }: Template,
  version: number,
  remote: string | null,
): Promise<number | null> {
  const versions = await allVersions(id)
  // A store that is away says nothing: then the number has to do.
  const published =
    remote === null
      ? []
      : await rpc.publishing.list({ remote, templateName: name }).then(
          ({ items }) => items,
          () => [],
        )
  const there = published.find((one) => one.version === version)
  const same = versions.find(({ id, contentHash, number }) =>
    there === undefined
      ? number === version
      : id === there.versionId || contentHash === there.contentHash,
  )
  return same?.number ?? null
}

/** Goes on to the page of what a shared store knows by name; says so where this workspace has it not. */
export function NamedTemplate(named: Named) {
  const { name, version, remote } = named
  const [away, setAway] = useState<Extract<Found, { kind: 'away' }> | null>(null)
  const [failure, setFailure] = useState<unknown>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another name is another page
  useEffect(() => {
    find(named).then((found) => {
      if (found.kind === 'here') navigate(found.href, { replace: true })
      else setAway(found)
    }, setFailure)
  }, [])
  if (failure !== null) {
    return (
      <div style={{ padding: 16 }}>
        <ErrorNotice error={failure} />
      </div>
    )
  }
  if (away === null || remote === null) return <Loading />
  return <NeverPulled name={name} version={version} remote={remote} template={away.template} />
}

interface NeverPulledProps extends Named {
  remote: string
  template: Template | null
}

function NeverPulled({ template, ...named }: NeverPulledProps) {
  const { name, version, remote } = named
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const [reason, setReason] = useState<string | null>(null)
  const pull = async () => {
    setBusy(true)
    try {
      const { skipped } = await rpc.publishing.pull({ remote })
      const found = await find(named)
      if (found.kind === 'here') return navigate(found.href, { replace: true })
      const left = skipped.find((one) => one.templateName === name && one.version === version)
      setReason(left?.reason ?? `${remote} does not have it any more`)
    } catch (error) {
      setFailure(error)
    } finally {
      setBusy(false)
    }
  }
  const what = version === null ? name : `${name} v${version}`
  return (
    <>
      {failure !== null && <ErrorNotice error={failure} />}
      <Empty
        icon={IconFileOff}
        title={`${what} is not in this workspace`}
        actions={
          <>
            <Button
              loading={isBusy}
              leftSection={<IconDownload size={14} aria-hidden />}
              onClick={() => void pull()}
            >
              Pull from {remote}
            </Button>
            {template !== null && (
              <LinkButton variant="default" href={addressOf.template(template.id)}>
                {`Open ${name}`}
              </LinkButton>
            )}
            <LinkButton variant="default" href={addressOf.remote(remote)}>
              {`See ${remote}`}
            </LinkButton>
          </>
        }
      >
        {reason === null
          ? `It was published to ${remote} from elsewhere and never pulled here. A pull brings what colleagues published, and changes no draft of yours.`
          : `The pull did not bring it: ${reason}.`}
      </Empty>
    </>
  )
}
