import type * as Validate from './validate';

/**
 * Every manifest that goes into a snapshot is one that a cluster would take: a serializer sees them all, and serializes
 * none.
 */
expect.addSnapshotSerializer({
  test: (value) => {
    if (!isManifest(value)) return false;
    // Loaded only where it is needed, since this file runs before every test file.
    const errors = jest.requireActual<typeof Validate>('./validate').schemaErrors(value);
    if (errors.length > 0) throw new Error(`a manifest in this snapshot is not valid\n  ${errors.join('\n  ')}`);
    return false;
  },
  serialize: () => '',
});

function isManifest(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && 'apiVersion' in value && 'kind' in value && 'metadata' in value;
}
