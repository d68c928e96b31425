import type { KeptTry } from '#shared/contract/model.ts'
import { type AnswerUse, answerOf, recordedAs } from '#shared/domain/captured/execution.ts'
import { rpc } from '../../../rpc/page.ts'
import { tell } from '../../../ui/ask.tsx'
import { formatCount } from '../../../ui/format.ts'
import { type CaseChoice, SaveAsCaseDialog } from '../../../ui/SaveAsCaseDialog.tsx'
import { addressOf } from '../../../ui/shell/addresses.ts'
import { datasets } from '../inputs/datasets.ts'

interface SaveAsCaseProps {
  kept: KeptTry
  isOpen: boolean
  onClose: () => void
}

/** Makes a case of what was tried: its values are the inputs, its answer is what one decides here. */
export function SaveAsCase({ kept, isOpen, onClose }: SaveAsCaseProps) {
  const list = datasets.use('all')
  const { bindings: inputs, output, model } = kept
  const save = async ({ dataset, use, tags }: CaseChoice<AnswerUse>) => {
    const made = { inputs, tags, ...answerOf(use, model, output) }
    const saved = await rpc.dataset.addCases({ dataset, cases: [made] })
    tell(
      `${saved.name} has ${formatCount(saved.caseCount)} ${saved.caseCount === 1 ? 'case' : 'cases'} now (version ${saved.version}).`,
      { label: 'See it', href: addressOf.case(saved.id, saved.version, saved.caseCount) },
    )
  }
  return (
    <SaveAsCaseDialog
      isOpen={isOpen}
      onClose={onClose}
      names={list.state === 'ready' ? list.value.map(({ name }) => name) : []}
      uses={[
        { value: 'expected', label: 'right: the expected value of the case' },
        {
          value: 'recorded',
          label: `only what ${recordedAs(model)} answered: recorded beside the case`,
        },
        { value: 'none', label: 'not kept: the inputs alone make the case' },
      ]}
      preview={JSON.stringify(inputs)}
      onSave={save}
    />
  )
}
