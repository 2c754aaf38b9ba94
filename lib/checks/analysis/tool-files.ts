/** Kinds that tools read from files, and no API server: configurations of clients and of kustomize. */
const TOOL_FILE = /(?:Config|Configuration|Kustomization|Component|Transformer|Generator)$/;

/** Tells whether only a tool reads objects of a kind. */
export function isToolFile(kind: string): boolean {
  return TOOL_FILE.test(kind);
}
