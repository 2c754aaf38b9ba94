/** What tools read from files, and no API server: configurations of clients and of kustomize. */
const TOOL_FILE = /(?:Config|Configuration|Kustomization|Component)$/;

/** Whether a kind is one of a file that only a tool reads. */
export function isToolFile(kind: string): boolean {
  return TOOL_FILE.test(kind);
}
