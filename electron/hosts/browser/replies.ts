import type { ServerResponse } from 'node:http'
import { type ErrorCode, errorCodes } from '#shared/contract/errors.ts'
import { sentencePage } from './pages.ts'

export function sendText(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${message}\n`)
}

export function sendJson(response: ServerResponse, value: unknown): void {
  response.setHeader('Cache-Control', 'no-store')
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(value))
}

/** A refusal of the API's own, in the shape of every failure that the contract tells. */
export function sendFailure(
  response: ServerResponse,
  status: number,
  { code, message, fix }: { code: ErrorCode; message: string; fix: string },
): void {
  // Without it, a client that keeps to the standard does not know what would be accepted.
  if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer')
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
  const { fault } = errorCodes[code]
  response.end(JSON.stringify({ defined: true, code, status, message, data: { fault, fix } }))
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
