import type { Command } from 'commander'
import { describe, handle, type Invocation } from '../call.ts'

export function addDemo(program: Command, invocation: Invocation): void {
  describe(program.command('demo'), {
    summary: 'The whole path on a fresh temporary workspace: from a template to its execution.',
    examples: ['galley demo'],
  }).action(
    handle<object, []>(invocation, async (call) => {
      const { runDemo } = await import('../demo/demo.ts')
      await runDemo(call, invocation.runCommandLine)
    }),
  )
}
