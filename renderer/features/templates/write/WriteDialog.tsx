import {
  Anchor,
  Button,
  Checkbox,
  Group,
  Modal,
  Select,
  Stack,
  Text,
  Textarea,
} from '@mantine/core'
import { IconWand } from '@tabler/icons-react'
import { useState } from 'react'
import type { Proposal } from '#shared/contract/model.ts'
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx'
import { formatCost } from '../../../ui/format.ts'
import { Notice } from '../../../ui/Notice.tsx'
import { State } from '../../../ui/State.tsx'
import { formatRoute } from '../../../ui/shell/route.ts'
import {
  closeAsking,
  holdTyped,
  releaseTyped,
  useIsAsking,
  useTypedRelease,
} from '../../../ui/shell/typed.ts'
import { useDraft } from '../drafts.ts'
import { ContentComparison } from '../history/ContentComparison.tsx'
import { models } from '../try/models.ts'
import { discardWriting, keepWriting, startWriting, useWriting } from './writing.ts'

interface WriteDialogProps {
  id: string
  isOpen: boolean
  onClose: () => void
}

/** "Write it for me": a task in words becomes messages, variables and samples, kept only on a yes. */
export function WriteDialog({ id, isOpen, onClose }: WriteDialogProps) {
  const writing = useWriting(id)
  const isReady = writing.state === 'ready'
  useTypedRelease(isOpen)
  const isAsking = useIsAsking()
  return (
    <Modal
      opened={isOpen}
      onClose={() => closeAsking(onClose)}
      closeOnClickOutside={false}
      closeOnEscape={!isAsking}
      title={isReady ? 'What the model wrote' : 'Write it for me'}
      size={isReady ? '90%' : 'lg'}
    >
      {isReady ? (
        <Review id={id} proposal={writing.proposal} onClose={onClose} />
      ) : (
        <Ask id={id} onClose={onClose} />
      )}
    </Modal>
  )
}

function Ask({ id, onClose }: { id: string; onClose: () => void }) {
  const resource = models.use('')
  return (
    <State resource={resource}>
      {({ items, hasProvider }) =>
        hasProvider ? (
          <AskForm
            id={id}
            onClose={onClose}
            models={items.filter(({ kind }) => kind === 'provider').map(({ ref }) => ref)}
          />
        ) : (
          <Notice>
            Writing needs a model, and there is no provider yet. Add one with its key in the{' '}
            <Anchor href={formatRoute(['settings'], { section: 'providers' })} underline="always">
              settings
            </Anchor>
            ; a local server such as Ollama needs no key.
          </Notice>
        )
      }
    </State>
  )
}

interface AskFormProps {
  id: string
  models: string[]
  onClose: () => void
}

function AskForm({ id, models: refs, onClose }: AskFormProps) {
  const writing = useWriting(id)
  const { body } = useDraft(id).content
  const hasText =
    body.kind === 'text'
      ? body.text.trim() !== ''
      : body.messages.some((one) => 'content' in one && one.content.trim() !== '')
  const [task, setTask] = useState('')
  const [model, setModel] = useState(refs[0] ?? '')
  const [isChange, setChange] = useState(hasText)
  const isRunning = writing.state === 'running'
  return (
    <Stack gap="sm">
      <Textarea
        label={isChange ? 'What to change' : 'The task'}
        description="Who asks, what goes in, what a good answer looks like. Your datasets are not shown to the model: a template that has seen its test cases proves nothing."
        data-autofocus
        autosize
        minRows={4}
        maxRows={14}
        value={task}
        onChange={(event) => {
          setTask(event.currentTarget.value)
          holdTyped({ title: 'Write it for me', close: onClose })
        }}
      />
      <Select
        label="Model"
        searchable
        data={refs.map((ref) => ({ value: ref, label: ref.replace(/^provider:/, '') }))}
        value={model}
        onChange={(ref) => setModel(ref ?? model)}
      />
      {hasText && (
        <Checkbox
          label="Change what is there; otherwise it is written anew"
          checked={isChange}
          onChange={(event) => setChange(event.currentTarget.checked)}
        />
      )}
      {writing.state === 'failed' && <ErrorNotice error={writing.error} />}
      <Group justify="flex-end">
        {isRunning && (
          <Button variant="default" onClick={writing.stop}>
            Stop
          </Button>
        )}
        <Button
          loading={isRunning}
          disabled={task.trim() === ''}
          leftSection={<IconWand size={14} aria-hidden />}
          onClick={() => {
            // It goes on without this page.
            releaseTyped()
            void startWriting(id, { model, task, isChange })
          }}
        >
          Write
        </Button>
      </Group>
    </Stack>
  )
}

interface ReviewProps {
  id: string
  proposal: Proposal
  onClose: () => void
}

/** The draft and the proposal side by side; only the yes changes the draft. */
function Review({ id, proposal, onClose }: ReviewProps) {
  const { content } = useDraft(id)
  const { body, variables, remark, cost, sampleBindings } = proposal
  const next = { ...content, dialect: 'jinja2' as const, body, variables }
  return (
    <Stack gap="sm">
      <Text size="sm">
        {remark}{' '}
        {cost !== null && (
          <Text span c="dimmed">
            (cost {formatCost(cost)})
          </Text>
        )}
      </Text>
      <div style={{ height: '55vh' }}>
        <ContentComparison
          before={{ name: 'the draft', content }}
          after={{ name: 'what was written', content: next }}
        />
      </div>
      <Text size="sm" c="dimmed">
        Sample values: <span className="mono">{JSON.stringify(sampleBindings)}</span>
      </Text>
      <Group justify="flex-end">
        <Button
          variant="default"
          onClick={() => {
            discardWriting(id)
            onClose()
          }}
        >
          Discard it
        </Button>
        <Button
          onClick={() => {
            keepWriting(id, proposal)
            onClose()
          }}
        >
          Put it into the draft
        </Button>
      </Group>
    </Stack>
  )
}
