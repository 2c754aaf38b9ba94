import { memoryIsInBytes } from '../../../lib/checks/workload/memory-is-in-bytes';
import { webContainer } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const memory = (amount: unknown) => webContainer({ resources: { limits: { memory: amount } } });

test.each([['512Mi'], [1 << 30], ['0'], ['not a quantity']])('compliant: %s', (amount) => {
  expect(verdict(memoryIsInBytes, memory(amount))).toEqual([]);
});

test.each([['512m'], [512], ['100k']])('non-compliant: %s', (amount) => {
  expect(verdict(memoryIsInBytes, memory(amount))).toEqual([expect.stringMatching(/^resources\.limits\.memory of container 'main' is .*, less than 1Mi; did you mean \d+Mi\?$/)]);
});
