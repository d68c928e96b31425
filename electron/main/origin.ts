/** The one origin of the desktop app. */
export const scheme = 'app'
const appOrigin = `${scheme}://galley`
export const startAddress = `${appOrigin}/index.html`

/** True for addresses of our own pages and nothing else; odd spellings do not parse to our origin. */
export function isOurs(address: string): boolean {
  const url = URL.parse(address)
  // Node reports the origin of a custom scheme as "null", so its parts are compared.
  return url !== null && url.protocol === `${scheme}:` && url.host === 'galley'
}
