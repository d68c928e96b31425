import { ActionIcon, FileButton, Tooltip } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { nameSchema, type TemplateId } from '#shared/contract/base.ts'
import { contentSchema } from '#shared/contract/template.ts'
import { rpc } from '../../../rpc/page.ts'
import { tell, tellFailure, tellRefusal } from '../../../ui/ask.tsx'
import { formatCount, formatCounted } from '../../../ui/format.ts'
import { endJob, reportJob } from '../../../ui/shell/jobs.ts'
import { formatRoute, navigate } from '../../../ui/shell/route.ts'
import { freeName } from './free-name.ts'

/** Makes a template of a file; null where it cannot be read, which is told. */
async function importFile(file: File): Promise<TemplateId | null> {
  // With the first import: reading YAML takes a library of its own.
  const { readTemplateFile, UnreadableTemplateFile } = await import(
    '#shared/domain/template-files/read.ts'
  )
  try {
    const { name, content, ...rest } = readTemplateFile(file.name, await file.text())
    const made = await rpc.template.create({
      ...rest,
      name: await freeName(nameSchema.catch('imported').parse(name)),
      content: contentSchema.parse(content),
    })
    return made.id
  } catch (error) {
    if (error instanceof UnreadableTemplateFile) tellRefusal(error.message)
    else tellFailure(error)
    return null
  }
}

/** One template per file; what was made before it is stopped stays. Files that cannot be read are told, the others come. */
async function importFiles(files: File[]): Promise<void> {
  const started = performance.now()
  const place = window.location.hash
  const job = `import ${started}`
  const made: TemplateId[] = []
  let isStopped = false
  for (const [done, file] of files.entries()) {
    if (isStopped) break
    reportJob({
      id: job,
      title: `Import of ${formatCounted(files.length, 'file')}`,
      href: formatRoute(['templates']),
      done,
      total: files.length,
      remainingMs:
        done === 0 ? null : ((performance.now() - started) / done) * (files.length - done),
      stop: () => {
        isStopped = true
      },
      isOfPage: true,
    })
    const id = await importFile(file)
    if (id !== null) made.push(id)
  }
  endJob(job)
  const last = made.at(-1)
  if (last === undefined) return
  const href = formatRoute(['templates', last])
  const isHere = window.location.hash === place
  tell(
    made.length === 1
      ? 'The file is a template now.'
      : `${formatCount(made.length)} files are templates now.`,
    isHere ? undefined : { label: 'The last one', href },
  )
  // Who has gone elsewhere meanwhile stays there.
  if (isHere) navigate(href)
}

export function ImportTemplates() {
  return (
    <FileButton
      multiple
      accept=".txt,.md,.j2,.jinja,.jinja2,.prompty,.prompt"
      onChange={(files) => void importFiles(files)}
    >
      {(props) => (
        <Tooltip label="Import text files (.txt, .md, .j2, .prompty)">
          <ActionIcon {...props} variant="default" aria-label="Import text files">
            <IconFileImport size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
    </FileButton>
  )
}
