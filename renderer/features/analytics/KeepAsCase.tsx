import { Button } from '@mantine/core'
import { IconDatabasePlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { Execution } from '#shared/contract/execution.ts'
import { type AnswerUse, caseOfExecution, recordedAs } from '#shared/domain/captured/execution.ts'
import { rpc } from '../../rpc/page.ts'
import { tell, tellFailure } from '../../ui/ask.tsx'
import { formatCount } from '../../ui/format.ts'
import { type CaseChoice, SaveAsCaseDialog } from '../../ui/SaveAsCaseDialog.tsx'
import { addressOf } from '../../ui/shell/addresses.ts'

/** Makes a case of what production did: the next run shows whether a version does better. */
export function KeepAsCase({ execution, remote }: { execution: Execution; remote: string }) {
  const [names, setNames] = useState<string[] | null>(null)
  const open = async () => {
    try {
      setNames((await rpc.dataset.list()).items.map(({ name }) => name))
    } catch (error) {
      tellFailure(error)
    }
  }
  const save = async ({ dataset, use, tags }: CaseChoice<AnswerUse>) => {
    const cases = [caseOfExecution(execution, { remote, use, tags })]
    const saved = await rpc.dataset.addCases({ dataset, cases })
    tell(
      `${saved.name} has ${formatCount(saved.caseCount)} ${saved.caseCount === 1 ? 'case' : 'cases'} now (version ${saved.version}).`,
      { label: 'See it', href: addressOf.case(saved.id, saved.version, saved.caseCount) },
    )
  }
  const answers: { value: AnswerUse; label: string }[] = [
    {
      value: 'recorded',
      label: `only what ${recordedAs(execution.model)} answered: recorded beside the case`,
    },
    { value: 'expected', label: 'right: the expected value of the case' },
  ]
  return (
    <>
      <Button
        variant="default"
        w="fit-content"
        leftSection={<IconDatabasePlus size={14} aria-hidden />}
        onClick={() => void open()}
      >
        Keep as a case
      </Button>
      <SaveAsCaseDialog
        isOpen={names !== null}
        onClose={() => setNames(null)}
        names={names ?? []}
        uses={[
          ...(execution.responseText === null ? [] : answers),
          { value: 'none', label: 'not kept: the inputs alone make the case' },
        ]}
        preview={JSON.stringify(execution.inputVariables)}
        onSave={save}
      />
    </>
  )
}
