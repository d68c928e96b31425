/** Where answers are kept: by key, for a time. Texts only, so that every store can hold them. */
export interface ResponseStore {
  get(key: string): Promise<string | null> | string | null
  set(key: string, value: string, ttlMs: number): Promise<unknown> | undefined
  close(): Promise<void> | undefined
}
