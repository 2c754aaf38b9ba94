import { clusterHasFeature } from '../../../lib/checks/api/cluster-has-feature';
import { runChecks } from '../../../lib/checks';
import { webContainer, webHpa, webScaledObject } from '../../support/manifests';
import { verdict, verdictOn } from '../../support/verdict';

const sidecar = webContainer({}, { initContainers: [{ name: 'proxy', restartPolicy: 'Always' }, { name: 'init' }] });
const sleep = webContainer({ lifecycle: { preStop: { sleep: { seconds: 5 } } } });
const image = webContainer({}, { volumes: [{ name: 'model', image: { reference: 'model:1' } }] });
const scaled = webScaledObject({ advanced: { horizontalPodAutoscalerConfig: { behavior: { scaleDown: { tolerance: '0.05' } } } } });
const tolerance = webHpa({ behavior: { scaleUp: { tolerance: '0.05' } } });

test.each([['1.29', sidecar], ['1.30', sleep], ['1.35', image], ['1.35', tolerance], ['1.35', scaled]])('compliant: from %s on', (version, object) => {
  expect(verdictOn(version, clusterHasFeature, object)).toEqual([]);
});

test.each([['1.28', sidecar, 'a native sidecar'], ['1.29', sleep, 'preStop.sleep'], ['1.34', image, 'an image volume'], ['1.34', tolerance, 'behavior.tolerance'], ['1.34', scaled, 'behavior.tolerance']])('non-compliant: on %s', (version, object, what) => {
  expect(verdictOn(version, clusterHasFeature, object)).toEqual([expect.stringMatching(`^uses ${what}, which Kubernetes ${version} does not have; declare Kubernetes 1`)]);
});

test('an undeclared version makes it a warning', () => {
  expect(runChecks([sidecar], { rules: [clusterHasFeature] }).map(({ severity }) => severity)).toEqual(['warning']);
  expect(verdict(clusterHasFeature, sidecar)).toHaveLength(1);
});
