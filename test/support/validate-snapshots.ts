import { schemaErrors } from './validate';

/** Every manifest that goes into a snapshot is one that a cluster would take: a serializer sees them all, and serializes none. */
expect.addSnapshotSerializer({
  test: (value) => {
    if (!isManifest(value)) return false;
    const errors = schemaErrors(value);
    if (errors.length > 0) throw new Error(`a manifest in this snapshot is not valid\n  ${errors.join('\n  ')}`);
    return false;
  },
  serialize: () => '',
});

function isManifest(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && 'apiVersion' in value && 'kind' in value && 'metadata' in value;
}
