import type { Command } from 'commander'
import { describe, handle, type Invocation } from '../call.ts'

export function addDemo(program: Command, invocation: Invocation): void {
  describe(program.command('demo'), {
    summary: 'The whole path on a fresh temporary workspace: from a template to its execution.',
    examples: ['galley demo'],
  }).action(
    handle<object, []>(invocation, async (call) => {
      // Both on demand: the demo runs command lines, and is one itself.
      const [{ runDemo }, { runCli }] = await Promise.all([
        import('../demo/demo.ts'),
        import('../program.ts'),
      ])
      await runDemo(call, runCli)
    }),
  )
}
