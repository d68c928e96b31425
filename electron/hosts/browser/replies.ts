import type { ServerResponse } from 'node:http'
import { sentencePage } from './pages.ts'

export function sendText(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${message}\n`)
}

export function sendJson(response: ServerResponse, value: unknown): void {
  response.setHeader('Cache-Control', 'no-store')
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(value))
}

export function sendPage(response: ServerResponse, status: number, html: string): void {
  response
    .writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' })
    .end(html)
}

/** A page that says what is wrong, for people; scripts get the same sentence as text. */
export function sendSentence(
  response: ServerResponse,
  status: number,
  title: string,
  sentence: string,
): void {
  sendPage(response, status, sentencePage(title, sentence))
}
