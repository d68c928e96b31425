import { Badge, Box, Button } from '@mantine/core'
import { modals } from '@mantine/modals'
import { IconShield } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { GuardrailView } from '#shared/contract/guardrail.ts'
import { rpc } from '../../rpc/page.ts'
import { tell, tellFailure, tellUndo } from '../../ui/ask.tsx'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { LinkButton } from '../../ui/LinkButton.tsx'
import { Page } from '../../ui/Page.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { Empty, Loading, State } from '../../ui/State.tsx'
import { addressOf } from '../../ui/shell/addresses.ts'
import { formatRoute, navigate, type Route } from '../../ui/shell/route.ts'
import { useTitle } from '../../ui/shell/titles.ts'
import { Bench } from './Bench.tsx'
import { Counts } from './Counts.tsx'
import { altersVerdicts, Effect } from './Effect.tsx'
import { changeOf, type GuardrailDraft, newDraft, toDraft } from './form.ts'
import { GuardrailForm } from './GuardrailForm.tsx'
import { HoldsFor } from './HoldsFor.tsx'
import { SharedPage } from './shared/SharedPage.tsx'
import { guardrailList, refreshGuardrails } from './store.ts'
import { Violations } from './Violations.tsx'

/** `#/guardrails?template=NAME`, `#/guardrails?name=NAME`, `#/guardrails/new`, `#/guardrails/ID`. */
export function GuardrailPage({ route }: { route: Route }) {
  const id = route.path[1]
  const resource = guardrailList.use('all')
  if (id === 'new') return <GuardrailEditor stored={null} />
  if (id === 'shared') return <SharedPage route={route} />
  const { name } = route.query
  if (id === undefined && name !== undefined) return <NamedGuardrail name={name} />
  if (id === undefined) {
    return (
      <Empty
        icon={IconShield}
        title="Choose a guardrail"
        actions={
          <>
            <LinkButton href={formatRoute(['guardrails', 'new'])}>New guardrail</LinkButton>
            <LinkButton variant="default" href={formatRoute(['guardrails', 'shared'])}>
              In shared stores
            </LinkButton>
          </>
        }
      >
        A guardrail judges inputs, prompts and outputs: in the editor, in runs and in production.
      </Empty>
    )
  }
  return (
    <State resource={resource}>
      {(items) => {
        const found = items.find((item) => item.id === id)
        if (found !== undefined) return <GuardrailEditor key={id} stored={found} />
        return (
          <Empty icon={IconShield} title="This guardrail is not in use">
            It was archived, or belongs to another workspace. Choose one from the list.
          </Empty>
        )
      }}
    </State>
  )
}

/** Executions and stores know guardrails by name: the way from there to the one named so here. */
function NamedGuardrail({ name }: { name: string }) {
  const resource = guardrailList.use('all')
  const found = resource.state === 'ready' ? resource.value.find((one) => one.name === name) : null
  useEffect(() => {
    if (found) navigate(addressOf.guardrail(found.id), { replace: true })
  }, [found])
  return (
    <State resource={resource}>
      {() =>
        found ? (
          <Loading />
        ) : (
          <Empty
            icon={IconShield}
            title={`${name} is not in this workspace`}
            actions={
              <LinkButton href={formatRoute(['guardrails', 'shared'])}>In shared stores</LinkButton>
            }
          >
            It was renamed, archived, or belongs to a colleague: what stands in a shared store can
            be taken over from there.
          </Empty>
        )
      }
    </State>
  )
}

/** Shows what a change newly catches and misses before it is saved; true when that is what is wanted. */
async function isMeant(stored: GuardrailView, draft: GuardrailDraft): Promise<boolean> {
  const { name } = stored
  const { samples } = draft
  const result = await rpc.guardrail.test({ name, samples, change: changeOf(draft) })
  if (!altersVerdicts(result)) return true
  return new Promise((answer) => {
    modals.openConfirmModal({
      title: 'What saving changes',
      size: 'xl',
      children: <Effect result={result} />,
      labels: { confirm: 'Save it', cancel: 'Go on editing' },
      closeButtonProps: { 'aria-label': 'Close' },
      onConfirm: () => answer(true),
      onCancel: () => answer(false),
    })
  })
}

async function save(stored: GuardrailView | null, draft: GuardrailDraft): Promise<void> {
  const { name, samples } = draft
  const change = { ...changeOf(draft), samples }
  if (stored === null) {
    const created = await rpc.guardrail.create({ ...change, name })
    refreshGuardrails()
    navigate(formatRoute(['guardrails', created.id]))
    return
  }
  const newName = name === stored.name ? {} : { newName: name }
  await rpc.guardrail.update({ ...change, ...newName, name: stored.name })
  refreshGuardrails()
}

async function archive({ name }: GuardrailView): Promise<void> {
  try {
    await rpc.guardrail.archive({ name })
    refreshGuardrails()
    navigate(formatRoute(['guardrails']))
    tellUndo(`${name} was archived.`, () => {
      void rpc.guardrail.archive({ name, isArchived: false }).then(refreshGuardrails, tellFailure)
    })
  } catch (error) {
    tellFailure(error)
  }
}

function GuardrailEditor({ stored }: { stored: GuardrailView | null }) {
  const [draft, setDraft] = useState(() => (stored === null ? newDraft : toDraft(stored)))
  const [error, setError] = useState<unknown>(null)
  useTitle(`guardrails/${stored?.id ?? 'new'}`, stored?.name ?? 'New guardrail')
  const saveNow = async () => {
    try {
      if (stored !== null && !(await isMeant(stored, draft))) return
      await save(stored, draft)
      setError(null)
      tell('Saved.')
    } catch (failure) {
      setError(failure)
    }
  }
  return (
    <Page
      header={
        <PageHeader
          title={stored?.name ?? 'New guardrail'}
          facts={stored !== null && <Badge>{stored.isEnabled ? stored.action : 'off'}</Badge>}
          actions={
            <>
              {stored !== null && (
                <Button
                  component="a"
                  variant="default"
                  href={formatRoute(['guardrails', 'shared'])}
                >
                  Publish
                </Button>
              )}
              {stored !== null && (
                <Button variant="default" onClick={() => void archive(stored)}>
                  Archive
                </Button>
              )}
              <Button onClick={() => void saveNow()}>Save</Button>
            </>
          }
        />
      }
    >
      {error !== null && (
        <Box mb="md">
          <ErrorNotice error={error} />
        </Box>
      )}
      <GuardrailForm draft={draft} onChange={setDraft} />
      <Bench draft={draft} onChange={setDraft} stored={stored?.name ?? null} />
      {stored !== null && <HoldsFor guardrail={stored} />}
      {stored !== null && <Counts guardrail={stored} />}
      {stored !== null && <Violations guardrail={stored.name} />}
    </Page>
  )
}
