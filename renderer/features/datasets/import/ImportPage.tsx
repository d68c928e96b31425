import { Button, FileButton, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { nameSchema } from '#shared/contract/base.ts'
import { tell } from '../../../ui/ask.tsx'
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx'
import { formatCount } from '../../../ui/format.ts'
import { Page, Section } from '../../../ui/Page.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Loading } from '../../../ui/State.tsx'
import { formatRoute, navigate } from '../../../ui/shell/route.ts'
import { chooseFile, importNow, resetImport, useImport } from './import-store.ts'
import { Mapping } from './Mapping.tsx'
import { RowProblems } from './RowProblems.tsx'
import { SampleCases } from './SampleCases.tsx'

const accept = '.csv,.tsv,.json,.jsonl,.ndjson,.txt'

/** File, columns, first rows, problems; then all rows or none. */
export function ImportPage() {
  const { fileName, preview, state, error } = useImport()
  return (
    <Page header={<PageHeader title="Import a dataset" />}>
      <Section
        title="File"
        hint="CSV or TSV with a header line, JSON (a list of objects) or JSON lines."
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
      {state === 'reading' && <Loading lines={4} />}
      {error !== null && <ErrorNotice error={error} />}
      {preview !== null && (
        <>
          {preview.problems.length > 0 && <RowProblems problems={preview.problems} />}
          <Mapping columns={preview.columns} />
          <SampleCases sample={preview.sample} rowCount={preview.rowCount} />
          {preview.problems.length === 0 && <Finish rowCount={preview.rowCount} />}
        </>
      )}
    </Page>
  )
}

function Finish({ rowCount }: { rowCount: number }) {
  const { name, description, state } = useImport()
  const check = nameSchema.safeParse(name)
  const run = async () => {
    const dataset = await importNow()
    if (dataset === null) return
    tell(`${formatCount(dataset.caseCount)} cases are in ${dataset.name} v${dataset.version}.`)
    navigate(formatRoute(['datasets', dataset.id]))
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
            Import {formatCount(rowCount)} cases
          </Button>
          <Button variant="default" onClick={resetImport}>
            Start over
          </Button>
        </Group>
      </Stack>
    </Section>
  )
}
