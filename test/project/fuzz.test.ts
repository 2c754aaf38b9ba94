import { fuzzCase, runCase } from '../../scripts/fuzz/cases';

/** `ts-node -T scripts/fuzz.ts` runs 100,000 inputs and 500 processes. */
test('no input of a sample ends in anything but success or an error for the user', async () => {
  const found: string[] = [];
  for (let seed = 1; seed <= 50; seed++) {
    const fault = await runCase(fuzzCase(seed));
    if (fault !== undefined) found.push(`seed ${seed}: ${fault}`);
  }
  expect(found).toEqual([]);
}, 60_000);
