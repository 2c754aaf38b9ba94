import { siteLink } from '../../../scripts/site/links';

const REPOSITORY = { address: 'https://code.example/kotaemon', ref: 'v1.2.3' };

test.each([
  ['keeps a link between pages', 'modules.md', 'signals.md#queues', 'signals.md#queues'],
  ['keeps a link into the API reference', 'hpa.md', 'api/hpa.md#metrics', 'api/hpa.md#metrics'],
  ['keeps a link out of the API reference', 'api/hpa.md', '../hpa.md', '../hpa.md'],
  ['leads to the index of a folder', 'api/hpa.md', 'README.md#names', 'index.md#names'],
  ['leads to the index of a folder below', 'hpa.md', 'api/README.md', 'api/index.md'],
  ['leaves a page whose name only ends so', 'hpa.md', 'OTHER-README.md', 'OTHER-README.md'],
  ['leaves an anchor of the same page', 'hpa.md', '#limits', '#limits'],
  ['leaves an address', 'hpa.md', 'https://keda.sh/docs', 'https://keda.sh/docs'],
  ['leaves a path of the site', 'index.md', '/modules', '/modules'],
  ['leads to the repository for an example', 'platform.md', '../examples/platform', 'https://code.example/kotaemon/blob/v1.2.3/examples/platform'],
  ['leads to the repository from a deeper page', 'api/hpa.md', '../../lib/hpa/index.ts#L1', 'https://code.example/kotaemon/blob/v1.2.3/lib/hpa/index.ts#L1'],
  ['leads to the repository for the README of the root', 'hpa.md', '../README.md#install', 'https://code.example/kotaemon/blob/v1.2.3/README.md#install'],
])('%s', (_, page, link, expected) => {
  expect(siteLink(page, link, REPOSITORY)).toBe(expected);
});
