import { create } from 'zustand'

/** Work that goes on while one looks at something else. Shown in the status bar until it ends. */
export interface Job {
  readonly id: string
  readonly title: string
  readonly href: string
  readonly done: number
  /** 0 where nobody can know how much there is to do. */
  readonly total: number
  /** Null until a rate is known. */
  readonly remainingMs: number | null
  readonly stop: () => void
  /** It ends with this page; others go on in the core whoever looks. */
  readonly isOfPage?: boolean
}

const useStore = create<{ jobs: readonly Job[] }>(() => ({ jobs: [] }))

/** Shows a job, or what became of it. */
export function reportJob(job: Job): void {
  useStore.setState(({ jobs }) => {
    const isKnown = jobs.some((other) => other.id === job.id)
    return {
      jobs: isKnown ? jobs.map((other) => (other.id === job.id ? job : other)) : [...jobs, job],
    }
  })
}

/** Takes an ended job off the status bar. */
export function endJob(id: string): void {
  useStore.setState(({ jobs }) => ({ jobs: jobs.filter((job) => job.id !== id) }))
}

/** The jobs that leaving the page would stop. */
export const jobsOfPage = (): readonly Job[] =>
  useStore.getState().jobs.filter(({ isOfPage }) => isOfPage === true)

/** The jobs that are going on, oldest first. */
export function useJobs(): readonly Job[] {
  return useStore((state) => state.jobs)
}
