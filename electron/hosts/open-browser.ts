import { spawn } from 'node:child_process'

/** The command that opens an address, or null where nobody could see the result. */
export function browserCommand(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): [command: string, ...args: string[]] | null {
  if (env.BROWSER === 'none') return null
  if (env.BROWSER) return [env.BROWSER]
  if (platform === 'darwin') return ['open']
  // `start` takes its first quoted word as a window title.
  if (platform === 'win32') return ['cmd', '/c', 'start', '""']
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ['xdg-open'] : null
}

/** Opens an address in the system's browser; false where there is none to open. */
export function openBrowser(address: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const command = browserCommand(env)
  if (command === null) return Promise.resolve(false)
  const [name, ...args] = command
  return new Promise((resolve) => {
    const child = spawn(name, [...args, address], { detached: true, stdio: 'ignore' })
    child.once('error', () => resolve(false))
    child.once('spawn', () => resolve(true))
    child.unref()
  })
}
