import { inFlight } from '../../../scripts/differential/in-flight';
import { randomCron } from '../../../scripts/differential/random-cron';

describe('a random cron trigger', () => {
  test('is the same for the same seed, and another for another', () => {
    expect(randomCron(1)).toEqual(randomCron(1));
    expect(randomCron(1)).not.toEqual(randomCron(2));
  });

  test('never starts when it ends, which KEDA refuses', () => {
    for (let seed = 0; seed < 500; seed++) expect(randomCron(seed).metadata.start).not.toBe(randomCron(seed).metadata.end);
  });
});

describe('work in flight', () => {
  test('runs each item once, with limited concurrency', async () => {
    const done: number[] = [];
    let [now, most] = [0, 0];
    await inFlight(200, async (index) => {
      most = Math.max(most, ++now);
      await new Promise(setImmediate);
      now--;
      done.push(index);
    });
    expect(done).toHaveLength(200);
    expect(most).toBeLessThan(100);
  });

  test('ends with the first failure', async () => {
    await expect(inFlight(100, (index) => Promise.reject(new Error(`no ${index}`)))).rejects.toThrow('no 0');
  });
});
