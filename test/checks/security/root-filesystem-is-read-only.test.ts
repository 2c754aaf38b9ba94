import { rootFilesystemIsReadOnly } from '../../../lib/checks/security/root-filesystem-is-read-only';
import { webContainer } from '../../support/manifests';
import { verdict } from '../../support/verdict';

test('compliant: read-only', () => {
  expect(verdict(rootFilesystemIsReadOnly, webContainer({ securityContext: { readOnlyRootFilesystem: true } }))).toEqual([]);
});

test('non-compliant: every container counts, those that initialize, too', () => {
  expect(verdict(rootFilesystemIsReadOnly, webContainer({}, { initContainers: [{ name: 'init' }] }))).toEqual(['init', 'main'].map((name) => `container '${name}' can write its root file system; set readOnlyRootFilesystem: true`));
});
