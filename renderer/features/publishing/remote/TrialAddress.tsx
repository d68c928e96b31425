import { Button, Code, Text } from '@mantine/core'
import { useState } from 'react'
import { rpc } from '../../../rpc/page.ts'
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx'
import { Section } from '../../../ui/Page.tsx'

/** What a service needs to read a trial store. Asked for, since it holds a password. */
export function TrialAddress({ remote }: { remote: string }) {
  const [address, setAddress] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const show = async () => {
    try {
      setAddress((await rpc.remote.connection({ remote })).connectionString)
      setError(null)
    } catch (failure) {
      setError(failure)
    }
  }
  return (
    <Section
      title="For a service of yours"
      hint="Services on this machine read the trial store while the workbench is open."
    >
      {address === null ? (
        <Button variant="default" onClick={() => void show()}>
          Show the address
        </Button>
      ) : (
        <>
          <Code block aria-label="Connection string of the trial store">
            {address}
          </Code>
          <Text size="sm" c="dimmed" mt={4}>
            Give it to createClient as connectionString, or to psql.
          </Text>
        </>
      )}
      {error !== null && <ErrorNotice error={error} />}
    </Section>
  )
}
