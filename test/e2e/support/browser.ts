import { accessSync, constants } from 'node:fs'

/** Where systems keep a Chromium; the environment's own choice comes first. */
const candidates = [
  process.env.GALLEY_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The browser to test with; undefined where the machine has none. */
export const chromium = candidates.find((path) => path !== undefined && isExecutable(path))

export const noChromium =
  'No Chromium was found. Install one (Debian: apt-get install chromium) or name it in GALLEY_CHROMIUM.'

/** A browser that talks to nobody but the page under test. */
export const chromiumArguments = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-sync',
  '--metrics-recording-only',
  '--no-first-run',
  '--no-pings',
  // Chromium's own sandbox refuses to run as root; everywhere else it stays on.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]
