import { Anchor, Button, Group, Select, Stack, Text } from '@mantine/core'
import { IconPlayerPlay, IconPlayerStop, IconSparkles } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import type { KeptTry, ModelChoice } from '#shared/contract/model.ts'
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Empty, State } from '../../../ui/State.tsx'
import { useCommands } from '../../../ui/shell/commands.ts'
import { formatRoute } from '../../../ui/shell/route.ts'
import { editorCommands } from '../commands.ts'
import { useSampleCase } from '../inputs/sample-case.ts'
import { CompareTries } from './CompareTries.tsx'
import { models } from './models.ts'
import { KeptTryCard, OpenTryCard } from './TryCard.tsx'
import classes from './TryPane.module.css'
import { keptTries, type OpenTry, startTry, stopTry, useOpenTries } from './tries.ts'

/** The model last asked, kept in this browser. */
const useChosenModel = create<{ model: string }>()(
  persist((): { model: string } => ({ model: '' }), { name: 'galley.try-model' }),
)

const nothing: readonly OpenTry[] = []

/** Asks a model with the draft and the sample values, and keeps the answers beside the text. */
export function TryPane({ id }: { id: string }) {
  const sample = useSampleCase(id)
  const choices = models.use(sample?.dataset ?? '')
  const open = useOpenTries(({ byTemplate }) => byTemplate[id] ?? nothing)
  const kept = keptTries.use(id)
  return (
    <section className={classes.pane} aria-label="Try it">
      {choices.state === 'failed' ? (
        <ErrorNotice error={choices.error} retry={choices.retry} />
      ) : (
        <TryBar id={id} choices={choices.state === 'ready' ? choices.value : null} open={open} />
      )}
      <div className={classes.answers}>
        {open.map((one) => (
          <OpenTryCard key={one.key} template={id} one={one} />
        ))}
        <State
          resource={kept}
          empty={(list) =>
            list.length === 0 &&
            (open.length > 0 ? (
              <span />
            ) : (
              <Empty icon={IconSparkles} title="Nothing tried yet">
                The answer appears here and stays beside the text that was tried.
              </Empty>
            ))
          }
        >
          {(list) => <Answers list={list} />}
        </State>
      </div>
    </section>
  )
}

interface TryBarProps {
  id: string
  choices: { items: ModelChoice[]; hasProvider: boolean } | null
  open: readonly OpenTry[]
}

function TryBar({ id, choices, open }: TryBarProps) {
  const sample = useSampleCase(id)
  const wanted = useChosenModel((state) => state.model)
  const items = choices?.items ?? []
  const chosen =
    items.find(({ ref }) => ref === wanted) ?? items.find(({ kind }) => kind === 'provider')
  const model = chosen?.ref ?? 'echo'
  const running = open.find(({ state }) => state === 'running')
  const commands = useMemo(
    () => [{ ...editorCommands.try, run: () => void startTry(id, model, sample) }],
    [id, model, sample],
  )
  useCommands(commands)
  return (
    <>
      <Group className={classes.bar} gap="xs" wrap="nowrap">
        <Select
          flex={1}
          aria-label="Model to try"
          searchable
          data={grouped(items)}
          value={model}
          onChange={(ref) => ref !== null && useChosenModel.setState({ model: ref })}
        />
        {running === undefined ? (
          <Button
            leftSection={<IconPlayerPlay size={14} aria-hidden />}
            disabled={choices === null}
            onClick={() => void startTry(id, model, sample)}
          >
            Try it
          </Button>
        ) : (
          <Button
            color="red.9"
            leftSection={<IconPlayerStop size={14} aria-hidden />}
            onClick={() => stopTry(running.key)}
          >
            Stop
          </Button>
        )}
      </Group>
      {choices !== null && !choices.hasProvider && <NoProvider hasCase={sample !== null} />}
    </>
  )
}

const groups = [
  ['provider', 'Models of providers'],
  ['recorded', 'Recorded answers of the case'],
  ['local', 'Without a model'],
] as const

const wordOf = (ref: string) =>
  ref === 'echo' ? 'echo: answers with the prompt' : ref.replace(/^(provider|recorded):/, '')

const grouped = (items: readonly ModelChoice[]) =>
  groups
    .map(([kind, group]) => ({
      group,
      items: items
        .filter((one) => one.kind === kind)
        .map(({ ref }) => ({ value: ref, label: wordOf(ref) })),
    }))
    .filter((group) => group.items.length > 0)

/** What works all the same, and the way to a model. */
function NoProvider({ hasCase }: { hasCase: boolean }) {
  return (
    <Notice isFlush>
      <Text size="sm">
        There is no model provider yet. <b>echo</b> shows what a model would be sent
        {hasCase
          ? ', and the case’s recorded answers can be shown.'
          : '; choose a case with recorded answers under Variables to show those.'}{' '}
        To ask a model, add a provider with its key in the{' '}
        <Anchor href={formatRoute(['settings'], { section: 'providers' })} underline="always">
          settings
        </Anchor>
        .
      </Text>
    </Notice>
  )
}

function Answers({ list }: { list: readonly KeptTry[] }) {
  const [chosen, setChosen] = useState<readonly string[]>([])
  const choose = (id: string) =>
    setChosen((now) =>
      now.includes(id) ? now.filter((other) => other !== id) : [...now.slice(-1), id],
    )
  const [one, other] = list.filter(({ id }) => chosen.includes(id)).reverse()
  return (
    <Stack gap={0}>
      {one !== undefined && other !== undefined && <CompareTries before={one} after={other} />}
      {list.map((kept) => (
        <KeptTryCard
          key={kept.id}
          kept={kept}
          isChosen={chosen.includes(kept.id)}
          onChoose={() => choose(kept.id)}
        />
      ))}
    </Stack>
  )
}
