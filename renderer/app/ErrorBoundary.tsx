import { Button, Code, Group, Stack, Text, Title } from '@mantine/core'
import { Component, type ReactNode } from 'react'

interface Props {
  /** A new value (another place) gives the page another chance. */
  resetKey: string
  children: ReactNode
}

interface BoundaryState {
  readonly error: unknown
  readonly resetKey: string
}

/** A bug in one page stays in that page: it says so, keeps the shell and offers the way back. */
export class ErrorBoundary extends Component<Props, BoundaryState> {
  override state: BoundaryState = { error: null, resetKey: this.props.resetKey }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  static getDerivedStateFromProps(props: Props, state: BoundaryState) {
    if (props.resetKey === state.resetKey) return null
    return { error: null, resetKey: props.resetKey }
  }

  override render() {
    const { error } = this.state
    if (error === null) return this.props.children
    return (
      <Stack p="lg" gap="sm" role="alert" maw={720}>
        <Title order={1}>This page has a fault</Title>
        <Text>
          That is a mistake in Galley, not yours. What you wrote is saved as far as the status bar
          says.
        </Text>
        <Code block>{error instanceof Error ? (error.stack ?? error.message) : String(error)}</Code>
        <Group>
          <Button onClick={() => this.setState({ error: null })}>Show the page again</Button>
          <Button variant="default" onClick={() => window.location.reload()}>
            Reload Galley
          </Button>
        </Group>
      </Stack>
    )
  }
}
