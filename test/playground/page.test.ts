import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { playgroundPage } from '../../scripts/build-playground';

const page = playgroundPage();

test('the page is one file without an address, and small', () => {
  expect(page.slice(0, 16)).toBe('<!doctype html>\n');
  expect(page.match(/<(?:script|link|img|iframe) [^>]*(?:src|href)="(?!data:)[^>]*>/g)).toBeNull();
  expect(page.match(/\{\{\w+\}\}/g)).toBeNull();
  expect(gzipSync(page).length).toBeLessThan(380_000);
});

test('its policy allows its own script and styles by their hashes, a worker, and nothing else', () => {
  const policy = /Content-Security-Policy" content="([^"]+)"/.exec(page)![1].replaceAll('&#39;', "'");
  const parts = Object.fromEntries(policy.split('; ').map((part) => part.split(/ (.*)/s)));
  const hashes = (tag: RegExp): string[] => [...page.matchAll(tag)].map(([, text]) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
  expect(parts).toEqual({
    'default-src': "'none'", 'img-src': 'data:', 'worker-src': 'blob:', 'base-uri': "'none'", 'form-action': "'none'",
    'script-src': hashes(/<script>([^]*?)<\/script>/g).join(' '),
    'style-src': hashes(/<style>([^]*?)<\/style>/g).join(' '),
  });
});

test('the same sources give the same bytes', () => {
  expect(createHash('sha256').update(playgroundPage()).digest('hex')).toBe(createHash('sha256').update(page).digest('hex'));
});
