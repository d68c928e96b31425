// Makes the package's `./client` export: one plain JavaScript module for Node 20 and newer. The
// database driver stays outside, so that a service and its client share one. `npm run build:client`.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { buildTypes } from './build-types.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))

/** Writes `client.js`, its source map and its types into `outDir`. */
export async function buildClient(outDir) {
  buildTypes(join(outDir, 'types'))
  await build({
    configFile: false,
    root: here,
    logLevel: 'warn',
    // What an application may have or not is looked for when it is asked for.
    ssr: { noExternal: true, external: ['pg', '@redis/client'] },
    build: {
      ssr: 'client.ts',
      outDir,
      target: 'node20',
      sourcemap: true,
      emptyOutDir: false,
      rollupOptions: { output: { entryFileNames: 'client.js' } },
    },
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildClient(fileURLToPath(new URL('../../out/client', import.meta.url)))
}
