import { Group, Select, Text } from '@mantine/core'
import { type FileFormat, fileFormatSchema } from '#shared/contract/dataset/dataset.ts'
import { type FileEncoding, fileEncodingSchema } from '#shared/contract/dataset/upload.ts'
import { Section } from '../../../ui/Page.tsx'
import { readAs, useImport } from './import-store.ts'

interface ReadAsProps {
  preview: { format: FileFormat; encoding: FileEncoding | null; sheets: readonly string[] }
}

/** How the file was read, to be set right where that was found out wrong. */
export function ReadAs({ preview: { format, encoding, sheets } }: ReadAsProps) {
  const sheet = useImport(({ reading }) => reading.sheet)
  return (
    <Section
      title="Read as"
      hint="Found out from the file; change it where letters or columns look wrong."
    >
      <Group align="flex-end">
        <Select
          w={140}
          label="Format"
          data={fileFormatSchema.options.map((value) => ({ value, label: value.toUpperCase() }))}
          value={format}
          onChange={(next) => next && void readAs({ format: next as FileFormat })}
        />
        {encoding !== null && (
          <Select
            w={170}
            label="Encoding"
            data={fileEncodingSchema.options}
            value={encoding}
            onChange={(next) => next && void readAs({ encoding: next as FileEncoding })}
          />
        )}
        {sheets.length > 1 && (
          <Select
            w={220}
            label="Sheet"
            data={sheets}
            value={sheet ?? sheets[0] ?? null}
            onChange={(next) => next && void readAs({ sheet: next })}
          />
        )}
      </Group>
      {encoding === 'windows-1252' && (
        <Text size="sm" mt="xs">
          The file is not UTF-8, so it was read as Windows-1252.
        </Text>
      )}
    </Section>
  )
}
