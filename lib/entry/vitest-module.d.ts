/** Module whose types lib/entry/vitest.ts merges into, for a machine where vitest is not installed. */
declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unused-vars -- vitest's own
  interface Matchers<T = any> {}
}
