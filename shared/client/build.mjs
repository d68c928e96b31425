// Makes the package's `./client` export: one plain JavaScript module for Node 20 and newer. The
// database driver stays outside, so that a service and its client share one. `npm run build:client`.
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const here = fileURLToPath(new URL('.', import.meta.url))

/** Writes `client.js` and its source map into `outDir`. */
export function buildClient(outDir) {
  return build({
    configFile: false,
    root: here,
    logLevel: 'warn',
    ssr: { noExternal: true, external: ['pg'] },
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
