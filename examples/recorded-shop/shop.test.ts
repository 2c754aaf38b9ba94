import { join } from 'node:path';
import { diagnose, readRecording, recordedNames } from '../../lib/recording';

const SHOP = join(__dirname, 'shop.recording');

test('web is usable for advice, and cart lacks a latency histogram', () => {
  expect(recordedNames(SHOP)).toEqual(['web', 'cart']);
  const [web] = diagnose(readRecording(SHOP, 'web'), 0.5);
  const [cart] = diagnose(readRecording(SHOP, 'cart'), 0.5);
  expect(web.verdict).toBe('usable');
  expect(cart).toMatchObject({ verdict: 'partly usable', next: expect.stringMatching(/^a histogram of latencies by pod/) });
});

test('the later days run under the advised policy', () => {
  const [web] = readRecording(join(__dirname, 'later.recording')).workloads;
  expect(web.policies[0].manifest).toMatchObject({ spec: { minReplicas: 2, metrics: [{ resource: { target: { averageUtilization: 70 } } }] } });
});
