// A worker thread that plays chunks of one simulation: it is handed the job at its start, then numbers of
// chunks, and answers each with its counts.
import { parentPort, workerData } from 'node:worker_threads'
import { chunkRunner, type MonteCarloJob } from '#shared/domain/simulation/monte-carlo.ts'

const run = chunkRunner(workerData as MonteCarloJob)
parentPort?.on('message', (chunk: number) => parentPort?.postMessage(run(chunk)))
