import { Button, FileButton, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { nameSchema } from '#shared/contract/base.ts'
import { tell } from '../../../ui/ask.tsx'
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx'
import { formatCounted } from '../../../ui/format.ts'
import { Page, Section } from '../../../ui/Page.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { addressOf } from '../../../ui/shell/addresses.ts'
import { navigate } from '../../../ui/shell/route.ts'
import { chooseFile, importNow, resetImport, useImport } from './import-store.ts'
import { Mapping } from './Mapping.tsx'
import { ReadAs } from './ReadAs.tsx'
import { ReadingProgress } from './ReadingProgress.tsx'
import { RowProblems } from './RowProblems.tsx'
import { SampleCases } from './SampleCases.tsx'

const accept = '.csv,.tsv,.tab,.json,.jsonl,.ndjson,.yaml,.yml,.xlsx,.txt'

/** File, columns, first rows, problems; then all rows or none. */
export function ImportPage() {
  const { fileName, preview, state, error } = useImport()
  const isBusy = state === 'sending' || state === 'reading' || state === 'importing'
  return (
    <Page header={<PageHeader title="Import a dataset" />}>
      <Section
        title="File"
        hint="CSV, TSV or XLSX with a header line; JSON or YAML (a list of objects); JSON lines; promptfoo’s test files."
      >
        <Group>
          <FileButton accept={accept} onChange={(file) => file && void chooseFile(file)}>
            {(props) => (
              <Button {...props} leftSection={<IconFileImport size={14} aria-hidden />}>
                {fileName === '' ? 'Choose a file' : 'Choose another file'}
              </Button>
            )}
          </FileButton>
          <Text size="sm">{fileName || 'No file chosen.'}</Text>
        </Group>
      </Section>
      {isBusy && <ReadingProgress />}
      {error !== null && <ErrorNotice error={error} />}
      {preview !== null && (
        <>
          <ReadAs preview={preview} />
          {preview.problemCount > 0 && (
            <RowProblems problems={preview.problems} title={refusal(preview.problemCount)} />
          )}
          <Mapping columns={preview.columns} />
          <SampleCases sample={preview.sample} rowCount={preview.rowCount} />
          {preview.problemCount === 0 && <Finish rowCount={preview.rowCount} />}
        </>
      )}
    </Page>
  )
}

const refusal = (count: number) =>
  `${formatCounted(count, 'row')} cannot be read. Mend the file and choose it again; nothing is imported until all rows can be.`

function Finish({ rowCount }: { rowCount: number }) {
  const { name, description, state } = useImport()
  const check = nameSchema.safeParse(name)
  const run = async () => {
    const place = window.location.hash
    const dataset = await importNow()
    if (dataset === null) return
    const { name: called, version, caseCount } = dataset
    const href = addressOf.dataset(dataset.id)
    const isHere = window.location.hash === place
    const way = isHere ? undefined : { label: 'See it', href }
    tell(`${called} v${version} has ${formatCounted(caseCount, 'case')}.`, way)
    // Who has gone elsewhere meanwhile stays there.
    if (isHere) navigate(href)
  }
  return (
    <Section
      title="Name"
      hint="A name that is there already gets a new version; earlier runs keep theirs."
    >
      <Stack gap="sm" maw={480}>
        <TextInput
          label="Dataset name"
          required
          value={name}
          error={check.success ? undefined : check.error.issues[0]?.message}
          onChange={(event) => useImport.setState({ name: event.currentTarget.value })}
        />
        <Textarea
          label="Description"
          value={description}
          autosize
          onChange={(event) => useImport.setState({ description: event.currentTarget.value })}
        />
        <Group>
          <Button
            loading={state === 'importing'}
            disabled={!check.success || rowCount === 0}
            onClick={run}
          >
            Import {formatCounted(rowCount, 'case')}
          </Button>
          <Button variant="default" onClick={resetImport}>
            Start over
          </Button>
        </Group>
      </Stack>
    </Section>
  )
}
