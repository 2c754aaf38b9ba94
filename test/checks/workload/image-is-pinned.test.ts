import { imageIsPinned } from '../../../lib/checks/workload/image-is-pinned';
import { webContainer } from '../../support/manifests';
import { verdict } from '../../support/verdict';

test.each(['registry.example.com/web:1.4.2', `web@sha256:${'a'.repeat(64)}`])('compliant: %s', (image) => {
  expect(verdict(imageIsPinned, webContainer({ image }))).toEqual([]);
});

test.each([
  ['web', "container 'main': image 'web' has neither tag nor digest; use a version, as in 'web:1.4.2', or a digest"],
  ['web:latest', "container 'main': image 'web:latest' has the tag 'latest', which changes over time; use a version, as in 'web:1.4.2', or a digest"],
  ['', "container 'main': image is not set; set one"],
])('non-compliant: %s', (image, message) => {
  expect(verdict(imageIsPinned, webContainer({ image }))).toEqual([message]);
});
