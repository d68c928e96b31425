import { askOnce } from '../ask.tsx'
import { jobsOfPage } from './jobs.ts'
import { whenSaved } from './saving.ts'

/**
 * Loads another address in place of this page. What was typed is written down first; what would stop
 * with the page is asked about once. Where something cannot be saved, the browser itself asks.
 */
export function leaveFor(address: string): void {
  const go = () => void whenSaved().then(() => window.location.assign(address))
  const jobs = jobsOfPage()
  if (jobs.length === 0) {
    go()
    return
  }
  const titles = jobs.map(({ title }) => title).join(', ')
  askOnce({
    title: 'Stop what this page is doing?',
    text: `${titles}: this ends where the page is left. Runs go on by themselves.`,
    confirm: 'Stop and go',
    onConfirm: () => {
      for (const job of jobs) job.stop()
      go()
    },
  })
}
