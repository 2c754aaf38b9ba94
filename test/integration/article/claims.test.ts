import { CLAIMS } from '../../../examples/article/claims';
import { verdictsOn } from '../../support/verdicts';

// Days of a whole system, simulated request by request.
jest.setTimeout(300_000);

test('the claims of the article are judged as the page says, and what does not hold has a nearest configuration that does', async () => {
  const verdicts = [];
  for (const claim of CLAIMS) verdicts.push(await claim([1]));
  expect(verdicts.map(({ claim, holds }) => [claim, holds])).toEqual(verdictsOn('examples/article/README.md'));
  expect(verdicts.filter(({ holds, nearest }) => !holds && nearest === undefined)).toEqual([]);
});
