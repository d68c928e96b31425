import { execFileSync } from 'node:child_process'
import { chownSync } from 'node:fs'
import { join } from 'node:path'
import { serverAccount } from '#core/publishing/trial/account.ts'

/** Whether this machine can make certificates. */
export function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Makes an authority of its own in `folder`, and certificates signed by it. */
export function makeAuthority(folder: string) {
  const path = (name: string) => join(folder, name)
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  const request = (name: string, subject: string, ...more: string[]) =>
    openssl(
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-keyout', `${name}.key`, '-out', `${name}.crt`, '-days', '2', '-subj', subject, ...more],
    )
  request('ca', '/CN=Galley test authority')
  return {
    signer: path('ca.crt'),
    /** A certificate for `name`; the key belongs to the account that a test server runs as. */
    sign(name: string) {
      const names = ['-addext', `subjectAltName=DNS:${name}`]
      request(name, `/CN=${name}`, '-CA', 'ca.crt', '-CAkey', 'ca.key', ...names)
      const account = serverAccount()
      const files = { cert: path(`${name}.crt`), key: path(`${name}.key`) }
      if (account !== null) chownSync(files.key, account.uid, account.gid)
      return files
    },
  }
}
