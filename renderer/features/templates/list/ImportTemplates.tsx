import { ActionIcon, FileButton, Tooltip } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { nameSchema } from '#shared/contract/base.ts'
import { contentSchema } from '#shared/contract/template.ts'
import { rpc } from '../../../rpc/page.ts'
import { tell, tellFailure, tellRefusal } from '../../../ui/ask.tsx'
import { formatRoute, navigate } from '../../../ui/shell/route.ts'
import { freeName } from './free-name.ts'

/** One template per file; the last one is opened. Files that cannot be read are told, the others come. */
async function importFiles(files: File[]): Promise<void> {
  // With the first import: reading YAML takes a library of its own.
  const { readTemplateFile, UnreadableTemplateFile } = await import(
    '#shared/domain/template-files/read.ts'
  )
  let last: string | null = null
  let count = 0
  for (const file of files) {
    try {
      const { name, content, ...rest } = readTemplateFile(file.name, await file.text())
      const made = await rpc.template.create({
        ...rest,
        name: await freeName(nameSchema.catch('imported').parse(name)),
        content: contentSchema.parse(content),
      })
      last = made.id
      count += 1
    } catch (error) {
      if (error instanceof UnreadableTemplateFile) tellRefusal(error.message)
      else tellFailure(error)
    }
  }
  if (last === null) return
  tell(count === 1 ? 'The file is a template now.' : `${count} files are templates now.`)
  navigate(formatRoute(['templates', last]))
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
