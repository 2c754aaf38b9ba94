import { quantitiesAreValid } from '../../../lib/checks/rules/quantities-are-valid';
import { webContainer } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const requests = (cpu: unknown) => webContainer({ resources: { requests: { cpu } } });

test.each([['500m'], [2], ['1.5'], ['4Gi'], ['1e3'], [null]])('compliant: %s', (amount) => {
  expect(verdict(quantitiesAreValid, requests(amount))).toEqual([]);
});

test.each([['500 m'], ['1GB'], ['-1'], [true]])('non-compliant: %s', (amount) => {
  expect(verdict(quantitiesAreValid, requests(amount))).toEqual([`container 'main' has requests of cpu of ${JSON.stringify(amount)}, which is no quantity; write one as in 500m or 4Gi`]);
});

test('non-compliant: the bound of a volume', () => {
  expect(verdict(quantitiesAreValid, webContainer({}, { volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '1GB' } }] }))).toEqual([
    "volume 'tmp' has the sizeLimit \"1GB\", which is no quantity; write one as in 4Gi",
  ]);
});
