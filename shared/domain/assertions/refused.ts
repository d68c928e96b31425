/** An assertion that is well-formed but cannot be run; the message is a reason for people. */
export class AssertionRefused extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'AssertionRefused'
  }
}
