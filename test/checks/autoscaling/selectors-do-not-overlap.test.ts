import { selectorsDoNotOverlap } from '../../../lib/checks/autoscaling/selectors-do-not-overlap';
import { manifest, webDeployment, webHpa } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const selecting = (matchLabels: Record<string, string>) => webDeployment(undefined, { selector: { matchLabels } });
const job = (labels: Record<string, string>, namespace?: string) => manifest('batch/v1', 'Job', 'tidy', { metadata: { namespace }, spec: { template: { metadata: { labels }, spec: { containers: [] } } } });

test('compliant: each selects its own pods', () => {
  expect(verdict(selectorsDoNotOverlap, selecting({ app: 'web' }), job({ app: 'tidy' }), job({ app: 'web' }, 'other'), webHpa())).toEqual([]);
  expect(verdict(selectorsDoNotOverlap, selecting({ app: 'web' }), job({ app: 'web' }))).toEqual([]);
});

test('non-compliant: the selector of a scaled workload takes in the pods of another', () => {
  expect(verdict(selectorsDoNotOverlap, selecting({ app: 'web' }), job({ app: 'web', run: '1' }), webHpa())).toEqual([
    'spec.selector also matches the pods of Job tidy; add a label that only the pods of this workload have',
  ]);
});
