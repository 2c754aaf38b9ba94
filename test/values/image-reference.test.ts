import * as fc from 'fast-check';
import { ImageReference } from '../../lib/values/image-reference';

const SHA256 = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('an image reference', () => {
  test.each([
    ['redis:7.4', { repository: 'redis', tag: '7.4' }],
    ['library/redis', { repository: 'library/redis' }],
    ['localhost/app:1', { registry: 'localhost', repository: 'app', tag: '1' }],
    ['registry:5000/team/app', { registry: 'registry:5000', repository: 'team/app' }],
    ['ghcr.io/Acme-1/app:1'.toLowerCase(), { registry: 'ghcr.io', repository: 'acme-1/app', tag: '1' }],
    [`ghcr.io/acme/app@${SHA256}`, { registry: 'ghcr.io', repository: 'acme/app', digest: SHA256 }],
    [`ghcr.io:443/acme/app:1.4.2@${SHA256}`, { registry: 'ghcr.io:443', repository: 'acme/app', tag: '1.4.2', digest: SHA256 }],
    ['[2001:db8::1]:5000/app:1', { registry: '[2001:db8::1]:5000', repository: 'app', tag: '1' }],
  ])('%s is read part by part', (text, parts) => {
    expect(ImageReference.parse(text)).toEqual(expect.objectContaining(parts));
  });

  test('is written as it was read', () => {
    const component = fc.stringMatching(/^[a-z0-9]{1,8}((\.|_|__|-{1,3})[a-z0-9]{1,8}){0,2}$/);
    const reference = fc.record({
      registry: fc.option(fc.stringMatching(/^[a-z]{1,8}\.[a-z]{2,3}(:[1-9][0-9]{0,3})?$/)),
      path: fc.array(component, { minLength: 1, maxLength: 3 }),
      tag: fc.option(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}$/)),
      digest: fc.option(fc.constant(SHA256)),
    });
    fc.assert(fc.property(reference, ({ registry, path, tag, digest }) => {
      const repository = path.join('/');
      fc.pre(registry !== null || path.length === 1 || !/[.]|^localhost$/.test(path[0]));
      const text = `${registry === null ? '' : `${registry}/`}${repository}${tag === null ? '' : `:${tag}`}${digest === null ? '' : `@${digest}`}`;
      const image = ImageReference.parse(text);
      expect(image.toString()).toBe(text);
      expect(image).toEqual(expect.objectContaining({ registry: registry ?? undefined, repository, tag: tag ?? undefined, digest: digest ?? undefined }));
    }));
  });

  test.each(['', 'App:1', 'a//b:1', '/app:1', 'app/:1', 'https://ghcr.io/app:1', 'ghcr.io:port/app:1', 'a b:1', `${'a'.repeat(256)}:1`])("'%s' is malformed", (text) => {
    expect(() => ImageReference.parse(text)).toThrow(`image '${text}' is malformed; write [registry[:port]/]repository:tag in lower case`);
  });

  test.each(['app:', 'app:.1', `app:${'1'.repeat(129)}`])("'%s' has a malformed tag", (text) => {
    expect(() => ImageReference.parse(text)).toThrow('has the malformed tag');
  });

  test.each(['app@sha256:abc', `app@${SHA256.toUpperCase()}`, `app@${SHA256}@${SHA256}`, 'app@'])("'%s' has a malformed digest", (text) => {
    expect(() => ImageReference.parse(text)).toThrow('has a malformed digest; write @sha256: and 64 lower-case hexadecimal digits');
  });
});

describe('a pinned image', () => {
  test.each(['app:1', `app@${SHA256}`, `app:main-full@${SHA256}`, `app:latest@${SHA256}`])('%s is immutable', (text) => {
    expect(ImageReference.parsePinned(text).toString()).toBe(text);
  });

  test.each([
    'app:nightly-20260714', 'app:stable-1.4.2', 'app:main-3f2a91c', 'app:nightly-2026-07-14', 'app:dev-sha-0a1b2c3d4e', 'app:1.27.3-mainline', 'app:maintenance', 'app:25.08-py3', 'app:v1',
    'app:testament', 'app:7.2.16-alpine', 'app:main-1234', 'app:20260714-snapshot', 'app:prod-417',
  ])('%s names one build', (text) => {
    expect(ImageReference.parsePinned(text).tag).toBe(text.slice(4));
  });

  test.each([
    'main', 'master', 'stable', 'edge', 'nightly', 'dev', 'develop', 'head', 'HEAD', 'canary', 'snapshot', '1.4.2-SNAPSHOT', 'lts', 'rolling', 'cpu-latest', '89-latest', 'latest-gpu', 'main-lite', 'main_full', 'nightly-cpu',
  ])('the moving tag %s does not', (tag) => {
    expect(() => ImageReference.parsePinned(`app:${tag}`)).toThrow(`image 'app:${tag}' has the tag '${tag}', which changes over time; use a version, as in 'app:1.4.2', or a digest`);
  });

  test('latest does not', () => {
    expect(() => ImageReference.parsePinned('app:latest')).toThrow("image 'app:latest' has the tag 'latest', which changes over time; use a version, as in 'app:1.4.2', or a digest");
  });

  test('without tag and digest does not', () => {
    expect(() => ImageReference.parsePinned('registry:5000/app')).toThrow(
      "image 'registry:5000/app' has neither tag nor digest; use a version, as in 'registry:5000/app:1.4.2', or a digest",
    );
  });
});
