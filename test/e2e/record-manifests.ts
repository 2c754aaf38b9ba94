import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';
import { ROOT } from '../support/imports';

/**
 * Set up beside a run of the unit tests: writes down every manifest that goes into a snapshot, so that each can be
 * shown to a real server.
 */
expect.addSnapshotSerializer({
  test: (value) => {
    if (isManifest(value)) appendFileSync(process.env.RECORD_MANIFESTS!, `${JSON.stringify({ group: groupName(), manifest: value })}\n`);
    return false;
  },
  serialize: () => '',
});

function isManifest(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'apiVersion' in value && 'kind' in value && 'metadata' in value;
}

/** The test, and the part of the library that it is of, as in 'module/kotaemon-module: the minimum'. */
function groupName(): string {
  const { testPath, currentTestName } = expect.getState();
  return `${relative(ROOT, testPath!).replace(/^test\/|\.test\.ts$/g, '')}: ${currentTestName}`;
}
